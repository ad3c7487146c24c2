//! What this host is called, and under which addresses others reach it.

use std::{fs, net::IpAddr};

/// Beginnings of the names that container and virtual-machine software gives to its bridges and pairs.
const VIRTUAL: [&str; 12] = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "flannel", "cali", "podman", "lxc", "lxdbr"];

/// Names and addresses of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// The fully qualified name first where it is known, then the short one.
    pub names: Vec<String>,
    /// The addresses, IPv4 first.
    pub addresses: Vec<IpAddr>,
}

impl Host {
    /// This host: its name, the full name that the hosts file gives to it, and its global addresses.
    ///
    /// Left out are loopback, link-local, multicast and temporary (RFC 8981) addresses and those of container bridges. No
    /// name server is asked.
    pub fn local() -> Self {
        let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
        let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
        let temporary = temporary_addresses(&fs::read_to_string("/proc/net/if_inet6").unwrap_or_default());
        let real = interfaces.iter().filter(|interface| !VIRTUAL.iter().any(|start| interface.name.starts_with(start)));
        let mut addresses: Vec<IpAddr> =
            real.map(|interface| interface.ip()).filter(|address| is_global(*address) && !temporary.contains(address)).collect();
        addresses.sort();
        addresses.dedup();
        Self { names: names(&name, &hosts), addresses }
    }
}

/// The host's name and what the hosts file adds to it: full names that begin with it.
fn names(name: &str, hosts: &str) -> Vec<String> {
    let short = name.split('.').next().unwrap_or(name);
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !name.is_empty() && !found.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            found.push(name.to_owned());
        }
    };
    if name.contains('.') {
        add(name);
    }
    for line in hosts.lines() {
        let line = line.split('#').next().unwrap_or(line);
        let full = |other: &&str| other.split_once('.').is_some_and(|(first, _)| first.eq_ignore_ascii_case(short));
        line.split_whitespace().skip(1).filter(full).for_each(&mut add);
    }
    add(short);
    found
}

fn is_global(address: IpAddr) -> bool {
    let local = match address {
        IpAddr::V4(four) => four.is_link_local() || four.is_broadcast(),
        IpAddr::V6(six) => six.is_unicast_link_local() || six.to_ipv4_mapped().is_some(),
    };
    !local && !address.is_loopback() && !address.is_unspecified() && !address.is_multicast()
}

/// IPv6 addresses that Linux marks as temporary, deprecated or tentative.
fn temporary_addresses(table: &str) -> Vec<IpAddr> {
    const TEMPORARY_DEPRECATED_TENTATIVE: u32 = 0x01 | 0x20 | 0x40;
    let read = |line: &str| {
        let mut fields = line.split_whitespace();
        let address = u128::from_str_radix(fields.next()?, 16).ok()?;
        let flags = u32::from_str_radix(fields.nth(3)?, 16).ok()?;
        (flags & TEMPORARY_DEPRECATED_TENTATIVE != 0).then(|| IpAddr::from(address.to_be_bytes()))
    };
    table.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_name_comes_first() {
        let hosts = "127.0.0.1 localhost\n10.0.0.5 srv1.corp.example srv1 # srv1.old.example\n10.0.0.6 srv10.corp.example";
        assert_eq!(names("srv1", hosts), ["srv1.corp.example", "srv1"]);
        assert_eq!(names("srv1.corp.example", hosts), ["srv1.corp.example", "srv1"]);
        assert_eq!(names("other", ""), ["other"]);
    }

    #[test]
    fn temporary_addresses_are_recognised_by_their_flags() {
        let table = "20010db8000000000000000000000001 02 40 00 80 eth0\n20010db8000000000000000000000002 02 40 00 01 eth0\n";
        assert_eq!(temporary_addresses(table), ["2001:db8::2".parse::<IpAddr>().expect("an address")]);
    }

    #[test]
    fn only_global_addresses_count() {
        for (text, global) in
            [("10.0.0.5", true), ("127.0.0.1", false), ("169.254.1.1", false), ("fe80::1", false), ("2001:db8::1", true), ("::1", false)]
        {
            assert_eq!(is_global(text.parse().expect("an address")), global, "{text}");
        }
    }
}

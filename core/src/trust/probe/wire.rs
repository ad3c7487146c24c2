//! A connection that ends at a deadline, however slowly the other side drips.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use super::Server;
use crate::error::{Error, Result, visible};

/// How much of the answer is kept to say what it is.
const KEPT: usize = 64;

pub(super) struct Wire {
    stream: TcpStream,
    pub(super) address: SocketAddr,
    until: Instant,
    /// What the whole may take; for messages.
    allowed: Duration,
    /// The first octets that came.
    pub(super) first: Vec<u8>,
}

impl Wire {
    /// Finds the addresses of a server and connects to the first that answers.
    pub(super) fn connect(server: &Server, until: Instant, allowed: Duration) -> Result<Self> {
        let addresses = addresses(server, until, allowed)?;
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        let mut kinds = Vec::new();
        for (index, address) in addresses.iter().enumerate() {
            let share = left(until) / u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            if share.is_zero() {
                break;
            }
            match TcpStream::connect_timeout(address, share) {
                Ok(stream) => {
                    let _ = stream.set_nodelay(true); // without it, it is only slower
                    return Ok(Self { stream, address: *address, until, allowed, first: Vec::new() });
                }
                Err(error) => {
                    kinds.push(error.kind());
                    failure = error;
                }
            }
        }
        if left(until).is_zero() || is_late(&failure) {
            return Err(timed_out(server, "nothing answered the attempt to connect", allowed));
        }
        Err(Error::Unreachable { server: server.to_string(), kind: kind_of(&kinds), why: reason_of(&failure) })
    }

    /// What stopped it, in words.
    pub(super) fn failed(&self, server: &Server, doing: &'static str, error: &io::Error) -> Error {
        if is_late(error) {
            return timed_out(server, doing, self.allowed);
        }
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "it closed the connection".to_owned(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted => {
                "it broke the connection off (reset)".to_owned()
            }
            _ => reason_of(error),
        };
        Error::HandshakeFailed { server: server.to_string(), kind: "closed", why: format!("{why} while {doing}") }
    }

    /// No longer than this from now, and never beyond the deadline.
    pub(super) fn not_longer_than(&mut self, time: Duration) {
        self.until = self.until.min(Instant::now() + time);
    }

    /// One octet; an end of the stream is an error.
    pub(super) fn octet(&mut self) -> io::Result<u8> {
        let mut octet = [0];
        self.read_exact(&mut octet)?;
        Ok(octet[0])
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(some_left(self.until)?))?;
        let count = self.stream.read(buffer)?;
        let kept = count.min(KEPT.saturating_sub(self.first.len()));
        self.first.extend_from_slice(&buffer[..kept]);
        Ok(count)
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(some_left(self.until)?))?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

fn some_left(until: Instant) -> io::Result<Duration> {
    Some(left(until)).filter(|left| !left.is_zero()).ok_or_else(|| io::ErrorKind::TimedOut.into())
}

/// A read that waited too long is `WouldBlock` on Unix and `TimedOut` on Windows.
fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

fn timed_out(server: &Server, doing: &'static str, allowed: Duration) -> Error {
    Error::TimedOut { server: server.to_string(), doing, milliseconds: u64::try_from(allowed.as_millis()).unwrap_or(u64::MAX) }
}

/// What the failures at a server's addresses come to. An address that this machine has no network for, such as that of IPv6 where
/// that is switched off, says nothing about the server.
fn kind_of(failures: &[io::ErrorKind]) -> &'static str {
    let mut told = failures.iter().filter(|kind| !matches!(kind, io::ErrorKind::AddrNotAvailable | io::ErrorKind::NetworkUnreachable)).peekable();
    if told.peek().is_some() && told.all(|kind| *kind == io::ErrorKind::ConnectionRefused) { "refused" } else { "other" }
}

fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nothing listens there (connection refused)".to_owned(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "no way leads there".to_owned(),
        _ => visible(error.to_string().split(" (os error").next().unwrap_or_default()).to_lowercase(),
    }
}

/// The system's resolver knows no deadline, so it is asked on a thread of its own, which ends when the resolver does.
fn addresses(server: &Server, until: Instant, allowed: Duration) -> Result<Vec<SocketAddr>> {
    if let Ok(address) = server.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, server.port)]);
    }
    let (send, receive) = mpsc::channel();
    let name = (server.host.clone(), server.port);
    thread::Builder::new()
        .name("resolve".to_owned())
        .spawn(move || {
            let _ = send.send(name.to_socket_addrs().map(Vec::from_iter)); // nobody may be waiting any more
        })
        .map_err(|error| Error::io("start", std::path::Path::new("a thread"), &error))?;
    match receive.recv_timeout(left(until)) {
        Ok(Ok(addresses)) if !addresses.is_empty() => Ok(addresses),
        Ok(Ok(_)) => Err(Error::Unreachable { server: server.to_string(), kind: "unknown_host", why: "its name has no address".to_owned() }),
        Ok(Err(error)) => {
            let why = format!("its name is not known ({})", reason_of(&error));
            Err(Error::Unreachable { server: server.to_string(), kind: "unknown_host", why })
        }
        Err(_) => Err(timed_out(server, "its name was not resolved", allowed)),
    }
}

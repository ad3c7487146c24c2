//! Where a store lies: on what file system, and for whom.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, fchown},
    path::Path,
};

use rusqlite::{Connection, OptionalExtension};

use super::seal::Seals;
use crate::error::{Error, Result};

/// File systems on which another machine may write: `f_type` as Linux names it (statfs(2)), and the name.
const NETWORK: [(u32, &str); 17] = [
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x517b, "SMB"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x7375_7245, "Coda"),
    (0x0116_1970, "GFS2"),
    (0x7461_636f, "OCFS2"),
    (0x564c, "NCP"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0x2003_0528, "PVFS2"),
    (0x786f_4256, "VirtualBox shared folder"),
];

/// Refuses a path that lies on a network file system: SQLite's log needs memory that all its users share.
///
/// What a FUSE file system hides is not seen.
pub(super) fn must_be_local(path: &Path) -> Result<()> {
    let about = rustix::fs::statfs(path).map_err(|error| Error::io("look at", path, &error.into()))?;
    match network(about.f_type as u32) {
        Some(kind) => Err(Error::NetworkFileSystem { path: path.display().to_string(), kind }),
        None => Ok(()),
    }
}

fn network(kind: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name)
}

/// The group whose members share a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group(u32);

impl Group {
    /// The group that a store names, with the seal that tells who named it.
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Option<(Self, Vec<u8>)>> {
        let value = connection
            .query_row("SELECT value FROM meta WHERE name = 'group'", [], |row| {
                Ok(row.get_ref(0)?.as_bytes().map(<[u8]>::to_vec).unwrap_or_default())
            })
            .optional()?;
        Ok(value.and_then(|value| value.split_first_chunk().map(|(id, seal)| (Self(u32::from_be_bytes(*id)), seal.to_vec()))))
    }

    /// Writes it, sealed.
    pub(super) fn keep(self, connection: &Connection, seals: &Seals) -> rusqlite::Result<()> {
        let id = self.0.to_be_bytes();
        let value = [id.as_slice(), &seals.seal_record(&[b"group", &id])].concat();
        connection.execute("INSERT INTO meta VALUES ('group', ?1) ON CONFLICT DO UPDATE SET value = excluded.value", [value]).map(|_| ())
    }

    pub(super) fn is_genuine(self, seals: &Seals, seal: &[u8]) -> bool {
        seals.is_sealed(&[b"group", &self.0.to_be_bytes()], seal)
    }

    /// A group's name, or its number.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let unknown = || Error::NotFound { wanted: format!("the group {text}"), near: Vec::new() };
        if let Some(group) = nix::unistd::Group::from_name(text).ok().flatten() {
            return Ok(Self(group.gid.as_raw()));
        }
        text.parse().map(Self).map_err(|_| unknown())
    }

    pub(super) fn is(self, id: u32) -> bool {
        self.0 == id
    }

    /// Gives an open file to the group.
    pub(super) fn share(self, file: &fs::File, path: &Path, mode: u32) -> Result<()> {
        fchown(file, None, Some(self.0)).map_err(|error| Error::io("give to the group", path, &error))?;
        set_mode(file, path, mode)
    }
}

pub(super) fn set_mode(file: &fs::File, path: &Path, mode: u32) -> Result<()> {
    file.set_permissions(fs::Permissions::from_mode(mode)).map_err(|error| Error::io("set the mode of", path, &error))
}

/// Opens what is there, and not what a link leads to.
pub(super) fn open_as_it_is(path: &Path) -> Result<fs::File> {
    let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::CLOEXEC;
    let opened = rustix::fs::open(path, flags, rustix::fs::Mode::empty());
    opened.map(fs::File::from).map_err(|error| Error::io("open", path, &error.into()))
}

/// Who may do what with a file: `root:certs 0660`.
pub(super) fn access(path: &Path) -> Option<(String, u32)> {
    let about = fs::metadata(path).ok()?;
    let user = nix::unistd::User::from_uid(about.uid().into()).ok().flatten().map_or_else(|| about.uid().to_string(), |user| user.name);
    let group = nix::unistd::Group::from_gid(about.gid().into()).ok().flatten().map_or_else(|| about.gid().to_string(), |group| group.name);
    Some((format!("{user}:{group}"), about.mode() & 0o7777))
}

/// Who acts: the user, the program and the process, as the journal names them.
pub(super) fn actor() -> String {
    let uid = nix::unistd::getuid();
    let user = nix::unistd::User::from_uid(uid).ok().flatten().map_or_else(|| "?".to_owned(), |user| user.name);
    let program = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    format!("{user} (uid {uid}), {}[{}]", program.unwrap_or_default(), std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_told_by_their_number() {
        assert_eq!((network(0x6969), network(0xff53_4d42), network(0xef53)), (Some("NFS"), Some("CIFS"), None));
        assert_eq!(must_be_local(Path::new("/")), Ok(()));
    }

    #[test]
    fn a_group_has_a_name_or_a_number() {
        assert_eq!(Group::parse("0"), Ok(Group(0)));
        assert_eq!(Group::parse("root"), Ok(Group(0)));
        assert!(matches!(Group::parse("no such group"), Err(Error::NotFound { .. })));
    }
}

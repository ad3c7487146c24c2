//! The command that makes a server read its files anew.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::error::{Error, Result, visible};

/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// How much of what a command says is told.
const TOLD: usize = 500;

/// Runs a program with its arguments; an empty command is none. Whoever it started is ended with it when the time is over.
pub(super) fn reload(command: &[String], timeout: Duration) -> Result<()> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let failed = |why: String| Error::Io { action: "run", path: program.clone(), reason: why, os_code: None };
    let io = |error: std::io::Error| Error::io("run", Path::new(program), &error);
    // into a file: a server that the command leaves running would hold a pipe open
    let mut said = tempfile::tempfile().map_err(io)?;
    let mut child = Command::new(program)
        .args(arguments)
        .process_group(0) // so that those whom it starts can be stopped with it
        .stdin(Stdio::null())
        .stdout(said.try_clone().map_err(io)?)
        .stderr(said.try_clone().map_err(io)?)
        .spawn()
        .map_err(io)?;
    let until = Instant::now() + timeout;
    let status: ExitStatus = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() >= until => {
                let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
                let _ = group.map(|group| rustix::process::kill_process_group(group, rustix::process::Signal::KILL));
                let _ = child.kill().and_then(|()| child.wait()); // it is given up either way
                return Err(failed(format!("it did not end within {} s", timeout.as_secs_f32())));
            }
            Ok(None) => thread::sleep(PAUSE),
            // a host that ignores SIGCHLD: how it ended is lost, and what is served tells
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::CHILD.raw_os_error()) => return Ok(()),
            Err(error) => return Err(io(error)),
        }
    };
    if status.success() { Ok(()) } else { Err(failed(format!("it failed with {status}{}", words(&mut said)))) }
}

/// The end of what a command said.
fn words(said: &mut File) -> String {
    let mut bytes = Vec::new();
    let length = said.seek(SeekFrom::End(0)).unwrap_or_default();
    let read = said.seek(SeekFrom::Start(length.saturating_sub(64 * 1024))).and_then(|_| said.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<String> = text.lines().map(visible).filter(|line| !line.trim().is_empty()).collect();
    let all = lines.join("; ");
    let start = all.char_indices().rev().nth(TOLD - 1).map_or(0, |(at, _)| at);
    if read.is_err() || all.is_empty() { String::new() } else { format!(": {}", &all[start..]) }
}

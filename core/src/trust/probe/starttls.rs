//! What is said before TLS begins: SMTP (RFC 3207) and PostgreSQL.

use std::io::{self, Write};

use super::{super::StartTls, Server, wire::Wire};
use crate::error::{Error, Result, visible};

/// Lines and octets of one SMTP reply; RFC 5321 section 4.5.3.1.5 has 512 octets for a line.
const MAX_LINES: usize = 100;
const MAX_LINE: usize = 1000;

/// Brings the connection to where TLS begins.
pub(super) fn start(wire: &mut Wire, server: &Server) -> Result<()> {
    match server.starttls {
        StartTls::No => Ok(()),
        StartTls::Postgres => postgres(wire, server),
        StartTls::Smtp => smtp(wire, server),
    }?;
    wire.first.clear(); // what came so far is no part of TLS
    Ok(())
}

fn refused(server: &Server, why: String) -> Error {
    Error::HandshakeFailed { server: server.to_string(), kind: "no_starttls", why }
}

/// SSLRequest; the answer is one octet.
fn postgres(wire: &mut Wire, server: &Server) -> Result<()> {
    const REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    let answer = wire.write_all(&REQUEST).and_then(|()| wire.octet());
    match answer.map_err(|error| wire.failed(server, "it was asked for TLS as PostgreSQL does", &error))? {
        b'S' => Ok(()),
        b'N' => Err(refused(server, "it speaks PostgreSQL without TLS".to_owned())),
        _ => Err(refused(server, "it does not answer as PostgreSQL does".to_owned())),
    }
}

fn smtp(wire: &mut Wire, server: &Server) -> Result<()> {
    let doing = "it was asked for TLS as SMTP does";
    let mut say = |command: &str| -> Result<(u16, Vec<String>)> {
        wire.write_all(command.as_bytes()).and_then(|()| reply(wire)).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => refused(server, "it does not answer as SMTP does".to_owned()),
            _ => wire.failed(server, doing, &error),
        })
    };
    let unwanted =
        |code: u16, lines: &[String]| refused(server, format!("it answers {code} {}", lines.last().map(|line| visible(line)).unwrap_or_default()));
    let (code, lines) = say("")?;
    if code != 220 {
        return Err(unwanted(code, &lines));
    }
    let (code, lines) = say("EHLO certwright.invalid\r\n")?;
    if code != 250 {
        return Err(unwanted(code, &lines));
    }
    if !lines.iter().any(|line| line.eq_ignore_ascii_case("STARTTLS")) {
        return Err(refused(server, "it speaks SMTP and offers no STARTTLS".to_owned()));
    }
    let (code, lines) = say("STARTTLS\r\n")?;
    if code == 220 { Ok(()) } else { Err(unwanted(code, &lines)) }
}

/// One reply: its code, and the text of each line. Read octet by octet, so that nothing behind it is taken.
fn reply(wire: &mut Wire) -> io::Result<(u16, Vec<String>)> {
    let malformed = || io::Error::from(io::ErrorKind::InvalidData);
    let mut lines = Vec::new();
    while lines.len() < MAX_LINES {
        let mut line = Vec::new();
        loop {
            match wire.octet()? {
                b'\n' => break,
                _ if line.len() == MAX_LINE => return Err(malformed()),
                octet => line.push(octet),
            }
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let code = line.get(..3).filter(|code| code.bytes().all(|octet| octet.is_ascii_digit())).and_then(|code| code.parse().ok());
        let code = code.ok_or_else(malformed)?;
        lines.push(line.get(4..).unwrap_or_default().to_owned());
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok((code, lines));
        }
    }
    Err(malformed())
}

//! Peers that are no servers of TLS, or odd ones: each comes to an error of its own, within its time.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
};

use super::*;

const SILENT: &str = "it was waited for, and it has not said a word";
const SETTING_UP: &str = "TLS was being set up";
const NOT_TLS: &str = "what it answers is not TLS; is this the right port?";
/// So long that only a mistake comes near it.
const LONG: Duration = Duration::from_secs(60);

/// What looking at a peer that does this comes to, and how the peer is called.
fn look(timeout: Duration, serve: impl FnOnce(TcpStream) + Send) -> (Error, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let server = Server::new("127.0.0.1", listener.local_addr().expect("bound").port()).expect("a server");
    thread::scope(|scope| {
        scope.spawn(move || serve(listener.accept().expect("a client").0));
        let error = probe(&server, &ProbeOptions { timeout, ..ProbeOptions::default() }).expect_err("no TLS is spoken");
        (error, server.to_string())
    })
}

fn fails(kind: &'static str, why: &str, serve: impl FnOnce(TcpStream) + Send) {
    let (error, server) = look(LONG, serve);
    assert_eq!(error, Error::HandshakeFailed { server, kind, why: why.to_owned() });
}

fn is_late(doing: &'static str, milliseconds: u64, serve: impl FnOnce(TcpStream) + Send) {
    let (error, server) = look(Duration::from_millis(milliseconds), serve);
    assert_eq!(error, Error::TimedOut { server, doing, milliseconds });
}

/// Says this, and then waits for the client to go.
fn saying(octets: &[u8]) -> impl FnOnce(TcpStream) + Send {
    move |mut client| {
        client.write_all(octets).expect("a client that listens");
        until_it_goes(client);
    }
}

fn until_it_goes(mut client: TcpStream) {
    let _ = client.read_to_end(&mut Vec::new()); // it may go with a reset
}

/// With something unread a connection is not closed but reset.
fn reset(client: TcpStream) {
    client.peek(&mut [0]).expect("the first octet of its hello");
}

#[test]
fn who_says_nothing_is_waited_for_as_long_as_was_said() {
    is_late(SILENT, 150, until_it_goes);
}

#[test]
fn who_drips_is_given_no_more_time_for_it() {
    is_late(SETTING_UP, 500, |mut client| {
        client.set_read_timeout(Some(Duration::from_millis(5))).expect("a time");
        client.write_all(&[22, 3, 3, 0x40, 0]).expect("the head of the longest record");
        for _ in 0..0x4000 {
            // an octet whenever it has said nothing for so long: a minute and more, unless it goes
            let gone = loop {
                match client.read(&mut [0; 4096]) {
                    Ok(0) => break true,
                    Ok(_) => {}
                    Err(error) => break !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
                }
            };
            if gone || client.write_all(&[0]).is_err() {
                return;
            }
        }
    });
}

#[test]
fn a_reset_is_told_from_an_end_and_before_the_first_word_from_after_it() {
    let (broken, closed) = ("it broke the connection off (reset)", "it closed the connection");
    fails("closed", &format!("{broken} while {SILENT}"), reset);
    fails("closed", &format!("{broken} while {SETTING_UP}"), |mut client| {
        client.write_all(&[22, 3, 3, 0x40, 0]).expect("a client that listens");
        reset(client);
    });
    let end = |client: TcpStream| {
        client.shutdown(std::net::Shutdown::Write).expect("connected");
        until_it_goes(client);
    };
    fails("closed", &format!("{closed} while {SILENT}"), end);
    fails("closed", &format!("{closed} while {SETTING_UP}"), |mut client| {
        client.write_all(&[22, 3, 3, 0x40, 0]).expect("a client that listens");
        end(client);
    });
}

#[test]
fn who_speaks_something_else_is_told_what() {
    let http = "it speaks HTTP without TLS on this port";
    let mail = "it speaks IMAP or POP3 without TLS on this port";
    let smtp = "it speaks SMTP or FTP without TLS on this port; SMTP can go over to it: --starttls smtp";
    for (said, why) in [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", http),
        ("<html>", http),
        ("SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH on this port"),
        ("220 srv1 ESMTP\r\n", smtp),
        ("220-srv1\r\n220 ESMTP\r\n", smtp),
        ("* OK ready\r\n", mail),
        ("+OK ready\r\n", mail),
        ("good morning", NOT_TLS),
    ] {
        fails("not_tls", why, saying(said.as_bytes()));
    }
}

#[test]
fn what_is_larger_than_tls_allows_is_refused_at_its_head() {
    for head in [
        &[22, 3, 3, 0xff, 0xff][..],   // a record
        &[22, 3, 3, 0x48, 1],          // by one octet
        &[22, 3, 3, 0, 4, 2, 1, 0, 0], // a ServerHello
    ] {
        fails("not_tls", NOT_TLS, saying(head));
    }
}

#[test]
fn each_refusal_is_told_apart() {
    let old = "it speaks only versions of TLS before 1.2, which are not to be relied on; have TLS 1.2 or 1.3 switched on there";
    let cipher = "it refuses the handshake: it has no cipher suite or key exchange in common with what is to be relied on";
    for (alert, kind, why) in [
        (70, "old_protocol", old),
        (40, "no_common_cipher", cipher),
        (71, "no_common_cipher", cipher),
        (112, "unknown_name", "it knows no certificate for this name"),
        (80, "refused", "it refuses the handshake: InternalError"),
        (200, "refused", "it refuses the handshake: for an unknown reason"),
    ] {
        fails(kind, why, saying(&[21, 3, 3, 0, 2, 2, alert]));
    }
}

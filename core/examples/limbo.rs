//! Judges the chains of an x509-limbo file: one line of JSON for each, with the verdict and the reasons. What was expected
//! is left to `tests/limbo`, which reads the lines.

use std::{
    error::Error,
    io::{BufWriter, Write, stdout},
    time::Instant,
};

use certwright::{Certificate, ChainPurpose, Crl, DateInput, Error as Refusal, VerifyOptions, verify_chain};
use serde::{Deserialize, Serialize};

/// The time of the cases that are for any time.
const NOW: &str = "2026-11-24T00:00:00Z";

#[derive(Deserialize)]
struct Limbo {
    testcases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    expected_peer_name: Option<PeerName>,
    #[serde(default)]
    expected_peer_names: Vec<PeerName>,
    max_chain_depth: Option<usize>,
    #[serde(default)]
    crls: Vec<String>,
}

#[derive(Deserialize)]
struct PeerName {
    kind: String,
    value: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    accepted: bool,
    code: String,
    message: String,
    micros: u128,
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: limbo FILE.json")?;
    let limbo: Limbo = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut out = BufWriter::new(stdout().lock());
    for case in &limbo.testcases {
        let begin = Instant::now();
        let verdict = judge(case);
        let micros = begin.elapsed().as_micros();
        let (code, message) = match &verdict {
            Ok(()) => (String::new(), String::new()),
            Err(refusal) => (codes(refusal), refusal.to_string()),
        };
        serde_json::to_writer(&mut out, &Line { id: &case.id, accepted: verdict.is_ok(), code, message, micros })?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// The profile follows from the kind of the case alone: a server's certificate by `WebPki`, a client's by `Rfc5280`.
fn judge(case: &Case) -> Result<(), Refusal> {
    let leaf = Certificate::from_pem(case.peer_certificate.as_bytes())?;
    // what cannot be read can be part of no path
    let readable = |pems: &[String]| -> Vec<Certificate> { pems.iter().filter_map(|pem| Certificate::from_pem(pem.as_bytes()).ok()).collect() };
    let DateInput::Instant(at) = DateInput::parse(case.validation_time.as_deref().unwrap_or(NOW))? else {
        return Err(Refusal::InvalidArgument { what: "time", why: "it is a day".to_owned() });
    };
    let purpose = if case.validation_kind == "CLIENT" { ChainPurpose::Client } else { ChainPurpose::Server };
    let mut options = VerifyOptions::new(readable(&case.trusted_certs), at).intermediates(readable(&case.untrusted_intermediates)).purpose(purpose);
    for crl in &case.crls {
        options.crls.extend(Crl::read_all(crl.as_bytes())?);
    }
    options.max_depth = case.max_chain_depth;
    let names: Vec<&PeerName> = case.expected_peer_name.iter().chain(&case.expected_peer_names).collect();
    if names.is_empty() {
        verify_chain(std::slice::from_ref(&leaf), &options)?;
    }
    for name in names {
        let mut options = options.clone();
        match name.kind.as_str() {
            "RFC822" => options.email = Some(name.value.clone()),
            _ => options.host = Some(name.value.clone()),
        }
        verify_chain(std::slice::from_ref(&leaf), &options)?;
    }
    Ok(())
}

fn codes(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Untrusted { reasons, .. } => reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(","),
        other => other.status().code().to_owned(),
    }
}

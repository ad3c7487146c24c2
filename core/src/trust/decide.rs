//! Making a decision of what a person was shown.

use time::OffsetDateTime;

use super::{
    Server,
    verify::{Judge, pinned},
};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    path::canonical_host,
    store::{Pin, Store, StoreName, TrustDecision},
};

/// What is to be trusted, and on what evidence.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrustRequest {
    /// Which server; a decision holds for this name and port alone.
    pub server: Server,
    /// What it presented to whoever decides, the leaf first.
    pub chain: Vec<Certificate>,
    /// The thumbprint that was shown: of the leaf, or of the CA for [`Pin::Ca`].
    pub thumbprint: Thumbprint,
    /// What of the certificate is trusted.
    pub pin: Pin,
    /// Who decides; unless said, the account of this process.
    pub by: Option<String>,
    /// Why.
    pub why: String,
    /// Until when; `None`: until it is removed.
    pub until: Option<OffsetDateTime>,
    /// Also puts the CA of [`Pin::Ca`] into TrustedRoot: from then on whatever it issues, for any name, of servers
    /// and of clients, is trusted here.
    pub trusted_root: bool,
}

impl TrustRequest {
    /// To trust exactly this certificate at this server.
    pub fn new(server: Server, chain: impl IntoIterator<Item = Certificate>, thumbprint: Thumbprint) -> Self {
        let chain = chain.into_iter().collect();
        Self { server, chain, thumbprint, pin: Pin::Certificate, by: None, why: String::new(), until: None, trusted_root: false }
    }

    /// The certificate that is named by the thumbprint.
    fn certificate(&self) -> Result<&Certificate> {
        let named = |certificate: &&Certificate| [certificate.thumbprint(), certificate.sha256()].contains(&self.thumbprint);
        let refuse = |why: String| Error::InvalidArgument { what: "thumbprint", why };
        let Some((leaf, above)) = self.chain.split_first() else {
            return Err(Error::InvalidArgument { what: "chain", why: "there is no certificate in it".to_owned() });
        };
        match self.pin {
            Pin::Ca if leaf.is_ca() && named(&leaf) => Err(refuse("it is the server's own certificate; trust that, not it as a CA".to_owned())),
            Pin::Ca => {
                let cas = || above.iter().filter(|certificate| certificate.is_ca());
                cas().find(named).ok_or_else(|| {
                    let shown: Vec<String> = cas().map(|ca| format!("{} ({})", ca.sha256(), ca.subject())).collect();
                    match shown.as_slice() {
                        [] => refuse("the server presented no CA certificate; import it and name it, or trust the server's certificate".to_owned()),
                        _ => refuse(format!("{} is of no CA that the server presented, which are {}", self.thumbprint, shown.join("; "))),
                    }
                })
            }
            _ if named(&leaf) => Ok(leaf),
            _ => {
                Err(refuse(format!("{} is not that of the certificate that {} presented, which is {}", self.thumbprint, self.server, leaf.sha256())))
            }
        }
    }
}

impl Store {
    /// Records that what a server presented is trusted: at this name and port alone, and with the thumbprint that was shown.
    /// Says whether anything changed; the same decision again changes nothing.
    ///
    /// A decision for a certificate or its key may overrule the name and the unknown issuer, never dates or purpose. Nothing is
    /// fetched: what is trusted is what is given here.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a thumbprint that is of no certificate presented, or an end that has passed;
    /// [`Error::Untrusted`] for a certificate that no decision makes good; [`Error::StoreLocked`].
    pub fn trust(&self, request: &TrustRequest) -> Result<(TrustDecision, bool)> {
        let now = self.now().utc;
        let certificate = request.certificate()?;
        if request.trusted_root && request.pin != Pin::Ca {
            let why = "only a CA goes into TrustedRoot; a server's certificate goes into a decision or into TrustedPeople".to_owned();
            return Err(Error::InvalidArgument { what: "trusted root", why });
        }
        if request.until.is_some_and(|until| until < now) {
            return Err(Error::InvalidArgument { what: "until", why: "that time has passed".to_owned() });
        }
        let decision = TrustDecision {
            id: 0,
            host: canonical_host(&request.server.host)?,
            port: request.server.port,
            pin: request.pin,
            certificate: certificate.clone(),
            by: request.by.clone().unwrap_or_else(|| self.actor().to_owned()),
            why: request.why.clone(),
            since: now.replace_nanosecond(0).unwrap_or(now), // 0 is always a nanosecond
            until: request.until.map(|until| until.replace_nanosecond(0).unwrap_or(until)),
        };
        let above = self.above(&request.chain)?;
        if let Some(path) = pinned(&decision, &request.chain, &above, now)? {
            Judge::of(self, &request.chain, above, now).must_not_be_revoked(&path)?;
        }
        let root = request.trusted_root.then_some(StoreName::TrustedRoot);
        self.keep_decision(decision, root)
    }
}

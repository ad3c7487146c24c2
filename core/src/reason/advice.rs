//! What could be done about a reason.

use super::{Fault, Reason};

impl Reason {
    /// What could be done about it, by whoever runs the server or by whoever trusts it: one sentence.
    pub fn advice(&self) -> &'static str {
        match &self.fault {
            Fault::BadSignature { .. } => {
                "have the chain sent with the certificate of the CA that really issued it; if it is sent right, somebody altered it"
            }
            Fault::CertificateSigningNotAllowed | Fault::NotACa => "have it issued by a CA certificate that may sign certificates",
            Fault::CrlMissing { .. } | Fault::CrlUnusable { .. } => "import a current CRL of its issuer: certwright import FILE.crl",
            Fault::CrlUnsupported { .. } => "import a complete CRL that the issuer itself signed",
            Fault::DepthExceeded { .. } | Fault::PathTooLong { .. } => "have it issued with fewer CAs between it and the root, or allow more",
            Fault::EmailMismatch { .. } => "use a certificate that names this mailbox",
            Fault::Expired { .. } => "have the certificate renewed; no decision makes one that has expired good",
            Fault::HostMismatch { .. } => {
                "connect by a name that it names, or have it issued for this one; a decision for this certificate at this server overrules the name"
            }
            Fault::IssuerNotFound { .. } => {
                "have the server send its intermediate certificates, or import them; or decide to trust this certificate at this server: certwright trust add"
            }
            Fault::MalformedExtension { .. } | Fault::UnknownCriticalExtension { .. } | Fault::Rule { .. } => {
                "have it issued anew by a CA that keeps to the rules; one's own CA in TrustedRoot is held to fewer"
            }
            Fault::NameExcluded { .. } | Fault::NameNotPermitted { .. } | Fault::NameFormUnsupported { .. } => {
                "have it issued by a CA that may issue for this name"
            }
            Fault::NotYetValid { .. } => "look at the clocks of both machines, or wait",
            Fault::PolicyNotAccepted => "have it issued under a policy that is accepted",
            Fault::PortUnknown { .. } => "say at which port the server is: a decision is about one port",
            Fault::PurposeNotAllowed { .. } => "use a certificate that is for this purpose; no decision makes another one good",
            Fault::Revoked { .. } => "have it replaced at once: its issuer says that it is not to be relied on",
            Fault::RootNotTrusted => {
                "compare its thumbprint with what whoever runs the server says, then decide: certwright trust add; \
                put a CA into TrustedRoot only if all that it issues is to be trusted"
            }
            Fault::TrustEnded { .. } => "look at it again, and decide anew: certwright trust add",
            Fault::UnsupportedSignature { .. } | Fault::WeakSignature { .. } => "have it issued anew, signed with ECDSA or RSA and SHA-256",
        }
    }
}

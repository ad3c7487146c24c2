//! What other machines need to trust an endpoint, and the commands that install it there.

use serde::Serialize;

use super::Endpoint;
use crate::{
    certificate::Certificate,
    error::Result,
    store::{EndpointState, Get},
    trust::Server,
};

/// What Apple's systems take of a server's certificate, in days.
const APPLES_DAYS: i64 = 825;

/// How one kind of system is made to trust it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Instruction {
    /// `certwright`, `debian`, `java`, `macos`, `nss`, `red-hat`, `windows`, `windows-domain`.
    pub system: &'static str,
    /// What it is for, in words.
    pub title: &'static str,
    /// The commands, one after another; none where it is done in a dialog, which the notes describe.
    pub commands: Vec<String>,
    /// What is to be known.
    pub notes: Vec<String>,
}

/// The public part of an endpoint's certificate for other machines. There is no key in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Shared {
    /// What is to be trusted there: the endpoint's certificate if it is self-signed, else the root that its chain leads to, or the
    /// certificate itself where the store does not have that.
    pub certificate: Certificate,
    /// The names of the files that the commands speak of, and what is in them: `NAME.cer` in DER, `NAME.pem` in PEM.
    pub files: Vec<(String, Vec<u8>)>,
    /// What installs it, for each kind of system.
    pub instructions: Vec<Instruction>,
}

impl Endpoint {
    /// What other machines need to trust this endpoint. Its certificate is made if it is yet to be. `host` is the name under which
    /// they reach it; unless given, the host's first name.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for what is no host; as [`certificate`](Endpoint::certificate), but of an
    /// endpoint that is not HTTPS the certificate that it has kept is taken.
    pub fn share(&self, host: Option<&str>) -> Result<Shared> {
        let settings = self.settings()?;
        let leaf = match (settings.state, settings.certificate) {
            (EndpointState::Https, _) | (_, None) => self.certificate()?,
            (_, Some(sha256)) => self.store().get_with(sha256, &Get::any())?,
        };
        let chain = leaf.chain()?;
        let top = chain.last().unwrap_or(leaf.certificate());
        let is_root = |above: &&Certificate| above.is_self_signed() && top.is_signed_by(above) == Some(true);
        let root =
            if top.is_self_signed() { Some(top.clone()) } else { self.store().above(std::slice::from_ref(top))?.iter().find(is_root).cloned() };
        let host = host.map(str::to_owned).or_else(|| self.host_or_local().names.first().cloned()).unwrap_or_else(|| "localhost".to_owned());
        let name = self.name();
        let certificate = root.clone().unwrap_or_else(|| leaf.certificate().clone());
        let files = vec![(format!("{name}.cer"), certificate.der().to_vec()), (format!("{name}.pem"), certificate.to_pem().into_bytes())];
        let server = Server::new(&host, settings.port)?.to_string(); // what is no host stands in no command
        let mut instructions = instructions(name, &server, leaf.certificate(), &certificate);
        if root.is_none() {
            let note = "the root of its chain is not in the store: most systems trust roots alone, so import that here first";
            instructions.iter_mut().filter(|one| one.system != "certwright").for_each(|one| one.notes.push(note.to_owned()));
        }
        Ok(Shared { certificate, files, instructions })
    }
}

fn instructions(name: &str, server: &str, leaf: &Certificate, certificate: &Certificate) -> Vec<Instruction> {
    let instruction = |system, title, commands: Vec<String>, notes: &[&str]| Instruction {
        system,
        title,
        commands,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    let own = leaf == certificate;
    let nss_trust = if own { "P,," } else { "C,," };
    let mut macos = vec!["Keychain Access can do the same in the keychain \"System\": open the file, then trust it always"];
    if (leaf.not_after() - leaf.not_before()).whole_days() > APPLES_DAYS {
        macos.push("the certificate of this server is valid for more than 825 days, which Apple's systems refuse: make one for 2 years at the most");
    }
    vec![
        instruction(
            "certwright",
            "certwright, for this server alone",
            vec![format!("certwright trust add {server} --thumbprint {}", leaf.sha256())],
            &["it connects, shows what is presented, and asks; --yes answers"],
        ),
        instruction(
            "windows",
            "Windows, one machine, as administrator",
            vec![format!("certutil -addstore -f Root {name}.cer")],
            &["in PowerShell: Import-Certificate -CertStoreLocation Cert:\\LocalMachine\\Root -FilePath with the same file"],
        ),
        instruction(
            "windows-domain",
            "Windows, all machines of a domain",
            vec![format!("certutil -dspublish -f {name}.cer RootCA")],
            &["or by group policy: Computer Configuration, Policies, Windows Settings, Security Settings, Public Key Policies, \
               Trusted Root Certification Authorities, Import"],
        ),
        instruction(
            "debian",
            "Debian, Ubuntu, Alpine, as root",
            vec![format!("install -m 644 {name}.pem /usr/local/share/ca-certificates/{name}.crt"), "update-ca-certificates".to_owned()],
            &["Python's requests, Java and Firefox have lists of their own"],
        ),
        instruction(
            "red-hat",
            "Red Hat, Fedora, SUSE, as root",
            vec![format!("install -m 644 {name}.pem /etc/pki/ca-trust/source/anchors/{name}.pem"), "update-ca-trust".to_owned()],
            &["SUSE has the folder /etc/pki/trust/anchors and the command update-ca-certificates"],
        ),
        instruction(
            "java",
            "Java, its list of roots",
            vec![format!("keytool -importcert -noprompt -cacerts -alias {name} -file {name}.cer")],
            &["keytool asks for the password of the list; with -keystore FILE in place of -cacerts it goes into a list of one's own"],
        ),
        instruction(
            "nss",
            "Firefox, Chromium and what else uses NSS, for one account",
            vec![format!("certutil -A -d sql:$HOME/.pki/nssdb -n {name} -t {nss_trust} -i {name}.pem")],
            &["Firefox keeps such a list in its profile: name that folder after -d sql:"],
        ),
        instruction(
            "macos",
            "macOS, as administrator",
            vec![format!("sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {name}.cer")],
            &macos,
        ),
    ]
}

//! How requests reach the server: HTTP/1.1 over TLS with ring, on no runtime but the caller's.

use std::{error::Error as StdError, fmt, io, net::ToSocketAddrs, pin::Pin, sync::Arc, time::Duration};

use http_body_util::BodyExt;
use object_store::{
    ClientOptions,
    client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService},
};
use reqwest::{
    Body, Client, Method, Request, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderValue, IF_NONE_MATCH},
    redirect,
};
use rustls::{
    ClientConfig, Error as Tls, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::settings::Settings;
use crate::{
    error::{Error, Result, visible},
    format::read_path,
};

/// How much of an answer that refuses is read.
const MAX_REFUSAL: usize = 64 * 1024;
/// How much a page of a list may have; it holds 1000 names.
const MAX_PAGE: usize = 16 * 1024 * 1024;
/// What a list is called.
const LIST: &[u8] = b"<ListBucketResult";

/// Why a request came to nothing. Travels through `object_store` as the source of its errors.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// The server refuses.
    Refused(Refusal),
    /// It was not reached, or it broke off. `sent`: the request may have arrived.
    Failed { error: Error, sent: bool },
    /// What it answers does not follow the protocol.
    Strange,
    /// Its caller stopped it.
    Stopped,
}

/// An answer other than success.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// The word of S3 for it; letters and digits.
    pub(super) code: Option<String>,
    /// Where the bucket is, if it is elsewhere.
    pub(super) region: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request came to nothing")
    }
}

impl StdError for Failure {}

impl From<object_store::Error> for Failure {
    fn from(error: object_store::Error) -> Self {
        chain(&error).find_map(|link| link.downcast_ref::<Self>()).cloned().unwrap_or(Self::Strange)
    }
}

/// An error and what it came of. What an error of input and output holds is its content, which its source leaves out.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let within = |error: &'a (dyn StdError + 'static)| -> Option<&'a (dyn StdError + 'static)> {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(content) => Some(content),
            None => error.source(),
        }
    };
    std::iter::successors(Some(error), move |error| within(*error))
}

/// TLS as [`Settings`] say: against the authorities of the system, or those given in their place.
pub(super) fn tls(settings: &Settings) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match &settings.authorities {
        Some(path) => {
            let unfit =
                || Error::UnknownFormat { why: format!("the file {}, which AWS_CA_BUNDLE names, holds no certificates in PEM", path.display()) };
            for der in CertificateDer::pem_slice_iter(&read_path(path)?) {
                roots.add(der.map_err(|_| unfit())?).map_err(|_| unfit())?;
            }
            if roots.is_empty() {
                return Err(unfit());
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let internal = |error: Tls| Error::internal(format!("TLS cannot be set up: {error}"));
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().map_err(internal)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Gives `object_store` a transport that is ready.
#[derive(Debug)]
pub(super) struct Ready(HttpClient);

impl HttpConnector for Ready {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(self.0.clone())
    }
}

impl Ready {
    pub(super) fn new(settings: &Settings, tls: ClientConfig, connect: Duration) -> Result<Self> {
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Resolver)
            .connect_timeout(connect)
            .https_only(settings.endpoint.scheme() == "https")
            .redirect(redirect::Policy::none()) // a signature is made for one server
            .no_proxy() // of the process's environment: the caller's was read
            .user_agent(concat!("certwright/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &settings.proxy {
            builder = builder.proxy(proxy.clone());
        }
        let client = builder.build().map_err(|error| Error::internal(format!("HTTP cannot be set up: {}", visible(&error.to_string()))))?;
        Ok(Self(HttpClient::new(Transport { client, server: settings.server.clone(), connect })))
    }
}

#[derive(Debug)]
struct Transport {
    client: Client,
    server: String,
    connect: Duration,
}

impl HttpService for Transport {
    fn call<'a, 'b>(&'a self, request: HttpRequest) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(self.exchange(request))
    }
}

impl Transport {
    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let mut url = Url::parse(&head.uri.to_string()).map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        if let Some(query) = url.query().filter(|query| query.contains('+')).map(|query| query.replace('+', "%20")) {
            url.set_query(Some(&query)); // a blank, as the signature has it; not every server takes the other form for the same
        }
        let mut request = Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        if completes(&request) {
            // object_store completes whatever has come to be there meanwhile; the header needs no signature
            request.headers_mut().insert(IF_NONE_MATCH, HeaderValue::from_static("*"));
        }
        if body.content_length() > 0 {
            *request.body_mut() = Some(Body::wrap(body));
        }
        let is_list = request.url().query().is_some_and(|query| query.contains("list-type=2"));
        let mut response = self.client.execute(request).await.map_err(|error| self.failed(&error))?;
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let broken = |server: &str| error(HttpErrorKind::Interrupted, Failure::broken(server));
        let body = if is_list {
            // object_store would take a page of the web for a list of nothing
            let page = read(&mut response, MAX_PAGE).await.map_err(|_| broken(&self.server))?;
            if page.len() >= MAX_PAGE || !page.windows(LIST.len()).any(|part| part == LIST) {
                return Err(error(HttpErrorKind::Unknown, Failure::Strange));
            }
            HttpResponseBody::from(page)
        } else {
            let server = self.server.clone();
            HttpResponseBody::new(Body::from(response).map_err(move |_| broken(&server)))
        };
        let mut answer = HttpResponse::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }

    /// What it means that no answer came, and whether another attempt may bring one.
    fn failed(&self, failed: &reqwest::Error) -> HttpError {
        let server = || self.server.clone();
        let unreachable = |kind, why| (HttpErrorKind::Connect, Error::Unreachable { server: server(), kind, why });
        let of_system = || chain(failed).filter_map(|link| link.downcast_ref::<io::Error>()).last();
        let (again, meaning) = if let Some(UnknownHost(why)) = chain(failed).find_map(|link| link.downcast_ref()) {
            unreachable("unknown_host", format!("its name is not known ({why})"))
        } else if let Some(tls) = chain(failed).find_map(|link| link.downcast_ref()) {
            (HttpErrorKind::Unknown, self.no_handshake(tls))
        } else if !failed.is_connect() {
            return error(HttpErrorKind::Request, Failure::broken(&self.server));
        } else if failed.is_timeout() {
            // a network that loses packets has had its attempts
            let milliseconds = u64::try_from(self.connect.as_millis()).unwrap_or(u64::MAX);
            let doing = "nothing answered the attempt to connect";
            (HttpErrorKind::Unknown, Error::TimedOut { server: server(), doing, milliseconds })
        } else if of_system().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            unreachable("refused", "nothing listens there (connection refused)".to_owned())
        } else if of_system().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            let why = "it closed the connection while TLS was being set up".to_owned();
            (HttpErrorKind::Connect, Error::HandshakeFailed { server: server(), kind: "closed", why })
        } else {
            let why = of_system().map_or_else(|| "no connection comes about".to_owned(), reason);
            unreachable("other", why)
        };
        error(again, Failure::Failed { error: meaning, sent: false })
    }

    fn no_handshake(&self, error: &Tls) -> Error {
        let (kind, why) = match error {
            Tls::InvalidCertificate(why) => {
                let why = visible(&format!("{why:?}"));
                (
                    "untrusted",
                    format!("its certificate is not to be trusted ({why}); if an authority of your own issued it, name its file in AWS_CA_BUNDLE"),
                )
            }
            Tls::InvalidMessage(_) => ("not_tls", "what it answers is not TLS; is this the right port?".to_owned()),
            error => ("failed", visible(&error.to_string())),
        };
        Error::HandshakeFailed { server: self.server.clone(), kind, why }
    }
}

impl Failure {
    pub(super) fn broken(server: &str) -> Self {
        let why = "it broke the connection off before its answer was whole".to_owned();
        Self::Failed { error: Error::Unreachable { server: server.to_owned(), kind: "other", why }, sent: true }
    }
}

fn error(kind: HttpErrorKind, failure: Failure) -> HttpError {
    HttpError::new(kind, failure)
}

/// Whether this puts the parts of an upload together.
fn completes(request: &Request) -> bool {
    request.method() == Method::POST && request.url().query().is_some_and(|query| query.starts_with("uploadId="))
}

fn reason(error: &io::Error) -> String {
    visible(error.to_string().split(" (os error").next().unwrap_or_default()).to_lowercase()
}

/// Another attempt may help where the server is at fault.
async fn refused(mut response: Response) -> HttpError {
    let status = response.status();
    let region = response.headers().get("x-amz-bucket-region").and_then(|region| region.to_str().ok()).map(visible);
    let body = read(&mut response, MAX_REFUSAL).await.unwrap_or_default(); // without it there is still the status
    let again = status.is_server_error() || matches!(status.as_u16(), 408 | 429);
    let kind = if again { HttpErrorKind::Request } else { HttpErrorKind::Unknown };
    error(kind, Failure::Refused(Refusal { status: status.as_u16(), code: code(&body), region }))
}

/// A body of about so many octets at most.
async fn read(response: &mut Response, limit: usize) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while body.len() < limit
        && let Some(piece) = response.chunk().await?
    {
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// What stands between `<Code>` and `</Code>`.
fn code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (code, _) = text.split_once("<Code>")?.1.split_once("</Code>")?;
    let is_a_word = (1..=60).contains(&code.len()) && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
    is_a_word.then(|| code.to_owned())
}

/// The system's resolver, whose failure can be told from others.
struct Resolver;

#[derive(Debug)]
struct UnknownHost(String);

impl fmt::Display for UnknownHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name is not known")
    }
}

impl StdError for UnknownHost {}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let asked = tokio::task::spawn_blocking(move || (name.as_str(), 0).to_socket_addrs()).await.map_err(io::Error::other).flatten();
            match asked {
                Ok(addresses) => Ok(Box::new(addresses) as Addrs),
                Err(error) => Err(UnknownHost(reason(&error)).into()),
            }
        })
    }
}

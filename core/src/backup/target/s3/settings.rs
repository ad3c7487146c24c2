//! Which bucket at which server, as whom, and by which way: what the location says, and the variables that Amazon's own tools read.

use std::{env, net::IpAddr, path::PathBuf};

use object_store::path::Path as Key;
use reqwest::{NoProxy, Proxy, Url};
use zeroize::Zeroizing;

use crate::error::{Error, Result, disturbs};

/// The most octets of a prefix: together with a name they make a key, which has 1024 at most.
const MAX_PREFIX: usize = 700;

/// Nothing of this is ever shown but bucket, prefix, region and server.
pub(super) struct Settings {
    pub(super) bucket: String,
    /// Without a slash at its ends; empty for none.
    pub(super) prefix: String,
    pub(super) region: String,
    pub(super) endpoint: Url,
    /// The endpoint's host and port, for messages.
    pub(super) server: String,
    pub(super) key_id: String,
    pub(super) secret: Zeroizing<String>,
    pub(super) session: Option<Zeroizing<String>>,
    /// The only authorities to trust, in place of the system's.
    pub(super) authorities: Option<PathBuf>,
    pub(super) proxy: Option<Proxy>,
    /// Where files lie for a while.
    pub(super) temporary: PathBuf,
}

fn wrong(what: &'static str, why: impl Into<String>) -> Error {
    Error::InvalidArgument { what, why: why.into() }
}

impl Settings {
    /// `within` is what follows `s3://`. What of it is refused is never repeated: a secret may stand in it.
    pub(super) fn new(within: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let (bucket, prefix) = place(within)?;
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")).unwrap_or_else(|| "us-east-1".to_owned());
        if !region.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-') {
            return Err(wrong("AWS_REGION", "it is no region: small letters, digits and hyphens, as eu-central-1"));
        }
        let may_be_plain = variable("AWS_ALLOW_HTTP").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let endpoint = match variable("AWS_ENDPOINT_URL_S3").or_else(|| variable("AWS_ENDPOINT_URL")) {
            Some(given) => endpoint(&given, may_be_plain)?,
            None => {
                let china = if region.starts_with("cn-") { ".cn" } else { "" };
                let amazon = format!("https://s3.{region}.amazonaws.com{china}");
                Url::parse(&amazon).map_err(|_| wrong("AWS_REGION", "no server can be called after it"))?
            }
        };
        let credential = |name: &'static str| {
            let value = variable(name).ok_or_else(|| wrong(name, "it is not set; S3 is reached with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"))?;
            sound(name, value)
        };
        let proxy = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].iter().find_map(|name| variable(name));
        let proxy = proxy.map(|proxy| Proxy::https(proxy).map_err(|_| wrong("HTTPS_PROXY", "it is not the address of a proxy"))).transpose()?;
        let direct = variable("no_proxy").or_else(|| variable("NO_PROXY"));
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
            region,
            server: server(&endpoint),
            endpoint,
            key_id: credential("AWS_ACCESS_KEY_ID")?.to_string(),
            secret: credential("AWS_SECRET_ACCESS_KEY")?,
            session: variable("AWS_SESSION_TOKEN").map(|token| sound("AWS_SESSION_TOKEN", token)).transpose()?,
            authorities: variable("AWS_CA_BUNDLE").map(PathBuf::from),
            proxy: proxy.map(|proxy| proxy.no_proxy(direct.and_then(|direct| NoProxy::from_string(&direct)))),
            temporary: variable("TMPDIR").map_or_else(env::temp_dir, PathBuf::from),
        })
    }

    /// The place in a form that it is written in.
    pub(super) fn shown(&self) -> String {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        format!("s3://{}{slash}{}", self.bucket, self.prefix)
    }

    /// The key that a name has.
    pub(super) fn key(&self, name: &str) -> Result<Key> {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        Key::parse(format!("{}{slash}{name}", self.prefix)).map_err(|_| wrong("name", "no object can be called so"))
    }
}

/// Bucket and prefix.
fn place(within: &str) -> Result<(&str, &str)> {
    let refused = |why: &str| Err(wrong("location", format!("{why}; give it as s3://bucket/prefix")));
    let (bucket, prefix) = within.split_once('/').unwrap_or((within, ""));
    if bucket.contains(['@', ':']) {
        return refused(
            "credentials and ports do not belong into it, but into the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL",
        );
    }
    if within.contains(['?', '#']) {
        return refused("a question mark or a number sign stands in it");
    }
    let ends_well = |end: Option<u8>| end.is_some_and(|end| end.is_ascii_alphanumeric());
    let is_right = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'-' | b'_');
    if !(3..=63).contains(&bucket.len())
        || !bucket.bytes().all(is_right)
        || !ends_well(bucket.bytes().next())
        || !ends_well(bucket.bytes().next_back())
        || bucket.contains("..")
    {
        return refused("the name of a bucket has 3 to 63 letters, digits, dots and hyphens");
    }
    let prefix = prefix.trim_matches('/');
    if prefix.len() > MAX_PREFIX {
        return refused("the prefix is too long");
    }
    if !prefix.is_empty() && prefix.split('/').any(|part| part.is_empty() || part == "." || part == ".." || part.chars().any(disturbs)) {
        return refused("a part of the prefix is empty, of dots alone, or cannot be seen");
    }
    Ok((bucket, prefix))
}

/// What a person set, and what may stand in the head of a request.
fn sound(name: &'static str, value: String) -> Result<Zeroizing<String>> {
    let value = Zeroizing::new(value);
    if value.bytes().all(|letter| letter.is_ascii_graphic()) {
        Ok(value)
    } else {
        Err(wrong(name, "a blank or another strange character stands in it"))
    }
}

fn endpoint(given: &str, may_be_plain: bool) -> Result<Url> {
    let refused = |why: &str| Err(wrong("AWS_ENDPOINT_URL", why));
    let Ok(url) = Url::parse(given) else {
        return refused("it is not a URL, such as https://s3.example.com");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refused("credentials do not belong into it, but into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("a question mark or a number sign stands in it");
    }
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if may_be_plain || is_this_machine(&url) => Ok(url),
        "http" => refused("without TLS anybody on the way can change what is stored: give https://, or set AWS_ALLOW_HTTP to true"),
        _ => refused("it begins with neither https:// nor http://"),
    }
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn server(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

//! Downloads a complete document over HTTP.
//!
//! Redirects and compression are handled here and not by the HTTP library: each redirect is checked
//! before it is followed, and an incomplete body is detected however it is framed.

mod error;

use std::io::{self, Read};
use std::time::{Duration, Instant};

use connect_codegen_cli::progress::Progress;
use connect_codegen_cli::wording::size;
use flate2::read::MultiGzDecoder;
use ureq::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, ETAG, HeaderName, IF_NONE_MATCH, LOCATION, TRANSFER_ENCODING,
};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};
use url::Url;

pub use error::{Error, shown};
use error::{Kind, MAX_REDIRECTS};

/// The limits of a download.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time from sending the first byte to receiving the last one, redirects included.
    pub time: Duration,
    /// The size of the document after decompression.
    pub bytes: u64,
}

/// A complete document.
#[derive(Debug)]
pub struct Downloaded {
    /// The document, decompressed.
    pub bytes: Vec<u8>,
    /// The `ETag` of the response.
    pub etag: Option<String>,
}

/// Gets the document at `url`; `None` if its `ETag` is still the `known` one.
///
/// # Errors
/// Returns an error if the server cannot be reached, the status is not 200 (or 304 for a known
/// `ETag`), a redirect is rejected, or the document is incomplete or exceeds the limits.
pub fn get(url: &Url, limits: Limits, known: Option<&str>) -> Result<Option<Downloaded>, Error> {
    let mut progress = Progress::default();
    progress.show(format_args!(
        "connecting to {} …",
        url.host_str().unwrap_or_default()
    ));
    let (url, response) = follow(url, limits, known)?;
    let fail = |kind| Error::new(&url, kind);
    if known.is_some() && response.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    if response.status() != StatusCode::OK {
        return Err(fail(Kind::Status(response.status())));
    }
    let etag = header(&response, &ETAG);
    let bytes = read(response, limits, &mut progress).map_err(fail)?;
    Ok(Some(Downloaded { bytes, etag }))
}

/// Sends the request and follows redirects.
fn follow(url: &Url, limits: Limits, known: Option<&str>) -> Result<(Url, Response<Body>), Error> {
    let deadline = Instant::now() + limits.time;
    let agent = agent();
    let mut url = url.clone();
    for _ in 0..=MAX_REDIRECTS {
        let response = send(&agent, &url, deadline, known)
            .map_err(|error| Error::new(&url, Kind::from_request(error, limits.time)))?;
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok((url, response));
        }
        let location = header(&response, &LOCATION);
        let next = next_hop(&url, location.as_deref()).map_err(|kind| Error::new(&url, kind))?;
        url = next;
    }
    Err(Error::new(&url, Kind::TooManyRedirects))
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("connect-usage-xtask/", env!("CARGO_PKG_VERSION")))
        .accept("application/yaml, text/yaml, application/json, */*")
        .accept_encoding("gzip")
        .build()
        .new_agent()
}

fn send(
    agent: &Agent,
    url: &Url,
    deadline: Instant,
    known: Option<&str>,
) -> Result<Response<Body>, ureq::Error> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(ureq::Error::Timeout(ureq::Timeout::Global));
    }
    let mut request = agent.get(url.as_str());
    if let Some(etag) = known {
        request = request.header(IF_NONE_MATCH, etag);
    }
    request.config().timeout_global(Some(left)).build().call()
}

/// Returns the target of a redirect. Redirects from https to http are rejected.
fn next_hop(from: &Url, location: Option<&str>) -> Result<Url, Kind> {
    let rejected = |to: &str, why| Kind::Redirect {
        to: to.to_owned(),
        why,
    };
    let Some(location) = location else {
        return Err(rejected("", "it has no `Location` header"));
    };
    let to = from
        .join(location)
        .map_err(|_| rejected(location, "`Location` is not a URL"))?;
    match (from.scheme(), to.scheme()) {
        (_, "https") | ("http", "http") => Ok(to),
        ("https", "http") => Err(rejected(
            location,
            "redirects from https to http are not followed",
        )),
        _ => Err(rejected(location, "only http and https are followed")),
    }
}

fn header<T>(response: &Response<T>, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// Reads the complete body.
fn read(
    response: Response<Body>,
    limits: Limits,
    progress: &mut Progress,
) -> Result<Vec<u8>, Kind> {
    let encoding = header(&response, &CONTENT_ENCODING)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let chunked =
        header(&response, &TRANSFER_ENCODING).is_some_and(|value| value.contains("chunked"));
    let framed = chunked || response.headers().contains_key(CONTENT_LENGTH);
    let body = response.into_body().into_reader();
    let mut reader: Box<dyn Read> = match encoding.as_str() {
        // gzip has its own end and checksum, so an incomplete body is detected without framing.
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(body)),
        "" | "identity" if framed => Box::new(body),
        "" | "identity" => return Err(Kind::Unframed),
        _ => return Err(Kind::Encoding(encoding)),
    };
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Kind::from_body(error, bytes.len() as u64, limits.time)),
        };
        bytes.extend_from_slice(&buffer[..count]);
        if bytes.len() as u64 > limits.bytes {
            return Err(Kind::TooLarge(limits.bytes));
        }
        progress.show(format_args!("downloading … {}", size(bytes.len() as u64)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(from: &str, location: Option<&str>) -> Result<String, String> {
        next_hop(&Url::parse(from).unwrap(), location)
            .map(String::from)
            .map_err(|kind| match kind {
                Kind::Redirect { why, .. } => why.to_owned(),
                other => format!("{other:?}"),
            })
    }

    #[test]
    fn redirects_are_resolved_against_the_url_of_the_request() {
        assert_eq!(
            hop("https://a.example/x/y.yml", Some("z.yml")).unwrap(),
            "https://a.example/x/z.yml"
        );
        assert_eq!(
            hop("https://a.example/x", Some("//b.example/y")).unwrap(),
            "https://b.example/y"
        );
        assert_eq!(
            hop("http://a.example/x", Some("https://a.example/x")).unwrap(),
            "https://a.example/x"
        );
    }

    #[test]
    fn redirects_from_https_to_http_are_rejected() {
        let rejected = hop("https://a.example/x", Some("http://a.example/x")).unwrap_err();
        assert!(rejected.contains("from https to http"), "{rejected}");
    }

    #[test]
    fn other_redirects_are_rejected() {
        assert!(
            hop("http://a.example/x", Some("file:///etc/passwd"))
                .unwrap_err()
                .contains("only http")
        );
        assert!(
            hop("http://a.example/x", Some("http://"))
                .unwrap_err()
                .contains("not a URL")
        );
        assert!(
            hop("http://a.example/x", None)
                .unwrap_err()
                .contains("no `Location`")
        );
    }
}

//! Origins of URLs, and resolution of relative references.
//!
//! `http::Uri` is enough for that, and is part of every build; the crate `url` would add Unicode tables.
//! Host names beyond ASCII must be in their encoded form (`xn--…`).

use std::fmt;
use std::net::IpAddr;

use http::Uri;

/// Scheme, host and port: the server that a URL names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) scheme: String,
    /// In lower case; an IPv6 address is in brackets.
    pub(crate) host: String,
    /// `None` for the default port of the scheme.
    pub(crate) port: Option<u16>,
}

impl Origin {
    /// Returns the origin of a URL that has a host and no credentials; `None` for any other URL.
    pub(crate) fn of(url: &Uri) -> Option<Self> {
        let authority = url.authority()?;
        let scheme = url.scheme_str()?.to_ascii_lowercase();
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() || authority.as_str().contains('@') {
            return None;
        }
        let port = match authority.as_str().get(host.len()..)? {
            "" | ":" => None,
            _ => Some(authority.port_u16()?),
        };
        let default_port = match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        };
        Some(Self {
            scheme,
            host,
            port: port.filter(|it| Some(*it) != default_port),
        })
    }

    /// Returns whether the host is this machine: `localhost`, 127.0.0.0/8, `[::1]`.
    pub(crate) fn is_loopback(&self) -> bool {
        let address = self
            .host
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .unwrap_or(&self.host);
        self.host == "localhost" || address.parse().is_ok_and(|it: IpAddr| it.is_loopback())
    }
}

/// Formats the origin as the beginning of a URL: `https://x.example:8443`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// Parses an absolute URL that a request may be sent to: HTTPS, or HTTP to this machine, without
/// credentials.
pub(crate) fn absolute(url: &str) -> Option<Uri> {
    let base = Uri::from_static("https://invalid.invalid");
    let url = url.trim();
    let is_http = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    });
    let url = resolve(&base, url).filter(|_| is_http)?;
    let origin = Origin::of(&url)?;
    (origin.scheme == "https" || origin.is_loopback()).then_some(url)
}

/// Resolves a reference against `base` (RFC 3986, section 5.2). Characters that a URL cannot hold are
/// encoded, since some servers send them. A fragment is dropped. Returns `None` for an invalid URL, and for
/// one without a host or with credentials.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.trim();
    let reference = reference.split_once('#').map_or(reference, |(it, _)| it);
    let (path, query) = match reference.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (reference, None),
    };
    let scheme = base.scheme_str()?;
    let authority = base.authority()?.as_str();
    let mut url = if has_scheme(path) {
        path.to_owned()
    } else if path.starts_with("//") {
        format!("{scheme}:{path}")
    } else if path.starts_with('/') {
        format!("{scheme}://{authority}{}", without_dots(path))
    } else if path.is_empty() {
        format!("{scheme}://{authority}{}", base.path())
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(it, _)| it);
        let path = without_dots(&format!("{folder}/{path}"));
        format!("{scheme}://{authority}{path}")
    };
    // A reference without path and query has the query of the base.
    let query = if path.is_empty() {
        query.or(base.query())
    } else {
        query
    };
    if let Some(query) = query {
        url.push('?');
        url.push_str(query);
    }
    let url: Uri = encoded(&url).parse().ok()?;
    Origin::of(&url).is_some().then_some(url)
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
}

/// Removes the segments `.` and `..` from an absolute path.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if is_last {
            // A folder, whose path ends with a slash.
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

/// Percent-encodes the characters that a URL cannot hold: control characters, spaces, characters beyond
/// ASCII, and some punctuation.
fn encoded(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Option<Origin> {
        Origin::of(&url.parse().ok()?)
    }

    #[test]
    fn origins_are_compared_as_browsers_do() {
        let same = |one: &str, other: &str| origin(one).expect(one) == origin(other).expect(other);
        assert!(same("https://X.example/a", "HTTPS://x.EXAMPLE:443/b?c"));
        assert!(same("http://[::1]/", "http://[::1]:80"));
        assert!(!same("https://x.example", "http://x.example"));
        assert!(!same("https://x.example", "https://x.example:8443"));
        assert!(!same("https://x.example", "https://y.x.example"));
        for invalid in [
            "https://u@x.example",
            "https://u:p@x.example",
            "https://u:80@x:80",
            "/a",
            "https://:1",
            "https://x:99999",
        ] {
            assert_eq!(origin(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn loopback_hosts_are_recognized() {
        for (url, expected) in [
            ("http://localhost:1", true),
            ("http://127.8.0.1", true),
            ("http://[::1]", true),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
            ("http://0x7f.1", false),
        ] {
            assert_eq!(origin(url).expect(url).is_loopback(), expected, "{url}");
        }
    }

    /// The examples of RFC 3986, section 5.4, without fragments.
    #[test]
    fn references_are_resolved() {
        let base: Uri = "http://a/b/c/d;p?q".parse().expect("a URL");
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            ("g?y#s", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("https://h/ü x?y=\"1\"", "https://h/%C3%BC%20x?y=%221%22"),
        ] {
            let url = resolve(&base, reference).expect(reference);
            assert_eq!(url.to_string(), expected, "{reference}");
        }
        assert_eq!(resolve(&base, "http://:x"), None);
    }

    #[test]
    fn a_reference_cannot_hide_another_host() {
        let base: Uri = "https://api.example/a".parse().expect("a URL");
        for reference in ["/\\evil.example", "\\\\evil.example/b", "/%5Cevil.example"] {
            let url = resolve(&base, reference).expect(reference);
            assert_eq!(url.host(), Some("api.example"), "{reference}");
        }
        for reference in [
            "https://api.example\\@evil.example/",
            "//api.example@evil.example/",
        ] {
            assert_eq!(resolve(&base, reference), None, "{reference}");
        }
    }
}

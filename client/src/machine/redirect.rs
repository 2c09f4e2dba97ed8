//! Whether and where a response redirects a request.

use connect_runtime::{Method, Request, StatusCode};
use http::Uri;
use http::header::{HeaderMap, LOCATION};

use crate::address::{Origin, resolve};

/// The maximum number of redirects that an attempt follows.
pub(super) const MAX_REDIRECTS: u32 = 10;

/// What to do with a response.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The response is that of the call.
    Stay,
    /// The redirect to this URL is followed.
    Follow(Uri),
    /// The redirect is not safe to follow.
    Refuse(&'static str),
}

/// Decides what to do with a response. Redirects are followed only for calls that read: the body of another call would
/// have to be sent to the server that the API names, or be dropped.
pub(super) fn target(
    request: &Request,
    from: &Uri,
    status: StatusCode,
    headers: &HeaderMap,
) -> Target {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let redirects = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !reads || !redirects || request.returns_redirect() {
        return Target::Stay;
    }
    let Some(location) = headers.get(LOCATION) else {
        return Target::Stay;
    };
    let to = str::from_utf8(location.as_bytes())
        .ok()
        .and_then(|it| resolve(from, it));
    match to {
        None => Target::Refuse("its location is not a URL"),
        Some(to) if !is_safe(from, &to) => {
            Target::Refuse("its location is neither HTTPS nor a local HTTP URL")
        }
        Some(to) => Target::Follow(to),
    }
}

fn is_safe(from: &Uri, to: &Uri) -> bool {
    let Some(to) = Origin::of(to) else {
        return false;
    };
    match to.scheme.as_str() {
        "https" => true,
        "http" => from.scheme_str() == Some("http") && to.is_loopback(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_do_not_downgrade_to_plain_http() {
        let safe = |from: &str, to: &str| {
            let from: Uri = from.parse().expect("a URL");
            resolve(&from, to).is_some_and(|to| is_safe(&from, &to))
        };
        assert!(safe("https://x.example/a", "/b"));
        assert!(safe("https://x.example/a", "https://y.example/b"));
        assert!(safe("http://127.0.0.1:1/a", "http://localhost:2/b"));
        assert!(safe("http://127.0.0.1:1/a", "https://y.example/b"));
        assert!(!safe("https://x.example/a", "http://x.example/b"));
        assert!(!safe("https://x.example/a", "HTTP://x.example/b"));
        assert!(!safe("https://x.example/a", "http://127.0.0.1/b"));
        assert!(!safe("http://127.0.0.1:1/a", "http://y.example/b"));
        assert!(!safe("https://x.example/a", "file:///etc/passwd"));
        assert!(!safe("https://x.example/a", "https://u:p@y.example/b"));
    }
}

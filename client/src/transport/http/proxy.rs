//! Proxies: which one is used, and the tunnel through it.
//!
//! Every connection is a tunnel, since plain HTTP is used for this machine only, which is never called through a proxy.

use std::env;
use std::future::{Ready, ready};
use std::io;
use std::task::{Context, Poll};

use connect_runtime::Error;
use connect_runtime::driver::failure;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tower_service::Service;

use super::wire::BoxIo;
use crate::address::Origin;
use crate::network;

/// The rules by which a proxy is chosen.
pub(super) struct Proxies(Option<Matcher>);

impl Proxies {
    /// # Errors
    /// When a setting names no proxy that can be used. The message does not show it, since it may contain credentials.
    pub(super) fn new(setting: &network::Proxy) -> Result<Self, Error> {
        let matcher = match setting {
            network::Proxy::Off => None,
            network::Proxy::Url(url) => {
                check("the proxy of the builder", url)?;
                Some(Matcher::builder().all(url.trim()).build())
            }
            network::Proxy::Environment => Self::of_environment(variable)?,
        };
        Ok(Self(matcher))
    }

    fn of_environment(
        variable: impl Fn(&str) -> Result<Option<String>, Error>,
    ) -> Result<Option<Matcher>, Error> {
        let mut found = None;
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            if let Some(url) = variable(name)? {
                check(name, &url)?;
                found = Some(url);
                break;
            }
        }
        let Some(url) = found else {
            return Ok(None);
        };
        let excepted = match variable("NO_PROXY")? {
            Some(hosts) => Some(hosts),
            None => variable("no_proxy")?,
        };
        let rules = Matcher::builder().all(url);
        Ok(Some(rules.no(excepted.unwrap_or_default()).build()))
    }

    /// Returns the proxy for a URL, if there is one.
    pub(super) fn of(&self, uri: &Uri) -> Option<Proxy> {
        let matcher = self.0.as_ref()?;
        // For a proxy, localhost is another machine.
        if Origin::of(uri).is_some_and(|it| it.is_loopback()) {
            return None;
        }
        Proxy::new(matcher.intercept(uri)?)
    }
}

/// Returns the value of a variable, if it has one.
fn variable(name: &str) -> Result<Option<String>, Error> {
    let Some(value) = env::var_os(name) else {
        return Ok(None);
    };
    let Ok(value) = value.into_string() else {
        let message = format!("the environment variable {name} is not valid UTF-8");
        return Err(failure::configuration(message));
    };
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// Checks that a setting is the URL of a proxy, with nothing that would be read in another way than it is meant.
fn check(what: &str, url: &str) -> Result<(), Error> {
    let url = url.trim();
    let any = Uri::from_static("https://invalid.invalid");
    let matcher = Matcher::builder().all(url).build();
    let expected = "expected a URL such as http://proxy.example:3128";
    let message = if has_plain_credentials(url) {
        format!(
            "{what} has credentials that are not percent-encoded: write `@` as %40, `/` as %2F, `?` as %3F, `#` as %23, \
             and a space as %20"
        )
    } else if matcher.intercept(&any).and_then(Proxy::new).is_none() {
        format!(
            "{what} is not the URL of a proxy: {expected}, whose scheme is http, https, socks5, socks5h, socks4 or socks4a"
        )
    } else if has_path(url) {
        format!("{what} has a path, which means nothing to a proxy: {expected}")
    } else {
        return Ok(());
    };
    Err(failure::configuration(message))
}

/// Returns whether a user or a password has a character that must be percent-encoded. They are meant to end at the last
/// `@`.
fn has_plain_credentials(url: &str) -> bool {
    let credentials = without_scheme(url).rsplit_once('@').map(|it| it.0);
    credentials.is_some_and(|it| it.contains(['@', '/', '?', '#', '[', ']', ' ']))
}

/// Returns whether something follows the authority. (A slash alone does not count.)
fn has_path(url: &str) -> bool {
    let rest = without_scheme(url);
    let path = rest.find(['/', '?', '#']).map(|it| &rest[it..]);
    !matches!(path, None | Some("/"))
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// A proxy.
pub(super) struct Proxy {
    /// Scheme, host and port, without credentials.
    uri: Uri,
    kind: Kind,
    intercept: Intercept,
}

#[derive(Clone, Copy)]
enum Kind {
    /// HTTP with the method `CONNECT`.
    Http,
    Socks5,
    Socks4,
}

impl Proxy {
    fn new(intercept: Intercept) -> Option<Self> {
        let (kind, default_port) = match intercept.uri().scheme_str()? {
            "http" => (Kind::Http, 80),
            "https" => (Kind::Http, 443),
            "socks5" | "socks5h" => (Kind::Socks5, 1080),
            "socks4" | "socks4a" => (Kind::Socks4, 1080),
            _ => return None,
        };
        let authority = intercept.uri().authority()?;
        let port = match authority.as_str().get(authority.host().len()..)? {
            "" => default_port,
            _ => authority.port_u16()?,
        };
        if authority.host().is_empty() {
            return None;
        }
        let uri = with_authority(intercept.uri(), &format!("{}:{port}", authority.host()))?;
        Some(Self {
            uri,
            kind,
            intercept,
        })
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns host and port, for messages.
    pub(super) fn name(&self) -> &str {
        self.uri.authority().map_or("", Authority::as_str)
    }

    /// Asks the proxy, to which `io` is connected, for a connection to the server of a URL.
    ///
    /// # Errors
    /// A message, when the proxy refuses.
    pub(super) async fn tunnel(&self, io: BoxIo, uri: &Uri) -> Result<BoxIo, String> {
        let refused = |error: &dyn std::fmt::Display| {
            format!("the proxy {} opened no connection: {error}", self.name())
        };
        let target = self.target(uri).await?;
        let given = Given(Some(TokioIo::new(io)));
        let auth = self.intercept.raw_auth();
        let io = match self.kind {
            Kind::Http => {
                let mut tunnel = Tunnel::new(self.uri.clone(), given);
                if let Some(auth) = self.intercept.basic_auth() {
                    tunnel = tunnel.with_auth(auth.clone());
                }
                tunnel.call(target).await.map_err(|it| refused(&it))?
            }
            Kind::Socks5 => {
                let mut tunnel = SocksV5::new(self.uri.clone(), given);
                if let Some((user, password)) = auth {
                    tunnel = tunnel.with_auth(user.to_owned(), password.to_owned());
                }
                tunnel.call(target).await.map_err(|it| refused(&it))?
            }
            Kind::Socks4 => {
                let mut tunnel = SocksV4::new(self.uri.clone(), given);
                tunnel.call(target).await.map_err(|it| refused(&it))?
            }
        };
        Ok(io.into_inner())
    }

    /// Returns the URL that the proxy is asked for: with the port, and with an address if names are resolved here.
    async fn target(&self, uri: &Uri) -> Result<Uri, String> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(match uri.scheme() {
            Some(it) if *it == Scheme::HTTP => 80,
            _ => 443,
        });
        let resolves_here = matches!(self.uri.scheme_str(), Some("socks5" | "socks4"));
        let authority = match resolves_here && !host.starts_with('[') {
            false => format!("{host}:{port}"),
            true => {
                let only_v4 = matches!(self.kind, Kind::Socks4);
                let addresses = tokio::net::lookup_host((host, port)).await;
                let addresses = addresses.map_err(|error| error.to_string())?;
                let address = { addresses }.find(|it| it.is_ipv4() || !only_v4);
                address.ok_or("the host has no IPv4 address")?.to_string()
            }
        };
        with_authority(uri, &authority).ok_or_else(|| "the host is not valid".to_owned())
    }
}

/// Returns the origin of a URL with another host and port.
fn with_authority(uri: &Uri, authority: &str) -> Option<Uri> {
    let mut parts = http::uri::Parts::default();
    parts.scheme = uri.scheme().cloned();
    parts.authority = authority.parse().ok();
    parts.path_and_query = Some(PathAndQuery::from_static("/"));
    Uri::from_parts(parts).ok()
}

/// The connection to the proxy, where a tunnel expects something that connects.
struct Given(Option<TokioIo<BoxIo>>);

impl Service<Uri> for Given {
    type Response = TokioIo<BoxIo>;
    type Error = io::Error;
    type Future = Ready<io::Result<TokioIo<BoxIo>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let connection = self.0.take();
        ready(connection.ok_or_else(|| io::Error::other("the connection is in use")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_environment(variables: &[(&str, &str)]) -> Result<Proxies, Error> {
        let value = |name: &str| {
            let found = variables.iter().find(|it| it.0 == name);
            Ok(found.map(|it| it.1.to_owned()))
        };
        Proxies::of_environment(value).map(Proxies)
    }

    fn name(proxies: &Proxies, url: &str) -> Option<String> {
        let proxy = proxies.of(&url.parse().expect("a URL"));
        proxy.map(|it| {
            format!(
                "{}://{}",
                it.uri.scheme_str().unwrap_or_default(),
                it.name()
            )
        })
    }

    #[test]
    fn the_first_variable_counts() {
        let all = ("ALL_PROXY", "socks5h://u:secret@p.example");
        let proxies = of_environment(&[all, ("HTTP_PROXY", "nonsense://")]).expect("a proxy");
        let proxy = name(&proxies, "https://api.example/x");
        assert_eq!(proxy.as_deref(), Some("socks5h://p.example:1080"));
        let proxies = of_environment(&[all, ("https_proxy", "q.example")]).expect("a proxy");
        let proxy = name(&proxies, "https://api.example/x");
        assert_eq!(proxy.as_deref(), Some("http://q.example:80"));
        let proxies = of_environment(&[]).expect("no proxy");
        assert_eq!(name(&proxies, "https://api.example/x"), None);
    }

    #[test]
    fn excepted_hosts_and_this_machine_are_called_directly() {
        let proxies = of_environment(&[
            ("HTTPS_PROXY", "https://p.example"),
            ("NO_PROXY", "internal.example, 10.0.0.0/8"),
        ])
        .expect("a proxy");
        for (url, is_proxied) in [
            ("https://api.example", true),
            ("https://internal.example", false),
            ("https://x.internal.example:8443", false),
            ("https://10.1.2.3", false),
            ("https://11.1.2.3", true),
            ("https://localhost", false),
            ("https://127.0.0.1:1", false),
            ("https://[::1]", false),
        ] {
            let expected = is_proxied.then(|| "https://p.example:443".to_owned());
            assert_eq!(name(&proxies, url), expected, "{url}");
        }
    }

    #[test]
    fn credentials_that_are_not_encoded_are_refused() {
        for url in [
            "http://u:sec@ret@p.example:3128",
            "http://u@corp:secret@p.example",
            "u:sec@ret@p.example",
            "socks5h://u:12/secret@p.example",
            "http://u:secret/x@p.example",
            "http://u:12?secret@p.example",
            "http://u:12#secret@p.example",
            "http://u:secret#@p.example",
            "http://u:secret[@p.example",
            "http://u:secret x@p.example",
        ] {
            let error = of_environment(&[("ALL_PROXY", url)]).err().expect(url);
            let text = format!("{error} {error:?}");
            let expected = "ALL_PROXY has credentials that are not percent-encoded";
            assert!(text.contains(expected), "{url}: {text}");
            assert!(text.contains("%40") && !text.contains("secret"), "{text}");
            assert!(!text.contains("p.example"), "{text}");
            let explicit = Proxies::new(&network::Proxy::Url(format!(" {url}\n")));
            assert!(explicit.is_err(), "{url}");
        }
        for url in [
            "http://u%40corp:s%2F%3f%23%40:x!$%@p.example/",
            "u:@p.example",
        ] {
            of_environment(&[("ALL_PROXY", url)]).expect(url);
        }
    }

    #[test]
    fn a_path_is_refused() {
        for url in [
            "http://p.example/secret",
            "http://p.example?secret",
            "http://u:x@p.example:1/#secret",
        ] {
            let error = of_environment(&[("ALL_PROXY", url)]).err().expect(url);
            let text = format!("{error} {error:?}");
            assert!(text.contains("ALL_PROXY has a path"), "{text}");
            assert!(!text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn an_unusable_setting_is_an_error_that_names_it() {
        for url in [
            "ftp://u:secret@p.example",
            "http://u:secret@p.example:99999",
            "http://u:secret@",
            "http://u:secret@p q",
            "secret:x:y",
        ] {
            let error = of_environment(&[("HTTPS_PROXY", url)]).err().expect(url);
            let text = format!("{error} {error:?}");
            assert!(
                text.contains("HTTPS_PROXY is not the URL of a proxy"),
                "{text}"
            );
            assert!(!text.contains("secret"), "{text}");
            let explicit = Proxies::new(&network::Proxy::Url(url.to_owned()));
            assert!(explicit.is_err(), "{url}");
        }
    }
}

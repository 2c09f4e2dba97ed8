//! Proxies of the builder.
#![cfg(feature = "transport")]

mod support;

use connect_usage::ErrorKind;
use support::any::{AnyBuilder, Kind, with_each};
use support::tls::{Encrypted, Identity, Proxy, sends, upload};
use support::{SECRET, printed};

/// A builder for `https://api.example`, which only the proxy knows.
fn through(kind: Kind, server: &Encrypted, proxy: &str) -> AnyBuilder {
    kind.builder("https://api.example")
        .add_root_certificates_pem(&server.identity.certificate)
        .proxy(proxy)
}

#[test]
fn a_proxy_of_the_builder_gets_its_credentials() {
    with_each(|kind| {
        let server = Encrypted::start();
        let proxy = Proxy::http(server.port, "200 OK");
        let url = format!("http://user:{SECRET}%21@127.0.0.1:{}", proxy.port);
        let builder = through(kind, &server, &url);
        assert!(!format!("{builder:?}").contains(SECRET), "{builder:?}");
        sends(builder);
        let head = proxy.requests().remove(0).to_lowercase();
        // user:c10be9d7!
        let credentials = "proxy-authorization: basic dxnlcjpjmtbiztlknye=\r\n";
        assert!(head.contains(credentials), "{head}");

        let url = |scheme: &str, port| format!("{scheme}://user:{SECRET}@127.0.0.1:{port}");
        let proxy = Proxy::socks5(server.port, Some(("user", SECRET)));
        sends(through(kind, &server, &url("socks5h", proxy.port)));
        // Names are resolved here.
        let localhost = url("socks5", proxy.port);
        let error = through(kind, &server, &localhost).base_url("https://api.invalid");
        let error = error
            .build()
            .send(upload(vec![1]))
            .expect_err("no such host");
        assert!(!error.may_have_been_processed(), "{}", printed(&error));
        assert_eq!(proxy.requests(), ["api.example:443"]);
    });
}

#[test]
fn a_proxy_can_be_connected_to_by_tls() {
    with_each(|kind| {
        let server = Encrypted::start();
        let identity = Identity::of(&["localhost"]);
        let proxy = Proxy::https(server.port, &identity);
        let url = format!("https://localhost:{}", proxy.port);
        let trusting =
            through(kind, &server, &url).add_root_certificates_pem(&identity.certificate);
        sends(trusting);
        let error = through(kind, &server, &url).build().send(upload(vec![1]));
        let error = error.expect_err("not trusted");
        let expected = format!("TLS with the proxy localhost:{}", proxy.port);
        assert!(error.to_string().contains(&expected), "{error}");
        assert!(!error.is_retryable(), "{}", printed(&error));
    });
}

/// Nothing of the call is sent before the connection is there.
#[test]
fn a_failing_proxy_is_named_as_the_proxy() {
    with_each(|kind| {
        let server = Encrypted::start();
        let refusing = Proxy::http(server.port, "502 Bad Gateway");
        let asking = Proxy::http(server.port, "407 Proxy Authentication Required");
        let socks = Proxy::socks5(server.port, Some(("user", "another")));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let free = listener.local_addr().expect("an address").port();
        drop(listener);
        let local = |port| format!("127.0.0.1:{port}");
        for (scheme, host, expected) in [
            ("http", local(refusing.port), "opened no connection"),
            ("http", local(asking.port), "authorization required"),
            ("socks5h", local(socks.port), "opened no connection"),
            ("http", local(free), "cannot reach the proxy"),
            (
                "http",
                "proxy.invalid:3128".to_owned(),
                "cannot reach the proxy",
            ),
        ] {
            let url = format!("{scheme}://user:{SECRET}@{host}");
            let client = through(kind, &server, &url).build();
            let error = client.send(upload(vec![1])).expect_err("no connection");
            let text = printed(&error);
            assert!(text.contains(&format!("the proxy {host}")), "{text}");
            assert!(text.contains(expected), "{text}");
            assert!(!text.contains(SECRET), "{text}");
            assert!(error.is_retryable(), "nothing was sent: {text}");
        }
        assert_eq!(server.connections(), 0);
    });
}

/// Whether a write or a read meets the reset first is a matter of chance.
#[test]
fn a_proxy_that_resets_the_connection_is_named_as_the_proxy() {
    use connect_usage::Timeouts;
    with_each(|kind| {
        let server = Encrypted::start();
        let proxy = Proxy::resetting();
        for scheme in ["http", "https", "socks5h", "socks4a"] {
            let url = format!("{scheme}://127.0.0.1:{}", proxy.port);
            let limit = Timeouts::new().connect(std::time::Duration::from_secs(5));
            let client = through(kind, &server, &url).timeouts(limit).build();
            for _ in 0..20 {
                let error = client.send(upload(vec![1])).expect_err("no connection");
                let text = printed(&error);
                assert_eq!(error.kind(), ErrorKind::Transport, "{scheme}: {text}");
                let name = format!("the proxy 127.0.0.1:{}", proxy.port);
                assert!(text.contains(&name), "{scheme}: {text}");
                assert!(error.is_retryable(), "nothing was sent: {text}");
            }
        }
    });
}

#[test]
fn a_proxy_that_does_not_respond_is_named_as_the_proxy() {
    use connect_usage::{TimeLimit, Timeouts};
    with_each(|kind| {
        let server = Encrypted::start();
        let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = silent.local_addr().expect("an address");
        let limit = Timeouts::new().connect(std::time::Duration::from_millis(100));
        let builder = through(kind, &server, &format!("http://{address}")).timeouts(limit);
        let error = support::any::fails(&builder.build(), upload(vec![1]), TimeLimit::Connect);
        assert!(
            error.to_string().contains(&format!("the proxy {address}")),
            "{error}"
        );
    });
}

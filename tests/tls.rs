//! TLS: which certificates are trusted, and that nothing is sent to other servers.
#![cfg(feature = "transport")]

mod support;

use std::path::Path;
use std::process::{self, Command};
use std::sync::Arc;

use connect_usage::ErrorKind;
use support::any::{Kind, with_each};
use support::tls::{Encrypted, Identity, Proxy, sends, upload};
use support::{SECRET, get, printed};

/// Marks the child process, and names the client that it uses.
const CHILD: &str = "CONNECT_USAGE_TEST_CHILD";
const URL: &str = "CONNECT_USAGE_TEST_URL";

/// Runs a test again in a child process whose system trusts the server. An environment variable, which belongs to the
/// whole process, sets what the system trusts.
fn run_trusting(server: &Encrypted, kind: Kind, test: &str, url: &str, variables: &[(&str, &str)]) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{kind:?}.pem"));
    std::fs::write(&path, &server.identity.certificate).expect("a file");
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    for name in ["NO_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command
        .args(["--exact", test])
        .env("SSL_CERT_FILE", &path)
        .env_remove("SSL_CERT_DIR")
        .envs(variables.iter().copied())
        .env(CHILD, format!("{kind:?}"))
        .env(URL, url)
        .output()
        .expect("a child");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
}

/// Returns the client and the URL, if this is the child process.
fn child() -> Option<(Kind, String)> {
    let child = std::env::var(CHILD).ok()?;
    let kind = Kind::ALL.iter().find(|it| format!("{it:?}") == child);
    let url = std::env::var(URL).expect("a URL");
    Some((*kind.expect("a kind of client"), url))
}

#[test]
fn certificates_of_the_system_are_trusted() {
    if let Some((kind, url)) = child() {
        let client = kind.builder(&url).build();
        assert_eq!(
            client.send(get().returns_text()).expect("a response"),
            "0 0"
        );
        let bytes: Vec<u8> = (0..1_000_000).map(|it| (it % 251) as u8).collect();
        let sum: u64 = bytes.iter().map(|it| u64::from(*it)).sum();
        let response = client.send(upload(bytes)).expect("a response");
        assert_eq!(response, format!("1000000 {sum}"));
        return;
    }
    with_each(|kind| {
        let server = Encrypted::start();
        let url = format!("https://localhost:{}", server.port);
        // Nothing listens there: a proxy is not used for this machine.
        let variables = [("HTTPS_PROXY", "http://127.0.0.1:9")];
        run_trusting(
            &server,
            kind,
            "certificates_of_the_system_are_trusted",
            &url,
            &variables,
        );
        assert_eq!(server.connections(), 1, "it is kept");
    });
}

#[test]
fn a_proxy_of_the_environment_is_used_and_sees_no_secret() {
    if let Some((kind, url)) = child() {
        let client = kind.builder(&url).build();
        let secret = get().query("q", SECRET).returns_text();
        assert_eq!(client.send(secret).expect("a response"), "0 0");
        assert_eq!(client.send(upload(vec![7; 3])).expect("a response"), "3 21");
        return;
    }
    with_each(|kind| {
        let server = Encrypted::start();
        let test = "a_proxy_of_the_environment_is_used_and_sees_no_secret";
        let url = "https://api.example";
        let http = Proxy::http(server.port, "200 OK");
        let address = format!("http://127.0.0.1:{}", http.port);
        run_trusting(&server, kind, test, url, &[("HTTPS_PROXY", &address)]);
        let requests = http.requests();
        let [head] = &requests[..] else {
            panic!("not one connection: {requests:?}")
        };
        assert!(
            head.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(!head.contains(SECRET), "{head}");
        assert_eq!(server.connections(), 1);

        let socks = Proxy::socks5(server.port, None);
        let address = format!("socks5h://127.0.0.1:{}", socks.port);
        run_trusting(&server, kind, test, url, &[("all_proxy", &address)]);
        assert_eq!(socks.requests(), ["api.example:443"]);
    });
}

/// The child finds no such host, since it asks no proxy.
#[test]
fn excepted_hosts_are_called_directly() {
    if let Some((kind, url)) = child() {
        let client = kind.builder(&url).build();
        let error = client.send(get().returns_text()).expect_err("no host");
        assert!(!error.to_string().contains("proxy"), "{error}");
        return;
    }
    with_each(|kind| {
        let server = Encrypted::start();
        let proxy = Proxy::http(server.port, "200 OK");
        let address = format!("http://127.0.0.1:{}", proxy.port);
        let variables = [
            ("HTTPS_PROXY", address.as_str()),
            ("NO_PROXY", "x.example,api.invalid"),
        ];
        let test = "excepted_hosts_are_called_directly";
        run_trusting(&server, kind, test, "https://api.invalid", &variables);
        assert!(proxy.requests().is_empty());
    });
}

#[test]
fn an_unusable_proxy_of_the_environment_is_an_error_of_the_builder() {
    if let Some((kind, url)) = child() {
        let error = kind.builder(&url).try_build().expect_err("no proxy");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = printed(&error);
        assert!(
            text.contains("HTTPS_PROXY is not the URL of a proxy"),
            "{text}"
        );
        assert!(!text.contains(SECRET), "{text}");
        kind.builder(&url).no_proxy().build();
        return;
    }
    with_each(|kind| {
        let server = Encrypted::start();
        let address = format!("gopher://user:{SECRET}@127.0.0.1");
        let variables = [("HTTPS_PROXY", address.as_str())];
        let test = "an_unusable_proxy_of_the_environment_is_an_error_of_the_builder";
        run_trusting(&server, kind, test, "https://api.example", &variables);
    });
}

#[test]
fn additional_root_certificates_are_trusted() {
    with_each(|kind| {
        let (server, other) = (Encrypted::start(), Encrypted::start());
        let builder = kind
            .builder(&server.url())
            .add_root_certificates_pem(&other.identity.certificate)
            .add_root_certificates_pem(&server.identity.certificate);
        sends(builder.clone());
        sends(builder.base_url(&other.url()));
        let both = format!(
            "{}{}",
            server.identity.certificate, other.identity.certificate
        );
        sends(kind.builder(&other.url()).add_root_certificates_pem(&both));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("roots-{kind:?}.pem"));
        std::fs::write(&path, both).expect("a file");
        sends(kind.builder(&other.url()).add_root_certificates_file(&path));
    });
}

#[test]
fn an_early_refusal_is_seen_through_tls() {
    with_each(|kind| {
        let server = Encrypted::refusing();
        let client = kind
            .builder(&server.url())
            .add_root_certificates_pem(&server.identity.certificate)
            .build();
        for size in [1000, 300_000, 10_000_000] {
            for run in 0..20 {
                let error = client.send(upload(vec![7; size])).expect_err("refused");
                let status = error.status().map(|it| it.as_u16());
                let text = printed(&error);
                assert_eq!(status, Some(413), "{size} bytes, run {run}: {text}");
                assert_eq!(error.body(), b"too large");
            }
        }
    });
}

#[test]
fn a_client_certificate_is_presented() {
    with_each(|kind| {
        let identity = Identity::of(&["client.example"]);
        let server = Encrypted::requiring(Some(&identity));
        let builder = kind
            .builder(&server.url())
            .add_root_certificates_pem(&server.identity.certificate);
        let presenting = |it: &Identity| {
            builder
                .clone()
                .client_certificate_pem(&it.certificate, &it.key)
        };
        sends(presenting(&identity));
        let stranger = Identity::of(&["client.example"]);
        for builder in [builder.clone(), presenting(&stranger)] {
            let error = builder.build().send(upload(vec![1])).expect_err("refused");
            let text = printed(&error);
            assert!(text.contains("client_certificate_pem"), "{text}");
            assert!(!error.is_retryable(), "{text}");
            assert!(!error.may_have_been_processed(), "{text}");
        }
    });
}

#[test]
fn a_configuration_of_tls_replaces_the_settings() {
    with_each(|kind| {
        let server = Encrypted::start();
        let mut roots = rustls::RootCertStore::empty();
        roots.add(server.identity.der()).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let builder = kind.builder(&server.url()).tls_config(config);
        sends(builder.clone());
        let it = &server.identity;
        for (both, other) in [
            (
                builder.clone().add_root_certificates_pem(&it.certificate),
                "add_root_certificates_pem",
            ),
            (
                builder
                    .clone()
                    .add_root_certificates_file(Path::new("/no/such.pem")),
                "add_root_certificates_file",
            ),
            (
                builder.client_certificate_pem(&it.certificate, &it.key),
                "client_certificate_pem",
            ),
        ] {
            let text = both.try_build().expect_err("two settings").to_string();
            let expected = format!("`tls_config` replaces `{other}` of the builder");
            assert!(text.contains(&expected), "{text}");
        }
    });
}

#[test]
fn unusable_settings_are_errors_of_the_builder() {
    with_each(|kind| {
        let builder = kind.builder("https://api.example");
        let one = Identity::of(&["x.example"]);
        let other = Identity::of(&["x.example"]);
        let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
        let der = std::env::temp_dir().join(format!("connect-usage-tls-{}.der", process::id()));
        std::fs::write(&der, one.der()).expect("a file");
        let pem = |it: &str| builder.clone().add_root_certificates_pem(it);
        let client = |chain: &str, key: &str| builder.clone().client_certificate_pem(chain, key);
        for (builder, expected) in [
            (
                pem("no PEM"),
                "root certificates: there is no `-----BEGIN CERTIFICATE",
            ),
            (pem(broken), "root certificates: the text is not valid PEM"),
            (
                builder
                    .clone()
                    .add_root_certificates_file(Path::new("/no/such.pem")),
                "cannot read `/no/such.pem`",
            ),
            (
                builder.clone().add_root_certificates_file(&der),
                "expected PEM, but this looks like DER",
            ),
            (client("", &one.key), "the client certificate: there is no"),
            (client(&one.certificate, ""), "is not a PEM key"),
            (
                client(&one.certificate, &other.key),
                "cannot use the client certificate",
            ),
            (
                builder.clone().proxy("p.example:port"),
                "is not the URL of a proxy",
            ),
            (
                builder
                    .clone()
                    .proxy(&format!("ftp://u:{SECRET}@p.example")),
                "is not the URL of a proxy",
            ),
        ] {
            let text = format!("{builder:?}");
            assert!(
                !text.contains(SECRET) && !text.contains("PRIVATE"),
                "{text}"
            );
            let error = builder.try_build().expect_err(expected);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let text = printed(&error);
            assert!(text.contains(expected), "{text}");
            assert!(!text.contains(SECRET), "{text}");
        }
        std::fs::remove_file(der).expect("removed");
    });
}

#[test]
fn nothing_is_sent_to_an_untrusted_server() {
    with_each(|kind| {
        let server = Encrypted::start();
        for (host, advice) in [
            ("localhost", "add_root_certificates_pem"),
            ("127.0.0.1", "certificate"),
        ] {
            let url = format!("https://{host}:{}", server.port);
            let policy = connect_usage::retry::Policy::new();
            let client = kind.builder(&url).retry(policy).build();
            let error = client.send(upload(vec![1])).expect_err("not trusted");
            let text = printed(&error);
            assert_eq!(error.kind(), ErrorKind::Transport, "{text}");
            assert!(!error.may_have_been_processed(), "nothing was sent: {text}");
            assert!(!error.is_retryable(), "it would fail again: {text}");
            assert_eq!(error.attempts(), 1, "{text}");
            assert!(error.to_string().contains(advice), "{error}");
        }
        let trusting = kind
            .builder(&format!("https://127.0.0.1:{}", server.port))
            .add_root_certificates_pem(&server.identity.certificate);
        let error = trusting
            .build()
            .send(upload(vec![1]))
            .expect_err("another name");
        assert!(
            error.to_string().contains("check the host of the URL"),
            "{error}"
        );
    });
}

/// A server can have a certificate for hundreds of names, which are its own business.
#[test]
fn the_names_of_a_certificate_are_not_shown() {
    with_each(|kind| {
        for count in [3, 300] {
            let names: Vec<_> = (0..count).map(|it| format!("n{it}.example")).collect();
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            let server = Encrypted::with(Identity::of(&names), None);
            let client = kind
                .builder(&server.url())
                .add_root_certificates_pem(&server.identity.certificate)
                .build();
            let error = client.send(upload(vec![1])).expect_err("another name");
            let text = printed(&error);
            let expected = "TLS with localhost: the certificate is not valid for localhost; check";
            assert!(text.contains(expected), "{text}");
            assert!(!text.contains("n1.example"), "{text}");
            assert!(!error.is_retryable(), "{text}");
        }
    });
}

#[test]
fn a_port_without_tls_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            use std::io::{Read, Write};
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.read(&mut [0; 4096]);
        }
    });
    with_each(|kind| {
        let client = kind.builder(&format!("https://localhost:{port}")).build();
        let error = client.send(upload(vec![1])).expect_err("no TLS");
        let text = error.to_string();
        assert!(
            text.ends_with("; the server does not speak TLS at this port"),
            "{text}"
        );
        assert!(!error.may_have_been_processed(), "{text}");
    });
}

/// A custom transport would ignore them.
#[test]
fn settings_of_the_default_transport_exclude_another_transport() {
    use connect_usage::transport::HttpTransport;
    let builder = || connect_usage::Client::builder().api_key(support::key());
    let transport = || HttpTransport::without_proxy().expect("a transport");
    builder().transport(transport()).build().expect("a client");
    for (builder, name) in [
        (builder().no_proxy(), "`no_proxy`"),
        (builder().proxy("http://p.example"), "`proxy`"),
        (
            builder().add_root_certificates_pem(""),
            "`add_root_certificates_pem`",
        ),
        (
            builder().add_root_certificates_file("x.pem"),
            "`add_root_certificates_file`",
        ),
        (
            builder().client_certificate_pem("", ""),
            "`client_certificate_pem`",
        ),
        (
            builder().pool_idle_timeout(std::time::Duration::ZERO),
            "`pool_idle_timeout`",
        ),
    ] {
        let error = builder.transport(transport()).build().expect_err(name);
        assert!(error.to_string().contains(name), "{error}");
    }
}

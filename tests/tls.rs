//! TLS: which certificates are trusted, and that nothing is sent to other servers.
#![cfg(feature = "transport")]

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use connect_usage::{Call, ErrorKind, Upload};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::any::{Kind, with_each};
use support::{SECRET, get, post, printed};

/// A server with a certificate for `localhost` and `api.example`. It responds with the lengths of the bodies.
struct Encrypted {
    port: u16,
    certificate: String,
    connections: Arc<AtomicUsize>,
}

impl Encrypted {
    fn start() -> Self {
        let names = vec!["localhost".to_owned(), "api.example".to_owned()];
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(names).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("a configuration");
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::Relaxed);
                let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
                std::thread::spawn(move || serve(StreamOwned::new(connection, stream)));
            }
        });
        Self {
            port,
            certificate: cert.pem(),
            connections,
        }
    }
}

fn serve(mut stream: StreamOwned<ServerConnection, TcpStream>) -> std::io::Result<()> {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        let sum: u64 = body.iter().map(|it| u64::from(*it)).sum();
        let text = format!("{length} {sum}");
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}",
            text.len()
        )?;
        stream.flush()?;
    }
}

fn upload(bytes: Vec<u8>) -> Call<String> {
    let upload = Upload::bytes(bytes);
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}

/// Marks the child process, and names the client that it uses.
const CHILD: &str = "CONNECT_USAGE_TEST_CHILD";
const URL: &str = "CONNECT_USAGE_TEST_URL";

/// Runs a test again in a child process whose system trusts the server. An environment variable, which belongs to the
/// whole process, sets what the system trusts.
fn run_trusting(server: &Encrypted, kind: Kind, test: &str, url: &str, proxy: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{kind:?}.pem"));
    std::fs::write(&path, &server.certificate).expect("a file");
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", test])
        .env("SSL_CERT_FILE", &path)
        .env_remove("SSL_CERT_DIR")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env("HTTPS_PROXY", proxy)
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
        let proxy = "http://127.0.0.1:9";
        run_trusting(
            &server,
            kind,
            "certificates_of_the_system_are_trusted",
            &url,
            proxy,
        );
        assert_eq!(server.connections.load(Ordering::Relaxed), 1, "it is kept");
    });
}

/// Starts a proxy that forwards all connections to one port, and records the requests to it.
fn proxy(port: u16) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let own = listener.local_addr().expect("an address").port();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let heads = Arc::clone(&requests);
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|it| it == 1) {
                head.extend(byte);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            heads.lock().expect("no test has failed").push(head);
            let mut server = TcpStream::connect(("127.0.0.1", port)).expect("the server");
            let _ = client.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            let mut back = (server.try_clone(), client.try_clone());
            std::thread::spawn(move || std::io::copy(&mut client, &mut server));
            std::thread::spawn(move || {
                if let (Ok(server), Ok(client)) = (&mut back.0, &mut back.1) {
                    let _ = std::io::copy(server, client);
                }
            });
        }
    });
    (own, requests)
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
        let (port, requests) = proxy(server.port);
        let proxy = format!("http://127.0.0.1:{port}");
        let test = "a_proxy_of_the_environment_is_used_and_sees_no_secret";
        run_trusting(&server, kind, test, "https://api.example", &proxy);
        let requests = requests.lock().expect("no test has failed");
        let [head] = &requests[..] else {
            panic!("not one connection: {requests:?}")
        };
        assert!(
            head.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(!head.contains(SECRET), "{head}");
        assert_eq!(server.connections.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn nothing_is_sent_to_an_untrusted_server() {
    with_each(|kind| {
        let server = Encrypted::start();
        for host in ["localhost", "127.0.0.1"] {
            let url = format!("https://{host}:{}", server.port);
            let client = kind.builder(&url).build();
            let error = client.send(upload(vec![1])).expect_err("not trusted");
            assert_eq!(error.kind(), ErrorKind::Transport, "{}", printed(&error));
            assert!(
                error.is_retryable(),
                "nothing was sent: {}",
                printed(&error)
            );
            assert!(error.to_string().contains("certificate"), "{error}");
        }
    });
}

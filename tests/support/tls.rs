//! Servers with TLS, and proxies.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use connect_usage::{Call, Upload};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::any::AnyBuilder;
use super::post;

/// A certificate and its key, as PEM.
#[derive(Clone)]
pub struct Identity {
    pub certificate: String,
    pub key: String,
}

impl Identity {
    pub fn of(names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|it| (*it).to_owned()).collect();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(names).expect("a certificate");
        Self {
            certificate: cert.pem(),
            key: signing_key.serialize_pem(),
        }
    }

    pub fn der(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(self.certificate.as_bytes()).expect("a certificate")
    }

    /// Returns the configuration of a server that has this certificate, and requires one of its clients if that is
    /// given.
    pub fn server(&self, client: Option<&Self>) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("versions");
        let builder = match client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let mut roots = RootCertStore::empty();
                roots.add(client.der()).expect("a root certificate");
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build();
                builder.with_client_cert_verifier(verifier.expect("a verifier"))
            }
        };
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).expect("a key");
        builder
            .with_single_cert(vec![self.der()], key)
            .expect("a configuration")
    }
}

/// A server with a certificate for `localhost` and `api.example`. It responds with the lengths of the bodies.
pub struct Encrypted {
    pub port: u16,
    pub identity: Identity,
    connections: Arc<AtomicUsize>,
}

impl Encrypted {
    pub fn start() -> Self {
        Self::requiring(None)
    }

    /// Starts a server that requires a certificate of its clients, if one is given.
    pub fn requiring(client: Option<&Identity>) -> Self {
        Self::with(Identity::of(&["localhost", "api.example"]), client)
    }

    /// Starts a server with another certificate.
    pub fn with(identity: Identity, client: Option<&Identity>) -> Self {
        let config = Arc::new(identity.server(client));
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        let port = listen(move |stream| {
            count.fetch_add(1, Ordering::Relaxed);
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            serve(StreamOwned::new(connection, stream))
        });
        Self {
            port,
            identity,
            connections,
        }
    }

    /// Starts a server that refuses each request after its head, and closes the connection.
    pub fn refusing() -> Self {
        let identity = Identity::of(&["localhost"]);
        let config = Arc::new(identity.server(None));
        let port = listen(move |stream| {
            // The reset would discard a response that waits until session tickets have been acknowledged.
            stream.set_nodelay(true)?;
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            let mut stream = StreamOwned::new(connection, stream);
            head(&mut stream)?;
            stream.write_all(b"HTTP/1.1 413 No\r\nContent-Length: 9\r\n\r\ntoo large")?;
            stream.flush()
        });
        Self {
            port,
            identity,
            connections: Arc::default(),
        }
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Serves each connection in a thread, and returns the port.
fn listen(serve: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Reads a head, and returns it without the rest of the request.
fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn serve(mut stream: StreamOwned<ServerConnection, TcpStream>) -> io::Result<()> {
    loop {
        let head = head(&mut stream)?.to_lowercase();
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

/// A proxy that forwards all connections to one port, and records what it is asked for.
pub struct Proxy {
    pub port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts an HTTP proxy, which responds with this status line.
    pub fn http(target: u16, status: &'static str) -> Self {
        Self::start(move |client, log| {
            log(head(client)?);
            write!(client, "HTTP/1.1 {status}\r\n\r\n")?;
            match status.starts_with("200") {
                true => forward(client, target),
                false => Ok(()),
            }
        })
    }

    /// Starts a proxy that resets every connection.
    pub fn resetting() -> Self {
        let requests = Arc::default();
        let port = listen(|stream| {
            connect_fake::server::reset(stream);
            Ok(())
        });
        Self { port, requests }
    }

    /// Starts an HTTP proxy that is connected to by TLS.
    pub fn https(target: u16, identity: &Identity) -> Self {
        let config = Arc::new(identity.server(None));
        Self::start(move |client, log| {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            let mut tls = StreamOwned::new(connection, client.try_clone()?);
            log(head(&mut tls)?);
            tls.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            let server = TcpStream::connect(("127.0.0.1", target))?;
            shovel(tls, server)
        })
    }

    /// Starts a SOCKS5 proxy, which requires these credentials if they are given.
    pub fn socks5(target: u16, credentials: Option<(&'static str, &'static str)>) -> Self {
        Self::start(move |client, log| {
            let mut start = [0; 2];
            client.read_exact(&mut start)?;
            let mut methods = vec![0; usize::from(start[1])];
            client.read_exact(&mut methods)?;
            let method = if credentials.is_some() { 2 } else { 0 };
            if !methods.contains(&method) {
                return client.write_all(&[5, 0xff]);
            }
            client.write_all(&[5, method])?;
            if let Some((user, password)) = credentials {
                let mut version = [0];
                client.read_exact(&mut version)?;
                let is_right = counted(client)? == user && counted(client)? == password;
                client.write_all(&[1, u8::from(!is_right)])?;
                if !is_right {
                    return Ok(());
                }
            }
            let mut request = [0; 4];
            client.read_exact(&mut request)?;
            let host = match request[3] {
                3 => counted(client)?,
                1 => {
                    let mut address = [0; 4];
                    client.read_exact(&mut address)?;
                    std::net::Ipv4Addr::from(address).to_string()
                }
                other => panic!("not a type of address that is tested: {other}"),
            };
            let mut port = [0; 2];
            client.read_exact(&mut port)?;
            log(format!("{host}:{}", u16::from_be_bytes(port)));
            client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0])?;
            forward(client, target)
        })
    }

    fn start(
        serve: impl Fn(&mut TcpStream, &dyn Fn(String)) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&requests);
        let port = listen(move |mut stream| {
            serve(&mut stream, &|head| {
                heads.lock().expect("requests").push(head)
            })
        });
        Self { port, requests }
    }

    /// Returns what was asked for, one entry for each connection.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("requests").clone()
    }
}

/// Reads a string that begins with its length.
fn counted(stream: &mut impl Read) -> io::Result<String> {
    let mut length = [0];
    stream.read_exact(&mut length)?;
    let mut text = vec![0; usize::from(length[0])];
    stream.read_exact(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn forward(client: &mut TcpStream, port: u16) -> io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    let mut back = (server.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut back.0, &mut back.1));
    io::copy(client, &mut server).map(drop)
}

/// Forwards between a stream that cannot be read and written at the same time, and a socket: whatever comes first.
fn shovel(
    mut client: StreamOwned<ServerConnection, TcpStream>,
    mut server: TcpStream,
) -> io::Result<()> {
    let tick = Some(std::time::Duration::from_millis(2));
    client.sock.set_read_timeout(tick)?;
    server.set_read_timeout(tick)?;
    let mut buffer = vec![0; 64 << 10];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => server.write_all(&buffer[..count])?,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        match server.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => client.write_all(&buffer[..count])?,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

/// An upload, to which [`Encrypted`] responds with its length and the sum of its bytes.
pub fn upload(bytes: Vec<u8>) -> Call<String> {
    let upload = Upload::bytes(bytes);
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}

/// Sends an upload of three bytes.
pub fn sends(builder: AnyBuilder) {
    let client = builder.build();
    assert_eq!(client.send(upload(vec![7; 3])).expect("a response"), "3 21");
}

//! Connecting: TCP, directly or through a proxy, and TLS.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Error, Operation};
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::connection::Connection;
use super::proxy::{Proxies, Proxy};
use super::tls_failure;
use super::wire::{BoxIo, Meter, Wire};
use crate::exchange::Limits;
use crate::network::Network;
use crate::tls;

/// How long a connection is silent before the system asks whether it still exists.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// Opens connections.
pub(super) struct Connector {
    tls: TlsConnector,
    /// For proxies that are connected to by TLS, which always speak HTTP/1.1.
    proxy_tls: TlsConnector,
    proxies: Proxies,
}

impl Connector {
    pub(super) fn new(network: &Network) -> Result<Self, Error> {
        let mut config = tls::config(&network.tls)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let proxy_tls = connector(config.clone());
        if cfg!(feature = "http2") {
            config.alpn_protocols.insert(0, b"h2".to_vec());
        }
        Ok(Self {
            tls: connector(config),
            proxy_tls,
            proxies: Proxies::new(&network.proxy)?,
        })
    }

    /// Opens a connection to the server of a URL, within the time limit for connecting.
    pub(super) async fn connect(
        &self,
        operation: &'static Operation,
        uri: &Uri,
        limits: &Limits,
    ) -> Result<Connection, Error> {
        let connecting = self.open(operation, uri, limits);
        match limits.connect {
            None => connecting.await,
            Some(limit) => match tokio::time::timeout(limit, connecting).await {
                Ok(result) => result,
                Err(_elapsed) => Err(self.unconnected(operation, uri, limits)),
            },
        }
    }

    async fn open(
        &self,
        operation: &'static Operation,
        uri: &Uri,
        limits: &Limits,
    ) -> Result<Connection, Error> {
        let limit = limits.connect;
        let meter = Arc::new(Meter::default());
        let io = match self.proxies.of(uri) {
            None => {
                let socket = tcp(uri.clone(), limit).await;
                let socket = socket.map_err(|error| match is_elapsed(&*error) {
                    true => limits.unconnected(operation),
                    false => failure::transport(operation, error).unsent(),
                })?;
                Box::new(Wire::new(socket, &meter)) as BoxIo
            }
            Some(proxy) => self.tunnel(operation, &proxy, uri, limits, &meter).await?,
        };
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return opened(operation, Connection::http1(io, meter).await);
        }
        let stream = handshake(&self.tls, uri, io).await.map_err(|error| {
            let host = uri.host().unwrap_or_default();
            tls_failure::in_handshake(operation, host, host, error)
        })?;
        #[cfg(feature = "http2")]
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            return opened(operation, Connection::http2(Box::new(stream), meter).await);
        }
        opened(operation, Connection::http1(Box::new(stream), meter).await)
    }

    /// Creates the error for a connection that was not established in time.
    fn unconnected(&self, operation: &'static Operation, uri: &Uri, limits: &Limits) -> Error {
        let error = limits.unconnected(operation);
        match self.proxies.of(uri) {
            None => error,
            Some(proxy) => error.noted(&format!("it goes through the proxy {}", proxy.name())),
        }
    }

    /// Opens a connection to a server through a proxy.
    async fn tunnel(
        &self,
        operation: &'static Operation,
        proxy: &Proxy,
        uri: &Uri,
        limits: &Limits,
        meter: &Arc<Meter>,
    ) -> Result<BoxIo, Error> {
        let socket = tcp(proxy.uri().clone(), limits.connect).await;
        let socket = socket.map_err(|error| {
            if is_elapsed(&*error) {
                return self.unconnected(operation, uri, limits);
            }
            let message = format!("cannot reach the proxy {}: {}", proxy.name(), root(&*error));
            failure::transport(operation, message).unsent()
        })?;
        let mut io = Box::new(Wire::new(socket, meter)) as BoxIo;
        if proxy.uri().scheme() == Some(&Scheme::HTTPS) {
            let stream = handshake(&self.proxy_tls, proxy.uri(), io)
                .await
                .map_err(|error| {
                    let peer = format!("the proxy {}", proxy.name());
                    let host = proxy.uri().host().unwrap_or_default();
                    tls_failure::in_handshake(operation, &peer, host, error)
                })?;
            io = Box::new(stream);
        }
        let tunneled = proxy.tunnel(io, uri).await;
        tunneled.map_err(|message| failure::transport(operation, message).unsent())
    }
}

fn connector(config: ClientConfig) -> TlsConnector {
    TlsConnector::from(Arc::new(config))
}

fn opened(
    operation: &'static Operation,
    result: hyper::Result<Connection>,
) -> Result<Connection, Error> {
    result.map_err(|error| failure::transport(operation, error).unsent())
}

/// Connects to the host of a URL. All its addresses share the time limit.
async fn tcp(
    uri: Uri,
    limit: Option<Duration>,
) -> Result<TcpStream, Box<dyn StdError + Send + Sync>> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    connector.set_keepalive(Some(KEEPALIVE));
    connector.set_connect_timeout(limit);
    Ok(connector.call(uri).await?.into_inner())
}

/// Returns whether the time limit of the connector has passed. (The error of a system that gives up has a number.)
fn is_elapsed(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(it) = cause {
        if let Some(it) = it.downcast_ref::<io::Error>() {
            return it.kind() == io::ErrorKind::TimedOut && it.raw_os_error().is_none();
        }
        cause = it.source();
    }
    false
}

/// Begins TLS with the host of a URL.
async fn handshake(
    tls: &TlsConnector,
    uri: &Uri,
    io: BoxIo,
) -> io::Result<tokio_rustls::client::TlsStream<BoxIo>> {
    let host = uri.host().unwrap_or_default();
    let host = host
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .unwrap_or(host);
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    tls.connect(name, io).await
}

/// Returns the text of the innermost cause.
fn root(error: &(dyn StdError + 'static)) -> String {
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

//! How ureq's connections are established: host names are resolved only for new connections, TLS is added
//! where it is needed, and the transport knows whether a request was handed to a connection.

use std::cell::Cell;
use std::fmt;

use rustls::ClientConfig;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::{Duration, Instant};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, NextTimeout,
    TcpConnector, Transport,
};
use ureq::{Agent, Error};

use super::tls::Tls;

/// Creates an agent with these connections.
pub(super) fn agent(config: Config, tls: ClientConfig) -> Agent {
    let connector =
        ().chain(ConnectProxyConnector::default())
            .chain(Tcp::default())
            .chain(Tls::new(tls))
            .chain(SentMarker);
    Agent::with_parts(config, connector, Deferred)
}

/// Returns the remaining time for connecting.
pub(super) fn left(details: &ConnectionDetails<'_>) -> NextTimeout {
    let mut timeout = details.timeout;
    if let (Instant::Exact(start), Instant::Exact(now), Duration::Exact(after)) =
        (details.now, (details.current_time)(), timeout.after)
    {
        let spent = now.saturating_duration_since(start);
        timeout.after = Duration::Exact(after.saturating_sub(spent));
    }
    timeout
}

/// Resolves nothing: ureq resolves before it knows whether it has an open connection, for each request.
#[derive(Debug)]
struct Deferred;

impl Resolver for Deferred {
    fn resolve(
        &self,
        _: &http::Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Resolves the host name, and connects.
#[derive(Default)]
struct Tcp {
    connector: TcpConnector,
    resolver: DefaultResolver,
}

impl<In: Transport> Connector<In> for Tcp {
    type Out = <TcpConnector as Connector<In>>::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if let Some(transport) = chained {
            return Ok(Some(Either::A(transport)));
        }
        let ConnectionDetails { uri, config, .. } = *details;
        let addrs = self.resolver.resolve(uri, config, left(details))?;
        let details = ConnectionDetails {
            uri,
            addrs,
            config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: (details.current_time)(),
            timeout: left(details),
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.connector.connect(&details, None::<In>)
    }
}

impl fmt::Debug for Tcp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tcp")
    }
}

thread_local! {
    /// Whether a part of the request was handed to a connection in the current exchange of this thread. ureq's
    /// errors do not tell whether they happened before that.
    static WAS_SENT: Cell<bool> = const { Cell::new(false) };
}

/// Begins an exchange in this thread, of which nothing has been sent.
pub(super) fn reset_sent() {
    WAS_SENT.set(false);
}

/// Returns whether a part of the request was handed to a connection since then.
pub(super) fn was_sent() -> bool {
    WAS_SENT.get()
}

/// The last connector in the chain. Records whether anything is sent over an established connection.
#[derive(Debug)]
struct SentMarker;

impl<In: Transport> Connector<In> for SentMarker {
    type Out = Marked<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        // What was sent so far was for a proxy.
        reset_sent();
        Ok(chained.map(Marked))
    }
}

/// A connection that records that something is sent.
#[derive(Debug)]
struct Marked<C>(C);

impl<C: Transport> Transport for Marked<C> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        WAS_SENT.set(true);
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

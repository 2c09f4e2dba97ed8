//! The network: which host has which name.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use connect_client::transport::BoxFuture;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::memory::host::Host;
use crate::memory::time::Time;
use crate::reply::Reply;
use crate::request::Received;

/// Hosts in memory, and the transport of a client to them. Clones are the same network.
#[derive(Clone)]
pub struct Network {
    hosts: Arc<Mutex<BTreeMap<String, Host>>>,
    time: Time,
}

impl Network {
    /// A network without hosts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A network without hosts where pauses take their time, for what is measured by a real clock. `timer` is the sleep of
    /// the async runtime, such as `|time| Box::pin(tokio::time::sleep(time))`; the blocking client sleeps in its thread.
    pub fn in_real_time(
        timer: impl Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            hosts: Arc::default(),
            time: Time::new(Some(Arc::new(timer))),
        }
    }

    /// Adds a host, or replaces the one of that name. The name is what a URL has in its place: `api.example`, or
    /// `api.example:8443`. The handler is called for each request, from several threads at once if requests are
    /// concurrent.
    pub fn serve(
        &self,
        name: &str,
        handler: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Host {
        let host = Host::new(self.clock().clone(), None, handler);
        self.name(name, &host);
        host
    }

    /// Adds a host with these faults before and after its handler.
    pub fn serve_with(
        &self,
        name: &str,
        faults: &Faults,
        handler: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Host {
        let host = Host::new(self.clock().clone(), Some(faults.clone()), handler);
        self.name(name, &host);
        host
    }

    /// Gives a host of this network another name.
    pub fn name(&self, name: &str, host: &Host) {
        self.hosts().insert(name.to_owned(), host.clone());
    }

    /// Returns how much time has passed on the network: pauses of the client and of hosts.
    pub fn elapsed(&self) -> Duration {
        self.clock().elapsed()
    }

    pub(crate) fn clock(&self) -> &Clock {
        self.time.clock()
    }

    pub(super) fn time(&self) -> &Time {
        &self.time
    }

    pub(super) fn host(&self, name: &str) -> Option<Host> {
        self.hosts().get(name).cloned()
    }

    fn hosts(&self) -> MutexGuard<'_, BTreeMap<String, Host>> {
        // The map is consistent after every step.
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Network {
    fn default() -> Self {
        Self {
            hosts: Arc::default(),
            time: Time::new(None),
        }
    }
}

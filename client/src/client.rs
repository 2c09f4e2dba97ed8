//! The asynchronous client.

mod decoded;
mod drive;
mod watch;

use std::fmt;
use std::sync::Arc;

use crate::config::Settings;
use crate::transport::Transport;

pub(crate) use self::drive::{Opened, drive, open};
pub(crate) use self::watch::Watch;

/// An asynchronous client of the API. With its default transport it runs in a tokio runtime.
///
/// It is cheap to clone. All clones share their connections and their retry budget.
///
/// A failed attempt is retried where a retry may help and does no harm: see [`retry`](crate::runtime::retry). When the
/// response of a call that must not be retried is lost, such as that of a submission, the client reads the object
/// again, or looks for the one that the call creates. If the call took effect, it succeeds with the object as its value.
/// Otherwise [`Error::outcome`](crate::Error::outcome) says what is known.
///
/// Once the API has turned a call away because there are too many, all calls of the client and of its clones keep the
/// pause that it asks for, and slow down together for a while. [`Builder::rate_limit`](crate::Builder::rate_limit) sets
/// a limit from the start.
///
/// Redirects are followed for calls that only read: at most ten, and never from HTTPS to HTTP. The key is sent to the
/// scheme, host and port of the base URL only, and [credentials](crate::Builder::credential) to those of the operation's
/// server.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    transport: Arc<dyn Transport>,
}

impl Client {
    pub(crate) fn from_parts(settings: Arc<Settings>, transport: Arc<dyn Transport>) -> Self {
        Self {
            settings,
            transport,
        }
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    pub(crate) fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.settings).finish()
    }
}

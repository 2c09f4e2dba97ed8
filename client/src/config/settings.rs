//! Settings of a client, independent of its transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::Timeouts;
use connect_runtime::retry::{Budget, Policy};

use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::key::ApiKey;
use super::servers::Servers;
use crate::hooks::Hooks;
use crate::pace::Pace;
use crate::user_agent::UserAgent;

/// The default time limits. The vendor's own clients wait 15 seconds for a connection and 180 seconds for data.
pub(crate) const TIMEOUTS: Timeouts = Timeouts::new()
    .connect(Duration::from_secs(15))
    .attempt(Duration::MAX)
    .idle(Duration::from_secs(180))
    .total(Duration::from_secs(600));

/// The settings of a client.
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) servers: Servers,
    /// The API key. A client without one has credentials.
    pub(crate) key: Option<ApiKey>,
    pub(crate) credentials: Credentials,
    pub(crate) user_agent: UserAgent,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: Policy,
    pub(crate) budget: Arc<Budget>,
    pub(crate) pace: Pace,
    pub(crate) max_response: u64,
    pub(crate) max_error_body: u64,
    pub(crate) hooks: Hooks,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            endpoint,
            servers,
            key,
            credentials,
            user_agent,
            timeouts,
            retry,
            budget,
            pace: _,
            max_response,
            max_error_body,
            hooks: _,
        } = self;
        f.debug_struct("Settings")
            .field("endpoint", endpoint)
            .field("servers", servers)
            .field("key", key)
            .field("credentials", credentials)
            .field("user_agent", user_agent)
            .field("timeouts", timeouts)
            .field("retry", retry)
            .field("budget", budget)
            .field("max_response", max_response)
            .field("max_error_body", max_error_body)
            .finish()
    }
}

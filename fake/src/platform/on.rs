//! What a test tells the platform about an operation, and asks it about.

use std::marker::PhantomData;
use std::time::Duration;

use connect_client::Call;
use connect_client::runtime::{Binary, Bytes, Page};
use serde_core::Serialize;

use crate::platform::instance::Platform;
use crate::platform::script::{Matcher, Step};
use crate::platform::storage::XLSX;
use crate::reply::Reply;
use crate::request::Received;

/// The requests of an operation, as [`Platform::on`] returns it. `T` is what the operation returns.
///
/// Steps for single requests are used up in their order. After them, the step for all requests applies if there is one;
/// otherwise the platform handles the requests itself again.
pub struct On<'a, T> {
    platform: &'a Platform,
    operation: &'static str,
    matcher: Matcher,
    returns: PhantomData<fn() -> T>,
}

impl Platform {
    /// Tells the platform what to respond to an operation, which is named by a call of it.
    ///
    /// The call is not sent. Its path says which object is meant, with [`ANY`](crate::ANY) for each. Its query and body make
    /// no difference, so `files::create(NewUsageFile::new(ANY, ANY))` names every creation.
    ///
    /// ```
    /// use connect_fake::{ANY, FileSeed, Platform, Side};
    /// use connect_usage::{files, models::UsageFile};
    ///
    /// let platform = Platform::in_memory();
    /// let id = platform.add_file(FileSeed::new().name("January"));
    /// platform.on(files::get(ANY)).fail_once(503);
    /// platform.on(files::get("UF-1")).respond_with(&UsageFile::new("UF-1"));
    ///
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// assert_eq!(vendor.send(files::get(&id))?.name.as_deref(), Some("January")); // after a retry
    /// assert_eq!(vendor.send(files::get("UF-1"))?.name, None);
    /// assert_eq!(platform.on(files::get(ANY)).requests().len(), 3);
    /// platform.on(files::delete(ANY)).assert_never_called();
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn on<T>(&self, call: impl Into<Call<T>>) -> On<'_, T> {
        let call = call.into();
        let operation = call.operation();
        On {
            platform: self,
            operation: operation.name,
            matcher: Matcher::new(operation.method.as_str(), call.request().path()),
            returns: PhantomData,
        }
    }
}

impl<T> On<'_, T> {
    /// Adds a step for each of the next requests.
    pub fn sequence(&self, steps: impl IntoIterator<Item = Step>) -> &Self {
        self.platform.world().script.add(&self.matcher, steps);
        self
    }

    /// Sets the step of all requests after those that have steps of their own. It replaces an earlier one.
    pub fn always(&self, step: Step) -> &Self {
        self.platform.world().script.set(&self.matcher, step);
        self
    }

    /// Refuses the next request with this status.
    pub fn fail_once(&self, status: u16) -> &Self {
        self.sequence([Step::fail(status)])
    }

    /// Refuses all requests with this status.
    pub fn fail(&self, status: u16) -> &Self {
        self.always(Step::fail(status))
    }

    /// Delays all responses.
    pub fn delay(&self, by: Duration) -> &Self {
        self.always(Step::delay(by))
    }

    /// Removes what was told about exactly these requests.
    pub fn clear(&self) -> &Self {
        self.platform.world().script.clear(&self.matcher);
        self
    }

    /// The requests that have arrived, in their order, whatever became of them.
    pub fn requests(&self) -> Vec<Received> {
        let mut requests = self.platform.requests();
        requests.retain(|it| self.matcher.matches(it));
        requests
    }

    /// Asserts that no such request has arrived.
    ///
    /// # Panics
    /// If one has; the message shows it.
    #[track_caller]
    pub fn assert_never_called(&self) {
        let requests = self.requests();
        let operation = self.operation;
        assert!(requests.is_empty(), "{operation} was called: {requests:#?}");
    }
}

impl<T: Serialize> On<'_, T> {
    /// Responds to all requests with this value.
    ///
    /// # Panics
    /// If the value cannot be written as JSON.
    pub fn respond_with(&self, value: &T) -> &Self {
        self.always(Step::reply(Reply::value(200, value)))
    }
}

impl<T: Serialize> On<'_, Page<T>> {
    /// Responds to all requests with these rows as the only page of the list, whatever the filters are.
    ///
    /// # Panics
    /// If a row cannot be written as JSON.
    pub fn respond_with_rows(&self, rows: &[T]) -> &Self {
        self.always(Step::reply(Reply::list(rows)))
    }
}

impl On<'_, Binary> {
    /// Responds to all requests with this content, as a spreadsheet.
    pub fn respond_with_content(&self, content: impl Into<Bytes>) -> &Self {
        let reply = Reply::new(200).header("Content-Type", XLSX);
        self.always(Step::reply(reply.bytes(content.into())))
    }
}

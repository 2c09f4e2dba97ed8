//! Calls whose response is a stream.

use std::time::Duration;

use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;
use crate::request::Request;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// A call of the API whose response is read while it comes, such as a stream of events: the request as data.
///
/// It does nothing by itself. A client opens it, and returns as soon as the head of the response is there. It is another
/// type than [`Call`], since a client that waits for the end of such a response may wait forever.
///
/// ```
/// use connect_usage::runtime::StreamCall;
/// # mod events {
/// #     use connect_usage::runtime::{Method, Operation, Request, Segment, StreamCall};
/// #     static FOLLOW: Operation =
/// #         Operation::new("events::follow", Method::GET, &[Segment::Literal("events")], "");
/// #     pub fn follow() -> StreamCall {
/// #         Request::new(&FOLLOW).returns_stream()
/// #     }
/// # }
///
/// // `events::follow` stands for a function of generated code.
/// let call: StreamCall = events::follow().header("Last-Event-ID", "41");
/// call.check()?;
/// assert_eq!(call.request().path(), "/events");
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until a client opens it"]
pub struct StreamCall(Call<()>);

impl StreamCall {
    /// A call that sends the request of this one.
    pub(crate) fn new(call: Call<()>) -> Self {
        Self(call)
    }

    /// The call that sends the same request.
    pub(crate) fn into_call(self) -> Call<()> {
        self.0
    }

    /// The request.
    pub fn request(&self) -> &Request {
        self.0.request()
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.0.operation()
    }

    /// Sets a header for this call. The client refuses those that belong to the connection, such as `Host` and `Content-Length`.
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// Sets how long it may take in all to open the stream, from the start of the call to the head of the response, with
    /// all attempts and the pauses between them, in place of the client's defaults. [`timeouts`](Self::timeouts) has the
    /// other limits.
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits for this call, in place of the client's defaults. Those that are not set stay as they are.
    ///
    /// [`total`](Timeouts::total) and [`attempt`](Timeouts::attempt) end with the head of the response.
    /// [`idle`](Timeouts::idle) also limits how long the stream may be silent.
    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        Self(self.0.timeouts(timeouts))
    }

    /// Sets the retry policy of opening the stream, in place of the client's default. A stream that breaks once it is
    /// open is not opened again.
    pub fn retry(self, policy: Policy) -> Self {
        Self(self.0.retry(policy))
    }

    /// Whether the call can be sent. Clients ask before they send; nothing of a call that fails here goes over the wire.
    ///
    /// # Errors
    /// The first problem that building the call met, of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub fn check(&self) -> Result<(), Error> {
        self.0.check()
    }
}

//! Calls whose response is a stream and whose body can be left out.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use crate::optional_body::{OptionalBody, Write};
use crate::retry::Policy;
use crate::stream_call::StreamCall;
use crate::timeouts::Timeouts;

/// A [`StreamCall`] whose body, a `B`, can be left out: what [`OptionalBody`] is beside [`Call`](crate::Call). A client
/// opens it as it is, or with the [`body`](Self::body) that it is given.
///
/// ```
/// use connect_usage::runtime::{Body, OptionalBodyStream};
/// # mod events {
/// #     use connect_usage::runtime::{Method, Operation, OptionalBodyStream, Request, Segment};
/// #     static ASK: Operation =
/// #         Operation::new("events::ask", Method::POST, &[Segment::Literal("events")], "");
/// #     pub fn ask() -> OptionalBodyStream<String> {
/// #         Request::new(&ASK).returns_empty().optional_json().returns_stream()
/// #     }
/// # }
///
/// // `events::ask` stands for a function of generated code.
/// let call: OptionalBodyStream<String> = events::ask();
/// assert_eq!(call.request().body(), &Body::Empty);
/// let call = events::ask().body("rain".to_owned());
/// assert_eq!(call.request().body(), &Body::Json(r#""rain""#.into()));
/// ```
#[must_use = "a call does nothing until a client opens it"]
pub struct OptionalBodyStream<B> {
    call: StreamCall,
    write: Write<B>,
}

impl<B> OptionalBodyStream<B> {
    /// Sets the body.
    pub fn body(self, body: B) -> StreamCall {
        StreamCall::new(self.write.set(self.call.into_call(), body))
    }

    /// The call without a body of the caller's.
    pub fn into_call(self) -> StreamCall {
        self.call
    }

    /// As [`StreamCall::header`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call = self.call.header(name, value);
        self
    }

    /// As [`StreamCall::timeout`].
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// As [`StreamCall::timeouts`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.call = self.call.timeouts(timeouts);
        self
    }

    /// As [`StreamCall::retry`].
    pub fn retry(mut self, policy: Policy) -> Self {
        self.call = self.call.retry(policy);
        self
    }
}

impl<B> OptionalBody<(), B> {
    /// The call, whose response is a stream, which is read while it comes.
    #[doc(hidden)]
    pub fn returns_stream(self) -> OptionalBodyStream<B> {
        OptionalBodyStream {
            call: StreamCall::new(self.call),
            write: self.write,
        }
    }
}

/// The call without a body of the caller's.
impl<B> From<OptionalBodyStream<B>> for StreamCall {
    fn from(call: OptionalBodyStream<B>) -> Self {
        call.call
    }
}

/// The call as it is opened without a body of the caller's.
impl<B> Deref for OptionalBodyStream<B> {
    type Target = StreamCall;

    fn deref(&self) -> &StreamCall {
        &self.call
    }
}

// By hand, since a `B` need not be `Clone` or `Debug` for that.
impl<B> Clone for OptionalBodyStream<B> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            write: self.write,
        }
    }
}

impl<B> fmt::Debug for OptionalBodyStream<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

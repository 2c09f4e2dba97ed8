//! The one error type of all calls.

mod api;
mod display;
pub mod failure;
mod place;
pub(crate) mod redact;

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use self::api::ApiBody;
use self::place::Place;
use crate::json::Json;
use crate::operation::Operation;
use crate::response::{Response, request_id};
use crate::retry;
use crate::states::Outcome;
use crate::timeouts::{TimeLimit, TimedOut};
use crate::wait::WaitError;

/// Why a call failed.
///
/// It prints the operation, the path and the host of the request, the status and what the API says about the failure. In that, keys, queries of
/// links, and values that are named as signatures, tokens or credentials are masked, in whatever form a
/// server or proxy repeats them. A secret that has no such form cannot be told from other text. The
/// response is kept as it came: what [`headers`](Self::headers), [`body`](Self::body),
/// [`messages`](Self::messages), [`params`](Self::params) and texts of objects hold is not masked when
/// the application prints it by itself.
pub struct Error(Box<Inner>);

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be sent: an argument cannot be expressed. Nothing was sent.
    InvalidRequest,
    /// The API responded with a status that is not a success.
    Api,
    /// The response came, but could not be read.
    Decode,
    /// The connection failed.
    Transport,
    /// The response did not come in time.
    Timeout,
    /// The client is not set up rightly.
    Configuration,
    /// The pages of a list contradict each other, or do not end.
    Paging,
    /// The status that was waited for did not come; see [`Error::wait_error`].
    Waiting,
    /// What was downloaded cannot be written, or not be begun anew in what it was written to.
    Output,
}

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    message: String,
    response: Option<Response>,
    api: ApiBody,
    path: Option<String>,
    place: Place,
    waiting: Option<WaitError>,
    /// Whether the API may have received the call.
    sent: bool,
    /// Whether another attempt would fail for the same reason.
    is_permanent: bool,
    /// How often the call was sent; 0 if nobody counted.
    attempts: u32,
    not_retried: Option<(retry::Reason, String)>,
    outcome: Option<Outcome>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    fn new(kind: ErrorKind, operation: Option<&'static Operation>, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            message,
            response: None,
            api: ApiBody::default(),
            path: None,
            place: Place::default(),
            waiting: None,
            sent: true,
            is_permanent: false,
            attempts: 0,
            not_retried: None,
            outcome: None,
            source: None,
        }))
    }

    fn with(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    fn with_response(mut self, response: Response) -> Self {
        self.0.response = Some(response);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed; `None` for an error of the client's set-up.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The status of the response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|it| it.status())
    }

    /// The headers of the response, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(Response::headers)
    }

    /// The body of the response as it came; empty if none came or it was too long.
    pub fn body(&self) -> &[u8] {
        self.0
            .response
            .as_ref()
            .map_or(&[], |it| it.body().as_ref())
    }

    /// The API's code of the failure, such as `VAL_001`.
    pub fn code(&self) -> Option<&str> {
        self.0.api.code.as_deref()
    }

    /// The API's texts about the failure, such as `period: this field is required`.
    pub fn messages(&self) -> &[String] {
        &self.0.api.messages
    }

    /// The `params` that the API gave with the failure.
    pub fn params(&self) -> Option<&Json> {
        self.0.api.params.as_ref()
    }

    /// The JSON path of the value that could not be read, such as `$.rows[3].amount`.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Why a wait ended without the wanted status: the last status, who must act, what the object says.
    /// [`body`](Self::body) is then the object as it was read last.
    pub fn wait_error(&self) -> Option<&WaitError> {
        self.0.waiting.as_ref()
    }

    /// What the response's headers call the request, for questions to the API's support; see
    /// [`request_id`](crate::request_id).
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// How often the call was sent before it failed, attempts that found no connection included. 0 if
    /// no attempt was made, or nobody counted: only clients do. Of a wait, how often the last read was
    /// sent, if that failed.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why the call was not sent again after its last attempt. `None` if no attempt was made, or nobody
    /// decided: only clients do.
    pub fn not_retried(&self) -> Option<retry::Reason> {
        self.0.not_retried.as_ref().map(|(reason, _)| *reason)
    }

    /// Which time limit was passed, if it was one.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        let timed_out: &TimedOut = self.0.source.as_ref()?.downcast_ref()?;
        Some(timed_out.limit)
    }

    /// How long the API asks to wait before the call is sent again, by `Retry-After` in seconds or as
    /// a date, which is compared to `now`.
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        retry::retry_after(self, now)
    }

    /// Whether the same call may succeed when it is sent again, and sending it again does no harm.
    /// Clients do so by themselves, as their [policy](retry::Policy) says; see [`retry`] for the rule.
    pub fn is_retryable(&self) -> bool {
        retry::is_retryable(self)
    }

    /// Whether the API may have done what the call asks for, although it failed: the connection broke
    /// or time ran out after it was sent, or something between responded in the API's place (408, 500,
    /// 502, 504, and 503 without `Retry-After`), or the response of a success could not be read.
    pub fn may_have_been_processed(&self) -> bool {
        retry::may_have_been_processed(self)
    }

    /// What had become of a call that [may have been processed](Self::may_have_been_processed), when
    /// the client read the object again. `None` where it did not: where the failure says enough, or no
    /// object tells. A call can have happened and fail all the same, when neither its response nor the
    /// object can be read.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome
    }

    pub(crate) fn is_permanent(&self) -> bool {
        self.0.is_permanent
    }

    pub(crate) fn was_sent(&self) -> bool {
        self.0.sent
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|it| it as _)
    }
}

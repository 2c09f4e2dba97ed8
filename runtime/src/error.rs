//! The one error type of all calls.

mod api;
mod display;
mod place;
pub(crate) mod redact;

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use self::api::ApiBody;
use self::place::Place;
use crate::answer::Answer;
use crate::decode::trace;
use crate::json::Json;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::retry;
use crate::states::Outcome;
use crate::timeouts::{TimeLimit, TimedOut};
use crate::wait::Unreached;

/// Why a call failed.
///
/// It prints the operation, the path and the host of the request, the status and what the API says about the failure. In that, keys, queries of
/// links, and values that are named as signatures, tokens or credentials are masked, in whatever form a
/// server or proxy repeats them. A secret that has no such form cannot be told from other text. The
/// answer is kept as it came: what [`headers`](Self::headers), [`body`](Self::body),
/// [`messages`](Self::messages), [`params`](Self::params) and texts of objects hold is not masked when
/// the application prints it by itself.
pub struct Error(Box<Inner>);

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be sent: an argument cannot be expressed. Nothing was sent.
    InvalidRequest,
    /// The API answered with a status that is not a success.
    Api,
    /// The answer came, but could not be read.
    Decode,
    /// The connection failed.
    Transport,
    /// The answer did not come in time.
    Timeout,
    /// The client is not set up rightly.
    Configuration,
    /// The pages of a list contradict each other, or do not end.
    Paging,
    /// The status that was waited for did not come; see [`Error::waiting`].
    Waiting,
    /// What was downloaded cannot be written, or not be begun anew in what it was written to.
    Output,
}

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    message: String,
    answer: Option<Answer>,
    api: ApiBody,
    path: Option<String>,
    place: Place,
    waiting: Option<Unreached>,
    /// Whether the API may have received the call.
    sent: bool,
    /// How often the call was sent; 0 if nobody counted.
    attempts: u32,
    not_repeated: Option<(retry::Reason, String)>,
    outcome: Option<Outcome>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    fn new(kind: ErrorKind, operation: Option<&'static Operation>, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            message,
            answer: None,
            api: ApiBody::default(),
            path: None,
            place: Place::default(),
            waiting: None,
            sent: true,
            attempts: 0,
            not_repeated: None,
            outcome: None,
            source: None,
        }))
    }

    fn with(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    fn answered(mut self, answer: Answer) -> Self {
        self.0.answer = Some(answer);
        self
    }

    /// For transports: the connection failed, and the API may have received the call.
    pub fn transport(
        operation: &'static Operation,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let source = source.into();
        let message = format!("the connection failed: {}", root_cause(&*source));
        Self::new(ErrorKind::Transport, Some(operation), message).with(source)
    }

    /// For transports: the answer did not come in time. With a [`TimedOut`] as the source, the error
    /// knows which of the limits was passed.
    pub fn timeout(
        operation: &'static Operation,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let source = source.into();
        let message = format!("the answer did not come in time: {}", root_cause(&*source));
        Self::new(ErrorKind::Timeout, Some(operation), message).with(source)
    }

    /// For transports: the API never received the call, so that any can be sent again.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.0.sent = false;
        self
    }

    /// For clients: the call was sent so often.
    #[must_use]
    pub fn attempted(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Why the call was not sent again, for machines and for people.
    pub(crate) fn not_repeated_since(mut self, reason: retry::Reason, told: String) -> Self {
        self.0.not_repeated = Some((reason, told));
        self
    }

    /// For clients: what the API had done of the call, when they looked.
    #[must_use]
    pub fn settled(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    /// For transports: the answer is a redirect that was not followed, since `reason`.
    pub fn refused_redirect(operation: &'static Operation, answer: Answer, reason: &str) -> Self {
        let mut error = Self::api(operation, answer);
        error.0.message = format!("the redirect was not followed: {reason}");
        error
    }

    /// For transports: the call cannot be sent, since `message`.
    pub fn invalid_request(operation: &'static Operation, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, Some(operation), message.into())
    }

    /// For transports: as [`invalid_request`](Self::invalid_request), with the cause, such as a file
    /// that cannot be read.
    pub fn unreadable_body(
        operation: &'static Operation,
        message: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self::invalid_request(operation, message).with(source)
    }

    /// For clients: what the answer holds cannot be written where it is to go.
    pub fn output(
        operation: &'static Operation,
        message: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self::new(ErrorKind::Output, Some(operation), message.into()).with(source)
    }

    /// For clients: the answer says something else about its content than it must.
    pub fn unexpected(operation: &'static Operation, answer: Answer, message: &str) -> Self {
        Self::decode(operation, answer, message)
    }

    /// For clients: the answer is longer than the limit of so many bytes, which is set by `setting`, and
    /// was not read whole.
    pub fn too_long(
        operation: &'static Operation,
        limit: u64,
        setting: &str,
        status: StatusCode,
        headers: HeaderMap,
    ) -> Self {
        let message = format!("the answer is longer than the limit of {limit} bytes ({setting})");
        let answer = Answer {
            status,
            headers,
            body: Bytes::new(),
        };
        Self::new(ErrorKind::Decode, Some(operation), message).answered(answer)
    }

    pub(crate) fn paging(operation: &'static Operation, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Paging, Some(operation), message.into())
    }

    /// For clients: they are not set up rightly.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, None, message.into())
    }

    pub(crate) fn problem(operation: &'static Operation, problem: &Problem) -> Self {
        Self::invalid_request(operation, problem.to_string())
    }

    /// For clients: the API answered with a status that is not a success.
    pub fn api(operation: &'static Operation, answer: Answer) -> Self {
        let api = ApiBody::read(&answer.body);
        let mut error = Self::new(ErrorKind::Api, Some(operation), String::new()).answered(answer);
        error.0.api = api;
        error
    }

    pub(crate) fn decode(operation: &'static Operation, answer: Answer, message: &str) -> Self {
        Self::new(ErrorKind::Decode, Some(operation), message.to_owned()).answered(answer)
    }

    pub(crate) fn undecodable(
        operation: &'static Operation,
        answer: Answer,
        place: &trace::Place,
        cause: &serde_json::Error,
    ) -> Self {
        // The cause is not kept as a source: it can quote the value, and so a signed link, and a
        // source prints as it likes.
        let cause = redact::excerpt(cause.to_string().as_bytes());
        let found = match place.value(&answer.body) {
            Some(value) => redact::excerpt(value.text().as_bytes()),
            None => redact::excerpt(&answer.body),
        };
        let found = if found.is_empty() { "nothing" } else { &found };
        let message =
            format!("the answer is not of the expected form at {place}: {cause}; found {found}");
        let mut error = Self::decode(operation, answer, &message);
        error.0.path = Some(place.to_string());
        error
    }

    /// A wait ended without the wanted status. The answer is the last one that was read.
    pub(crate) fn unreached(
        operation: &'static Operation,
        unreached: Unreached,
        answer: Option<Answer>,
        source: Option<Self>,
    ) -> Self {
        let mut error = Self::new(ErrorKind::Waiting, Some(operation), unreached.to_string());
        error.0.waiting = Some(unreached);
        error.0.answer = answer;
        match source {
            Some(source) => {
                let error = error.placed_as(&source);
                error.attempted(source.attempts()).with(source)
            }
            None => error,
        }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed; `None` for an error of the client's set-up.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|it| it.status)
    }

    /// The headers of the answer, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|it| &it.headers)
    }

    /// The body of the answer as it came; empty if none came or it was too long.
    pub fn body(&self) -> &[u8] {
        self.0.answer.as_ref().map_or(&[], |it| &it.body)
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
    pub fn waiting(&self) -> Option<&Unreached> {
        self.0.waiting.as_ref()
    }

    /// What the answer's headers call the request, for questions to the API's support; see
    /// [`Answer::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.0.answer.as_ref()?.request_id()
    }

    /// How often the call was sent before it failed, attempts that found no connection included. 0 if
    /// no attempt was made, or nobody counted: only clients do. Of a wait, how often the last read was
    /// sent, if that failed.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why the call was not sent again after its last attempt. `None` if no attempt was made, or nobody
    /// decided: only clients do.
    pub fn not_repeated(&self) -> Option<retry::Reason> {
        self.0.not_repeated.as_ref().map(|(reason, _)| *reason)
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
    /// or time ran out after it was sent, or something between answered in the API's place (408, 500,
    /// 502, 504, and 503 without `Retry-After`), or the answer of a success could not be read.
    pub fn may_have_been_processed(&self) -> bool {
        retry::may_have_been_processed(self)
    }

    /// What had become of a call that [may have been processed](Self::may_have_been_processed), when
    /// the client read the object again. `None` where it did not: where the failure says enough, or no
    /// object tells. A call can have happened and fail all the same, when neither its answer nor the
    /// object can be read.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome
    }

    pub(crate) fn was_sent(&self) -> bool {
        self.0.sent
    }
}

/// What all began with: libraries wrap it in words that say less.
fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    redact::excerpt(cause.to_string().as_bytes())
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|it| it as _)
    }
}

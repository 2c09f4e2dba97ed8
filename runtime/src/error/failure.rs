//! How errors are made: constructors for clients and transports, and what a client adds to an error on its way out.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api::ApiBody;
use super::{Error, ErrorKind, printable};
use crate::decode::trace;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::response::{Response, response};
use crate::retry;
use crate::states::Outcome;
use crate::timeouts::TimedOut;
use crate::wait::WaitError;

/// Any error of another library.
type Source = Box<dyn StdError + Send + Sync>;

/// The connection failed, and the API may have received the call. If it cannot have, add
/// [`unsent`](Annotate::unsent).
pub fn transport(operation: &'static Operation, source: impl Into<Source>) -> Error {
    let source = source.into();
    let message = format!("the connection failed: {}", printable::cause(&*source));
    Error::new(ErrorKind::Transport, Some(operation), message).with(source)
}

/// The response did not come in time. With a [`TimedOut`](crate::driver::TimedOut) as the source, the error knows
/// which of the limits has passed.
pub fn timeout(operation: &'static Operation, source: impl Into<Source>) -> Error {
    let source = source.into();
    let message = format!(
        "the response did not come in time: {}",
        printable::cause(&*source)
    );
    Error::new(ErrorKind::Timeout, Some(operation), message).with(source)
}

/// The call was not sent: the rate limit of the client would let it wait so long that its time would be over.
pub fn no_turn(operation: &'static Operation, wait: Duration, timed_out: TimedOut) -> Error {
    let message = format!(
        "the call was not sent: the client's rate limit lets it wait for {wait:.1?}, longer than the call may take"
    );
    let error = Error::new(ErrorKind::Timeout, Some(operation), message).with(timed_out);
    error.unsent()
}

/// The API responded with a status that is not a success.
pub fn api(operation: &'static Operation, response: Response) -> Error {
    let api = ApiBody::read(response.body());
    let mut error =
        Error::new(ErrorKind::Api, Some(operation), String::new()).with_response(response);
    error.0.api = api;
    error
}

/// The API responded with a status that is not a success, and `note` says what became of the response's body.
pub fn api_noting(operation: &'static Operation, response: Response, note: &str) -> Error {
    let mut error = api(operation, response);
    error.0.message = note.to_owned();
    error
}

/// The response is a redirect that was not followed, for `reason`.
pub fn refused_redirect(operation: &'static Operation, response: Response, reason: &str) -> Error {
    api_noting(
        operation,
        response,
        &format!("the redirect was not followed: {reason}"),
    )
}

/// The call cannot be sent; `message` says why. Nothing was sent.
pub fn invalid_request(operation: &'static Operation, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, Some(operation), message.into())
}

/// Like [`invalid_request`], with the cause, such as a file that cannot be read.
pub fn unreadable_body(
    operation: &'static Operation,
    message: impl Into<String>,
    source: impl Into<Source>,
) -> Error {
    invalid_request(operation, message).with(source)
}

/// The content of a response cannot be written to its destination.
pub fn output(
    operation: &'static Operation,
    message: impl Into<String>,
    source: impl Into<Source>,
) -> Error {
    Error::new(ErrorKind::Output, Some(operation), message.into()).with(source)
}

/// The response came, but its content is not what it has to be; `message` says how.
pub fn decode(operation: &'static Operation, response: Response, message: &str) -> Error {
    Error::new(ErrorKind::Decode, Some(operation), message.to_owned()).with_response(response)
}

/// The API confirmed the call, which has a value, with a response that has no content. The call happened.
pub fn no_content(operation: &'static Operation, response: Response) -> Error {
    let message = "the call succeeded, but the response has no content".to_owned();
    let mut error =
        Error::new(ErrorKind::NoContent, Some(operation), message).with_response(response);
    error.0.path = Some("$".to_owned());
    error.settled(Outcome::Happened)
}

/// The response is longer than the limit of so many bytes, which `setting` sets, and was not read whole.
pub fn too_long(
    operation: &'static Operation,
    limit: u64,
    setting: &str,
    status: StatusCode,
    headers: HeaderMap,
) -> Error {
    let message = format!("the response is longer than the limit of {limit} bytes ({setting})");
    let response = response(status, headers, Bytes::new());
    Error::new(ErrorKind::Decode, Some(operation), message).with_response(response)
}

/// The client is not configured correctly.
pub fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, None, message.into())
}

/// The client has no API key, nor any other credential; `message` says where it can come from.
pub fn no_key(message: &str) -> Error {
    let mut error = configuration(format!("no API key: {message}"));
    error.0.is_without_key = true;
    error
}

/// The pages of a list contradict each other.
pub(crate) fn paging(operation: &'static Operation, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Paging, Some(operation), message.into())
}

/// A value of the application's cannot be parsed or converted.
pub(crate) fn invalid_value(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::InvalidRequest, None, source.to_string()).with(source)
}

/// Values of the application's do not fit together; `message` says how.
pub(crate) fn contradiction(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, None, message)
}

/// Building the call met a problem.
pub(crate) fn problem(operation: &'static Operation, problem: &Problem) -> Error {
    invalid_request(operation, problem.to_string())
}

/// The JSON of a response is not of the expected form at `place`.
pub(crate) fn undecodable(
    operation: &'static Operation,
    response: Response,
    place: &trace::Place,
    cause: &serde_json::Error,
) -> Error {
    let reason = printable::reason(cause, true);
    misshapen(operation, response, "the response", place, &reason)
}

/// Like [`undecodable`], for a row of a list, whose JSON is the body of the response. The list goes on behind it.
pub(crate) fn undecodable_row(
    operation: &'static Operation,
    response: Response,
    row: u64,
    place: &trace::Place,
    cause: &serde_json::Error,
) -> Error {
    let reason = printable::reason(cause, true);
    let subject = format!("the row at offset {row}");
    let mut error = misshapen(operation, response, &subject, place, &reason);
    error.0.row = Some(row);
    error
}

/// Like [`undecodable`], for a type whose messages are not known to quote nothing. There is no path, but serde says at
/// which line and column.
pub(crate) fn undecodable_by_serde(
    operation: &'static Operation,
    response: Response,
    cause: &serde_json::Error,
) -> Error {
    let reason = printable::reason(cause, false);
    let found = match response.body().is_empty() {
        true => "; found nothing",
        false => "",
    };
    let message = format!("the response is not of the expected form: {reason}{found}");
    decode(operation, response, &message)
}

/// Like [`undecodable`], for a record of a stream, which is the body of the response. The stream goes on behind it.
pub(crate) fn undecodable_record(
    operation: &'static Operation,
    response: Response,
    record: u64,
    place: &trace::Place,
    cause: &serde_json::Error,
) -> Error {
    let reason = printable::reason(cause, true);
    misshapen(
        operation,
        response,
        &format!("record {record}"),
        place,
        &reason,
    )
}

/// The data of an event, which does not know of which call it is, is not of the expected form at `place`.
pub(crate) fn unreadable_event(
    data: &[u8],
    place: &trace::Place,
    cause: &serde_json::Error,
) -> Error {
    let reason = printable::reason(cause, true);
    let message = misshape(data, "the data of the event", place, &reason);
    let mut error = Error::new(ErrorKind::Decode, None, message);
    error.0.path = Some(place.to_string());
    error
}

fn misshapen(
    operation: &'static Operation,
    response: Response,
    subject: &str,
    place: &trace::Place,
    reason: &str,
) -> Error {
    let message = misshape(response.body(), subject, place, reason);
    let mut error = decode(operation, response, &message);
    error.0.path = Some(place.to_string());
    error
}

/// What is wrong with the JSON of a body.
fn misshape(body: &[u8], subject: &str, place: &trace::Place, reason: &str) -> String {
    // serde's error is not kept as a source: it can quote the value, and a source prints as it likes.
    let found = match place.value(body) {
        Some(value) => printable::found(value.as_str()),
        None if body.is_empty() => printable::described(""),
        None => format!("{} bytes", body.len()),
    };
    format!(
        "{subject} is not of the expected form at {}: {reason}; found {found}",
        place.printable()
    )
}

/// A wait ended without the wanted status. The response is the last one that was read.
pub(crate) fn wait_error(
    operation: &'static Operation,
    wait_error: WaitError,
    response: Option<Response>,
    source: Option<Error>,
) -> Error {
    let mut error = Error::new(ErrorKind::Waiting, Some(operation), wait_error.to_string());
    error.0.waiting = Some(wait_error);
    error.0.response = response;
    match source {
        Some(source) => {
            let error = error.about_same_request_as(&source);
            error.attempted(source.attempts()).with(source)
        }
        None => error,
    }
}

/// What a client or a transport adds to an error. Users of a client read it by the methods of [`Error`].
pub trait Annotate: sealed::Sealed + Sized {
    /// The API never received the call, so that any call can be retried.
    #[must_use]
    fn unsent(self) -> Self;

    /// Another attempt would fail for the same reason, such as an untrusted certificate.
    #[must_use]
    fn permanent(self) -> Self;

    /// Adds a note to the message, such as the proxy that was in the way.
    #[must_use]
    fn noted(self, note: &str) -> Self;

    /// The call was attempted so often; see [`Error::attempts`].
    #[must_use]
    fn attempted(self, attempts: u32) -> Self;

    /// Whether the call took effect, when the client looked; see [`Error::outcome`].
    #[must_use]
    fn settled(self, outcome: Outcome) -> Self;

    /// What the application can do about the failure; it is printed at the end of the message.
    #[must_use]
    fn hinted(self, hint: &'static str) -> Self;

    /// The path of the call; see [`Error::request_path`].
    #[must_use]
    fn about(self, path: &str) -> Self;

    /// Scheme, host and port of the request; see [`Error::origin`].
    #[must_use]
    fn sent_to(self, origin: impl Into<String>) -> Self;

    /// Scheme, host and port of the request that a redirect led to; see [`Error::origin`].
    #[must_use]
    fn redirected_to(self, origin: impl Into<String>) -> Self;
}

impl Annotate for Error {
    fn unsent(mut self) -> Self {
        self.0.sent = false;
        self
    }

    fn permanent(mut self) -> Self {
        self.0.is_permanent = true;
        self
    }

    fn noted(mut self, note: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(note);
        self
    }

    fn attempted(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    fn settled(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    fn hinted(mut self, hint: &'static str) -> Self {
        self.0.hint = Some(hint);
        self
    }

    fn about(mut self, path: &str) -> Self {
        self.0.place.path = Some(path.to_owned());
        self
    }

    fn sent_to(mut self, origin: impl Into<String>) -> Self {
        self.0.place.origin = Some(origin.into());
        self
    }

    fn redirected_to(mut self, origin: impl Into<String>) -> Self {
        self.0.place.is_redirected = true;
        self.sent_to(origin)
    }
}

impl Error {
    /// Both are about the same request.
    fn about_same_request_as(mut self, other: &Self) -> Self {
        self.0.place = other.0.place.clone();
        self
    }

    /// Why the call was not retried, for programs and for people.
    pub(crate) fn not_retried_since(mut self, reason: retry::Reason, message: String) -> Self {
        self.0.not_retried = Some((reason, message));
        self
    }
}

mod sealed {
    /// Only this crate's error can be annotated.
    pub trait Sealed {}
    impl Sealed for crate::Error {}
}

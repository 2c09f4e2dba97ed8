//! The one error type of all calls.

mod api;
mod display;
pub mod failure;
mod place;
pub(crate) mod printable;
mod status;

use http::{HeaderMap, StatusCode};
use std::error::Error as StdError;

use self::api::ApiBody;
use self::place::Place;
pub use self::status::Status;
use crate::json::Json;
use crate::operation::Operation;
use crate::response::{Response, request_id};
use crate::retry;
use crate::states::Outcome;
use crate::timeouts::{TimeLimit, TimedOut};
use crate::wait::{Reason, WaitError};

/// Why a call failed.
///
/// # What it prints
/// `Display` and `Debug` print what the application gave (names of files and settings, the first 40 characters of a text
/// that it parses as a number or a date, and the path of the call, of whose segments only letters, digits, `-`, `_` and
/// `.`), what the client says about the failure, and of a response only this:
/// - the status, and the host that sent it;
/// - the API's code, if it has the form `VAL_001`: two to eight capital letters, `_`, one to six digits;
/// - the names of fields that the API's messages begin with, statuses, and members in the path of a value that cannot
///   be read, if they consist of letters and `_`, with two digits at the end at most, and are not longer than 40 bytes;
/// - the type and the length of a value that cannot be read; numbers, `true`, `false`, `null`, and strings that look like
///   them or like a date (digits and `+-.:eETZ`, up to 40) themselves.
///
/// Other texts of a response are never printed, so no secret that a server or proxy repeats is. The response is kept as
/// it came: [`messages`](Self::messages), [`params`](Self::params), [`code`](Self::code), [`path`](Self::path),
/// [`headers`](Self::headers) and [`body`](Self::body) return it, and what the application prints of that is its own
/// decision.
///
/// Of a failed connection the cause is printed in the words of the transport and its libraries, unless they may quote a
/// URL or a header. [`source`](StdError::source) returns the error of the library, which prints as the library likes.
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
    /// The call succeeded, but its response has no content, and its value could not be read either. The
    /// [outcome](Error::outcome) is known: usually that it happened.
    NoContent,
    /// The connection failed.
    Transport,
    /// The response did not come in time.
    Timeout,
    /// The configuration of the client is not valid.
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
    row: Option<u64>,
    place: Place,
    waiting: Option<WaitError>,
    /// Whether the API may have received the call.
    sent: bool,
    /// Whether another attempt would fail for the same reason.
    is_permanent: bool,
    /// Whether the client has no key.
    is_without_key: bool,
    /// How often the call was sent; 0 if nobody counted.
    attempts: u32,
    not_retried: Option<(retry::Reason, String)>,
    outcome: Option<Outcome>,
    hint: Option<&'static str>,
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
            row: None,
            place: Place::default(),
            waiting: None,
            sent: true,
            is_permanent: false,
            is_without_key: false,
            attempts: 0,
            not_retried: None,
            outcome: None,
            hint: None,
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

    /// The status of the response, if one came. It compares with integers: `error.status() == 404`.
    pub fn status(&self) -> Status {
        Status(self.0.response.as_ref().map(|it| it.status()))
    }

    /// Whether the API responded that the object does not exist, or that the key's account cannot see it: status 404.
    pub fn is_not_found(&self) -> bool {
        self.is_api_status(StatusCode::NOT_FOUND)
    }

    /// Whether the API responded that the call contradicts the state of the object: status 409.
    pub fn is_conflict(&self) -> bool {
        self.is_api_status(StatusCode::CONFLICT)
    }

    /// Whether a [time limit](Self::time_limit) of the client was passed, or a wait ended at its deadline. A server
    /// that responds with 408 or 504 has not passed one.
    pub fn is_timeout(&self) -> bool {
        match &self.0.waiting {
            Some(wait) => matches!(wait.reason, Reason::Deadline(_)),
            None => self.0.kind == ErrorKind::Timeout,
        }
    }

    /// Whether the client was not set up because it has no API key, nor any other credential: an error of the kind
    /// [`Configuration`](ErrorKind::Configuration). A key that cannot be sent is another error.
    pub fn is_missing_key(&self) -> bool {
        self.0.is_without_key
    }

    fn is_api_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Api && self.status() == status
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

    /// The JSON path of the value that could not be read, such as `$.rows[3].amount`; `None` for a type of a
    /// [raw call](crate::RawCall::json), of which the message says the line and the column.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The row of a list that could not be read: its index in the whole list, counted from 0. The list goes on behind
    /// it. [`body`](Self::body) is then the JSON of this row alone, and [`path`](Self::path) the path in it.
    ///
    /// `None` for all other errors. Those end the list that they occur in.
    ///
    /// ```
    /// # use connect_usage::models::UsageRecord;
    /// use connect_usage::{Error, blocking::Rows};
    ///
    /// /// Reads all rows that can be read, and puts the others aside.
    /// fn read(rows: Rows<UsageRecord>) -> Result<(Vec<UsageRecord>, Vec<Error>), Error> {
    ///     let (mut records, mut aside) = (Vec::new(), Vec::new());
    ///     for row in rows {
    ///         match row {
    ///             Ok(record) => records.push(record),
    ///             Err(error) if error.row().is_some() => aside.push(error),
    ///             Err(error) => return Err(error),
    ///         }
    ///     }
    ///     Ok((records, aside))
    /// }
    /// ```
    pub fn row(&self) -> Option<u64> {
        self.0.row
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

    /// The path of the call below the base URL, as it was sent: `/usage/files/UF-2029-10-0001-0001/submit`.
    /// `None` for a call that was never made into a request, and for a link, whose path may be a secret.
    pub fn request_path(&self) -> Option<&str> {
        self.0.place.path.as_deref()
    }

    /// Scheme, host and port (if it is not the scheme's own) of the request that failed, such as
    /// `https://api.connect.cloudblue.com`; after a redirect, of the host that it led to. `None` if no
    /// request was sent, or nobody noted it: only clients do.
    pub fn origin(&self) -> Option<&str> {
        self.0.place.origin.as_deref()
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

    /// What became of a call that [may have been processed](Self::may_have_been_processed), as far as the client
    /// found out: by reading the objects that the call acts on, or by looking for the one that it creates. If
    /// neither tells, it is [`Unknown`](Outcome::Unknown). `None` if the failure says enough by itself, and of
    /// calls that only read.
    ///
    /// A call that the API answered with a success is never said not to have happened. It can have happened
    /// and fail all the same, when neither its response nor the object can be read.
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

//! Responses that are read while they come.

mod source;

use std::fmt;
use std::sync::Arc;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::{ReadHeaders, failure, read_record, response};
use connect_runtime::stream::{Event, Events, JsonLines, RecordError};
use connect_runtime::{Bytes, Error, Operation, Response, StatusCode, StreamCall};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use self::source::Source;
use crate::client::{Client, open};
use crate::machine::Machine;
use crate::observe::CallSpan;

impl Client {
    /// Opens a stream: sends a call whose response is read while it comes, and returns as soon as the head of a success
    /// is there.
    ///
    /// ```no_run
    /// use connect_usage::runtime::StreamCall;
    /// use connect_usage::{Client, Error};
    ///
    /// /// `call` is what a function of generated code returns.
    /// async fn follow(client: &Client, call: StreamCall) -> Result<(), Error> {
    ///     let mut incoming = client.open(call).await?;
    ///     while let Some(event) = incoming.next_event().await? {
    ///         println!("{}: {}", event.event, event.data);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// Opening is retried as any call is. The limits [`total`](crate::Timeouts::total) and
    /// [`attempt`](crate::Timeouts::attempt) end with the head of the response; from then on, only
    /// [`idle`](crate::Timeouts::idle) limits how long nothing may arrive while the caller waits. A stream that breaks is
    /// not opened again.
    ///
    /// Hooks and spans see the opening alone.
    ///
    /// # Errors
    /// Those of any call. A status that is not a success is [`Api`](crate::ErrorKind::Api), with the body of the response.
    pub fn open(
        &self,
        call: impl Into<StreamCall>,
    ) -> impl Future<Output = Result<Incoming, Error>> {
        // Converted outside of the future, which would otherwise hold both values.
        let call = call.into();
        async move {
            let span = CallSpan::new(call.operation());
            let result = span.instrument(begin(self, &call, &span)).await;
            span.finish(result)
        }
    }
}

async fn begin(client: &Client, call: &StreamCall, span: &CallSpan) -> Result<Incoming, Error> {
    call.check()?;
    let mut machine = Machine::stream(client.settings(), call.request())?;
    let mut opened = open(&mut machine, &**client.transport(), span).await?;
    let headers = std::mem::take(&mut opened.headers);
    let status = opened.status;
    let transport = Arc::clone(client.transport());
    Ok(Incoming {
        status,
        headers,
        source: Source::new(call.operation(), transport, machine.about(), opened),
        rest: Bytes::new(),
        events: Events::new(),
        lines: JsonLines::new(),
    })
}

/// A response that is read while it comes, of a call that a client has [opened](Client::open).
///
/// Read it by one of its methods: [`next_event`](Self::next_event) for Server-Sent Events, [`next_json`](Self::next_json)
/// for JSON values, and [`chunk`](Self::chunk) for anything else.
///
/// ```no_run
/// use connect_usage::models::UsageRecord;
/// use connect_usage::runtime::StreamCall;
/// use connect_usage::{Client, Error};
///
/// /// `call` is what a function of generated code returns, here for a response of `application/x-ndjson`.
/// async fn export(client: &Client, call: StreamCall) -> Result<u64, Error> {
///     let mut incoming = client.open(call).await?;
///     let mut count = 0;
///     while let Some(record) = incoming.next_json::<UsageRecord>().await? {
///         println!("{}", record.id);
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
///
/// Dropping it closes the connection. A future of its methods that is dropped loses nothing: the next one goes on where
/// it stopped.
///
/// A connection that breaks is an error, not an end, as far as the response says how it ends: by its length, by its
/// chunks, or as a stream of HTTP/2.
pub struct Incoming {
    status: StatusCode,
    headers: HeaderMap,
    source: Source,
    /// What is not read yet of the last chunk.
    rest: Bytes,
    events: Events,
    lines: JsonLines,
}

impl Incoming {
    /// Sets the limit for one record, in bytes: an event or a JSON value. By default it is 16 MiB
    /// ([`MAX_RECORD`](crate::runtime::stream::MAX_RECORD)). A longer record is an error, and is not kept in memory.
    #[must_use]
    pub fn max_record(mut self, bytes: usize) -> Self {
        self.events = self.events.max_record(bytes);
        self.lines = self.lines.max_record(bytes);
        self
    }

    /// Returns the status of the response, which is a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the headers that the operation declares, as the struct that generated code has of them. A header that the
    /// response lacks is `None`.
    ///
    /// ```no_run
    /// use connect_usage::runtime::StreamCall;
    /// use connect_usage::{Client, Error};
    /// # mod events {
    /// #     connect_usage::runtime::codegen::headers! {
    /// #         pub struct FollowHeaders {
    /// #             #[wire("X-Backlog")]
    /// #             pub x_backlog: Option<u64>,
    /// #         }
    /// #     }
    /// # }
    ///
    /// /// `call` is what `events::follow()` of generated code returns, and declares the header `X-Backlog`.
    /// async fn backlog(client: &Client, call: StreamCall) -> Result<Option<u64>, Error> {
    ///     let incoming = client.open(call).await?;
    ///     let headers = incoming.read_headers::<events::FollowHeaders>()?;
    ///     Ok(headers.x_backlog)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when a header is not of its type. The stream can be read all the same.
    pub fn read_headers<H: ReadHeaders>(&self) -> Result<H, Error> {
        let read = H::read(&self.headers);
        read.map_err(|unreadable| self.unreadable(&unreadable.to_string()))
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.source.operation()
    }

    /// Returns the next bytes of the response, as they arrive and decoded from any content coding, or `None` at its end.
    ///
    /// What the other methods have read of a record that is not complete is not returned again.
    ///
    /// # Errors
    /// [`Transport`](crate::ErrorKind::Transport) when the connection breaks, [`Timeout`](crate::ErrorKind::Timeout) when
    /// nothing arrives for as long as [`idle`](crate::Timeouts::idle) allows. All later calls fail, too.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match self.rest.is_empty() {
            true => self.source.chunk().await,
            false => Ok(Some(std::mem::take(&mut self.rest))),
        }
    }

    /// Returns the next event of a stream of Server-Sent Events, or `None` at its end. An event that is not complete at
    /// the end is dropped, as the standard says.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk); [`Decode`](crate::ErrorKind::Decode) when an event is longer than the
    /// [limit](Self::max_record), after which the next event can be read, or when the media type of the response is not
    /// `text/event-stream`.
    pub async fn next_event(&mut self) -> Result<Option<Event>, Error> {
        if !is_event_stream(&self.headers) {
            let message =
                "the response is not a stream of events: its media type is not `text/event-stream`";
            return Err(self.unreadable(message));
        }
        loop {
            match self.events.read(&mut self.rest) {
                Ok(None) => {}
                Ok(event) => return Ok(event),
                Err(error) => return Err(self.unreadable(&error.to_string())),
            }
            match self.source.chunk().await? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(None),
            }
        }
    }

    /// Returns the next JSON value of a stream of them (NDJSON, JSON Lines, a JSON text sequence), or `None` at its end.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk); [`Decode`](crate::ErrorKind::Decode) when a record is not JSON, not of the form of
    /// a `T`, or longer than the [limit](Self::max_record). The message has the number of the record, from 1. After such
    /// an error the next record can be read.
    pub async fn next_json<T: DecodeOwned>(&mut self) -> Result<Option<T>, Error> {
        let json = loop {
            match self.lines.read(&mut self.rest) {
                Ok(None) => {}
                read => break read,
            }
            match self.source.chunk().await? {
                Some(chunk) => self.rest = chunk,
                None => break self.lines.finish(),
            }
        };
        let json = json.map_err(|error: RecordError| self.unreadable(&error.to_string()))?;
        let Some(json) = json else {
            return Ok(None);
        };
        let record = self.lines.record();
        let value = read_record(self.operation(), record, &json, || self.head().map(drop));
        value.map(Some).map_err(|error| self.source.annotate(error))
    }

    /// The error for what cannot be read.
    fn unreadable(&self, message: &str) -> Error {
        let error = failure::decode(self.operation(), self.head(), message);
        self.source.annotate(error)
    }

    /// The response without its body, for an error.
    fn head(&self) -> Response {
        response(self.status, self.headers.clone(), Bytes::new())
    }
}

/// Returns whether a response may be a stream of events: its media type says so, or it has none.
fn is_event_stream(headers: &HeaderMap) -> bool {
    let Some(media_type) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let media_type = media_type.as_bytes().split(|it| *it == b';').next();
    media_type.is_some_and(|it| it.trim_ascii().eq_ignore_ascii_case(b"text/event-stream"))
}

/// Shows neither the values of the headers nor anything of the body.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("operation", &self.operation().name)
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

//! Responses that are read while they come, with the blocking client.

use std::fmt;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::ReadHeaders;
use connect_runtime::stream::Event;
use connect_runtime::{Bytes, Error, StatusCode, StreamCall};
use http::HeaderMap;

use super::Client;
use super::run::run;

impl Client {
    /// Opens a stream: sends a call whose response is read while it comes, and returns as soon as the head of a success
    /// is there. Retries, time limits and errors are those of the asynchronous [`Client::open`](crate::Client::open).
    ///
    /// ```no_run
    /// use connect_usage::blocking::Client;
    /// use connect_usage::runtime::StreamCall;
    /// use connect_usage::Error;
    ///
    /// /// `call` is what a function of generated code returns.
    /// fn follow(client: &Client, call: StreamCall) -> Result<(), Error> {
    ///     let mut incoming = client.open(call)?;
    ///     while let Some(event) = incoming.next_event()? {
    ///         println!("{}: {}", event.event, event.data);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// Those of any call. A status that is not a success is [`Api`](crate::ErrorKind::Api), with the body of the response.
    pub fn open(&self, call: impl Into<StreamCall>) -> Result<Incoming, Error> {
        let call = call.into();
        run(call.operation(), self.0.open(call)).map(Incoming)
    }
}

/// A response that is read while it comes, of a call that a client has [opened](Client::open). Its methods are those of
/// [the asynchronous one](crate::Incoming), and wait in the calling thread.
///
/// ```no_run
/// use connect_usage::blocking::Client;
/// use connect_usage::models::UsageRecord;
/// use connect_usage::runtime::StreamCall;
/// use connect_usage::Error;
///
/// /// `call` is what a function of generated code returns, here for a response of `application/x-ndjson`.
/// fn export(client: &Client, call: StreamCall) -> Result<(), Error> {
///     let mut incoming = client.open(call)?;
///     while let Some(record) = incoming.next_json::<UsageRecord>()? {
///         println!("{}", record.id);
///     }
///     Ok(())
/// }
/// ```
///
/// Dropping it closes the connection.
pub struct Incoming(crate::Incoming);

impl Incoming {
    /// Sets the limit for one record, in bytes: an event or a JSON value. By default it is 16 MiB
    /// ([`MAX_RECORD`](crate::runtime::stream::MAX_RECORD)). A longer record is an error, and is not kept in memory.
    #[must_use]
    pub fn max_record(self, bytes: usize) -> Self {
        Self(self.0.max_record(bytes))
    }

    /// Returns the status of the response, which is a success.
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// Returns the headers that the operation declares, as [`read_headers`](crate::Incoming::read_headers) of the
    /// asynchronous client does.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when a header is not of its type. The stream can be read all the same.
    pub fn read_headers<H: ReadHeaders>(&self) -> Result<H, Error> {
        self.0.read_headers()
    }

    /// Returns the next bytes of the response, as [`chunk`](crate::Incoming::chunk) of the asynchronous client does.
    ///
    /// # Errors
    /// When the connection breaks, or nothing arrives for as long as [`idle`](crate::Timeouts::idle) allows.
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        run(self.0.operation(), self.0.chunk())
    }

    /// Returns the next event, as [`next_event`](crate::Incoming::next_event) of the asynchronous client does.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk), and [`Decode`](crate::ErrorKind::Decode) when an event cannot be read.
    pub fn next_event(&mut self) -> Result<Option<Event>, Error> {
        run(self.0.operation(), self.0.next_event())
    }

    /// Returns the next JSON value, as [`next_json`](crate::Incoming::next_json) of the asynchronous client does.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk), and [`Decode`](crate::ErrorKind::Decode) when a record cannot be read.
    pub fn next_json<T: DecodeOwned>(&mut self) -> Result<Option<T>, Error> {
        run(self.0.operation(), self.0.next_json())
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

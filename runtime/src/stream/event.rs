//! An event of a stream.

use std::fmt;

use crate::Result;
use crate::decode::DecodeOwned;
use crate::error::{failure, printable};
use crate::json::Json;

/// One Server-Sent Event.
///
/// ```
/// use connect_usage::runtime::stream::Events;
/// use connect_usage::runtime::Bytes;
///
/// let mut input = Bytes::from("event: total\ndata: [1, 2]\n\n");
/// let event = Events::new().read(&mut input)?.expect("an event");
/// assert_eq!(event.event, "total");
/// assert_eq!(event.json::<Vec<i64>>()?, [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The type of the event: `message` if the stream does not name one.
    pub event: String,
    /// The data. Several lines of data are joined by `\n`.
    pub data: String,
    /// The identifier that the stream has set last, with this event or an earlier one. `None` if there is none, or the
    /// stream has removed it. A request that continues the stream sends it as `Last-Event-ID`.
    pub id: Option<String>,
    /// How long to wait before the stream is opened again once it has ended, in milliseconds, if the stream has said so
    /// since the event before.
    pub retry: Option<u64>,
}

impl Event {
    /// Reads the data, which is JSON, as a `T`.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when the data is not JSON, or not of that form.
    pub fn json<T: DecodeOwned>(&self) -> Result<T> {
        let data = self.data.as_bytes();
        Json::read_bytes(data)
            .map_err(|(cause, place)| failure::unreadable_event(data, &place, &cause))
    }
}

/// The length of the data, not the data.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &format_args!("{}", printable::name(&self.event)))
            .field("data", &format_args!("{} bytes", self.data.len()))
            .field("has_id", &self.id.is_some())
            .field("retry", &self.retry)
            .finish()
    }
}

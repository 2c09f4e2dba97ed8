//! Both clients behind one interface, and replies whose parts are sent one by one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use connect_fake::Reply;
use connect_usage::runtime::Bytes;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::runtime::driver::ReadHeaders;
use connect_usage::runtime::stream::Event;
use connect_usage::{Error, Incoming, OptionalBodyStream, StreamCall, blocking};

use crate::support::any::{AnyClient, LONG};
use crate::support::{get, post};

/// A stream of either client.
pub enum AnyIncoming {
    Async(Incoming, Arc<tokio::runtime::Runtime>),
    Blocking(blocking::Incoming),
}

/// Calls the same method of either stream, and waits for its result.
macro_rules! on_each {
    ($self:ident, $it:ident => $call:expr) => {
        match $self {
            Self::Async($it, runtime) => runtime.block_on($call),
            Self::Blocking($it) => $call,
        }
    };
}

impl AnyIncoming {
    pub fn max_record(self, bytes: usize) -> Self {
        match self {
            Self::Async(it, runtime) => Self::Async(it.max_record(bytes), runtime),
            Self::Blocking(it) => Self::Blocking(it.max_record(bytes)),
        }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::Async(it, _) => it.status().as_u16(),
            Self::Blocking(it) => it.status().as_u16(),
        }
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let headers = match self {
            Self::Async(it, _) => it.headers(),
            Self::Blocking(it) => it.headers(),
        };
        Some(headers.get(name)?.to_str().expect("ASCII").to_owned())
    }

    pub fn read_headers<H: ReadHeaders>(&self) -> Result<H, Error> {
        match self {
            Self::Async(it, _) => it.read_headers(),
            Self::Blocking(it) => it.read_headers(),
        }
    }

    pub fn debug(&self) -> String {
        match self {
            Self::Async(it, _) => format!("{it:?}"),
            Self::Blocking(it) => format!("{it:?}"),
        }
    }

    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        on_each!(self, it => it.chunk())
    }

    pub fn next_event(&mut self) -> Result<Option<Event>, Error> {
        on_each!(self, it => it.next_event())
    }

    pub fn next_json<T: DecodeOwned>(&mut self) -> Result<Option<T>, Error> {
        on_each!(self, it => it.next_json())
    }

    /// The data of the next event, which is there.
    pub fn data(&mut self) -> String {
        let event = self.next_event().expect("an event");
        event.expect("no end").data
    }
}

/// Opens a stream.
pub fn open(client: &AnyClient, call: impl Into<StreamCall>) -> Result<AnyIncoming, Error> {
    match client {
        AnyClient::Async(it, runtime) => {
            let incoming = runtime.block_on(it.open(call))?;
            Ok(AnyIncoming::Async(incoming, Arc::clone(runtime)))
        }
        AnyClient::Blocking(it) => it.open(call).map(AnyIncoming::Blocking),
    }
}

/// A call that reads.
pub fn follow() -> StreamCall {
    get().header("Accept", "text/event-stream").returns_stream()
}

/// A call that changes something.
pub fn generate() -> StreamCall {
    post().json("tell me").returns_stream()
}

/// A call whose body can be left out.
pub fn ask() -> OptionalBodyStream<String> {
    let call = post().returns_empty();
    call.optional_json().returns_stream()
}

/// A success of this media type.
pub fn reply(media_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    let reply = Reply::new(200).header("Content-Type", media_type);
    reply.body(body).chunked()
}

/// A stream of events.
pub fn events(body: impl Into<Vec<u8>>) -> Reply {
    reply("text/event-stream", body)
}

/// A body whose parts the server sends when the test says so.
#[derive(Clone)]
pub struct Gated {
    bytes: Arc<Vec<u8>>,
    gates: Arc<Gates>,
    open: Sender<()>,
}

struct Gates {
    /// Where the parts begin.
    starts: Vec<usize>,
    opened: Mutex<std::sync::mpsc::Receiver<()>>,
    /// The number of parts that the server has begun to send.
    sent: AtomicUsize,
}

impl Gated {
    pub fn new(parts: &[&[u8]]) -> Self {
        let (open, opened) = channel();
        let ends = parts.iter().scan(0, |end, part| {
            *end += part.len();
            Some(*end - part.len())
        });
        let gates = Gates {
            starts: ends.collect(),
            opened: Mutex::new(opened),
            sent: AtomicUsize::new(0),
        };
        Self {
            bytes: Arc::new(parts.concat()),
            gates: Arc::new(gates),
            open,
        }
    }

    /// Sends this body byte by byte, so that nothing of a part is held back for the next one.
    pub fn of(&self, reply: Reply) -> Reply {
        let (bytes, gates) = (Arc::clone(&self.bytes), Arc::clone(&self.gates));
        let fill = move |offset: u64, buffer: &mut [u8]| {
            let offset = usize::try_from(offset).expect("a small body");
            if gates.starts.contains(&offset) {
                let opened = gates.opened.lock().expect("one connection");
                opened.recv_timeout(LONG).expect("the part is wanted");
                gates.sent.fetch_add(1, Ordering::SeqCst);
            }
            buffer.copy_from_slice(&bytes[offset..offset + buffer.len()]);
        };
        let made = reply.made(self.bytes.len() as u64, fill);
        made.trickled(1, std::time::Duration::ZERO)
    }

    /// Lets the server send the next part.
    pub fn send(&self) {
        self.open.send(()).expect("a server");
    }

    /// The number of parts that were sent.
    pub fn sent(&self) -> usize {
        self.gates.sent.load(Ordering::SeqCst)
    }
}

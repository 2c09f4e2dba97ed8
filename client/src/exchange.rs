//! What goes to a transport, and what comes back.

mod body;
mod incoming;
mod limits;
mod outgoing;
mod payload;
mod progress;

pub use incoming::Incoming;
pub use limits::Limits;
pub use outgoing::Outgoing;
pub use payload::{OpenPayload, Payload};

pub(crate) use body::BodyBuffer;
pub(crate) use progress::Progress;

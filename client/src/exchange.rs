//! Requests and bodies, as they are exchanged with a transport.

mod body_buffer;
pub(crate) mod coding;
mod limits;
mod progress;
mod request;
mod request_body;

pub use limits::Limits;
pub use request::Request;
pub use request_body::{OpenBody, RequestBody};

pub(crate) use body_buffer::BodyBuffer;
pub(crate) use progress::Progress;

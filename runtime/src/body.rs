//! Bodies of requests, and how any of them is written by a transport.

mod encoded;

use std::fmt;

use bytes::Bytes;

pub use self::encoded::{Encoded, Piece};
use crate::multipart::{self, Multipart};
use crate::upload::Upload;

/// The body of a [`Request`](crate::Request).
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Body {
    /// No body.
    #[default]
    Empty,
    /// JSON text.
    Json(Bytes),
    /// A form with files.
    Multipart(Multipart),
    /// A file as the whole body.
    Binary {
        /// The media type that the operation takes.
        media_type: &'static str,
        /// The file.
        upload: Upload,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Json(text) => write!(f, "Json({} bytes)", text.len()),
            Self::Multipart(form) => f.debug_tuple("Multipart").field(form).finish(),
            Self::Binary { media_type, upload } => f
                .debug_struct("Binary")
                .field("media_type", media_type)
                .field("upload", upload)
                .finish(),
        }
    }
}

impl Encoded {
    /// The body as it goes over the wire; `None` if there is none. A form gets a new random boundary each time.
    pub fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Empty => None,
            Body::Json(text) => Some(Self::new(
                "application/json".into(),
                vec![Piece::Bytes(text.clone())],
            )),
            Body::Multipart(form) => Some(Self::form(form, &multipart::boundary())),
            Body::Binary { media_type, upload } => Some(Self::new(
                (*media_type).into(),
                vec![Piece::Upload(upload.clone())],
            )),
        }
    }

    /// A form as it goes over the wire, with this boundary between its parts.
    pub fn form(form: &Multipart, boundary: &str) -> Self {
        form.encode(boundary)
    }
}

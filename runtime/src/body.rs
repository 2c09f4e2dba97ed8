//! Bodies of requests, and how any of them is written by a transport.

use std::fmt;

use bytes::Bytes;

use crate::multipart::{self, Multipart};
use crate::upload::{Source, Upload};

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

/// A body ready to be written: its media type, and its pieces one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    content_type: String,
    pieces: Vec<Piece>,
}

/// A stretch of an [`Encoded`] body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file, for the transport to open and read.
    Upload(Upload),
}

impl Encoded {
    pub(crate) fn new(content_type: String, pieces: Vec<Piece>) -> Self {
        Self {
            content_type,
            pieces,
        }
    }

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

    /// The value of the `Content-Type` header.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces in their order.
    pub fn into_pieces(self) -> Vec<Piece> {
        self.pieces
    }

    /// The number of bytes of the whole body, if that is known without looking at a file.
    pub fn length(&self) -> Option<u64> {
        self.pieces.iter().try_fold(0u64, |sum, piece| match piece {
            Piece::Bytes(bytes) => sum.checked_add(bytes.len() as u64),
            Piece::Upload(upload) => sum.checked_add(upload.length()?),
        })
    }

    /// Whether all of it lies in memory, so that reading it opens nothing and does not block.
    pub fn in_memory(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Bytes(_) => true,
            Piece::Upload(upload) => matches!(upload.source(), Source::Bytes(_)),
        })
    }
}

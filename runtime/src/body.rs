//! Bodies of requests, and how any of them is written by a transport.

mod encoded;

use std::fmt;

use bytes::Bytes;

pub use self::encoded::{Encoded, Piece};
use crate::encode::{self, Encode};
use crate::multipart::{self, Multipart};
use crate::parameter::{Style, urlencoded};
use crate::problem::Problem;
use crate::upload::Upload;

/// The media type of JSON.
const JSON: &str = "application/json";

/// The media type of forms without files.
const FORM: &str = "application/x-www-form-urlencoded";

/// The body of a [`Request`](crate::Request).
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Body {
    /// No body.
    #[default]
    Empty,
    /// JSON text.
    Json(Bytes),
    /// Any other text.
    Text {
        /// The media type.
        media_type: &'static str,
        /// The text.
        text: Bytes,
    },
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
            Self::Text { media_type, text } => {
                write!(f, "Text({media_type}, {} bytes)", text.len())
            }
            Self::Multipart(form) => f.debug_tuple("Multipart").field(form).finish(),
            Self::Binary { media_type, upload } => f
                .debug_struct("Binary")
                .field("media_type", media_type)
                .field("upload", upload)
                .finish(),
        }
    }
}

impl Body {
    /// The value as JSON.
    pub(crate) fn json<T: Encode + ?Sized>(value: &T) -> Result<Self, Problem> {
        Self::json_as(JSON, value)
    }

    /// The value as JSON with this media type.
    pub(crate) fn json_as<T: Encode + ?Sized>(
        media_type: &'static str,
        value: &T,
    ) -> Result<Self, Problem> {
        let written = encode::to_json(value);
        let text = written
            .map_err(|error| Problem::new(format_args!("the body cannot be written: {error}")))?
            .into();
        Ok(match media_type {
            JSON => Self::Json(text),
            _ => Self::Text { media_type, text },
        })
    }

    /// The object as a form; see [`urlencoded::form`].
    pub(crate) fn urlencoded<T: Encode + ?Sized>(
        styles: &[(&str, Style)],
        value: &T,
    ) -> Result<Self, Problem> {
        let text = urlencoded::form(styles, value)?.into();
        Ok(Self::Text {
            media_type: FORM,
            text,
        })
    }

    /// The JSON text, if the body is JSON.
    pub(crate) fn as_json(&self) -> Option<&Bytes> {
        match self {
            Self::Json(text) => Some(text),
            Self::Text { media_type, text } if is_json(media_type) => Some(text),
            _ => None,
        }
    }

    /// The text of a form without files, if the body is one.
    pub(crate) fn as_urlencoded(&self) -> Option<&Bytes> {
        match self {
            Self::Text { media_type, text } if *media_type == FORM => Some(text),
            _ => None,
        }
    }
}

/// Whether a media type is one of JSON, such as `application/merge-patch+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default();
    let name = name.trim().to_ascii_lowercase();
    matches!(name.as_str(), JSON | "text/json" | "application/x-json") || name.ends_with("+json")
}

impl Encoded {
    /// The body as it goes over the wire; `None` if there is none. A form gets a new random boundary each time.
    pub fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Empty => None,
            Body::Json(text) => Some(Self::new(JSON.into(), vec![Piece::Bytes(text.clone())])),
            Body::Text { media_type, text } => Some(Self::new(
                (*media_type).into(),
                vec![Piece::Bytes(text.clone())],
            )),
            Body::Multipart(form) => Some(Self::form(form, &multipart::boundary())),
            Body::Binary { media_type, upload } => {
                // Of a range such as `image/*`, the file says which type it is.
                let media_type = match media_type.contains('*') {
                    true => upload.sent_media_type(),
                    false => (*media_type).to_owned(),
                };
                Some(Self::new(media_type, vec![Piece::Upload(upload.clone())]))
            }
        }
    }

    /// A form as it goes over the wire, with this boundary between its parts.
    pub fn form(form: &Multipart, boundary: &str) -> Self {
        form.encode(boundary)
    }
}

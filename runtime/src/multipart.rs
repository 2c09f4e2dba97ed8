//! `multipart/form-data` bodies, as data and as bytes on the wire.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::body::{Encoded, Piece};
use crate::encode::{self, Encode};
use crate::problem::Problem;
use crate::upload::Upload;

/// A `multipart/form-data` body: its parts in the order in which they are sent.
///
/// ```
/// use connect_runtime::{Multipart, Upload};
/// let body = Multipart::new()
///     .file("recon_file", Upload::bytes("…"))
///     .text_optional("upload_note", Some("second attempt"));
/// assert_eq!(body.parts().len(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<Part>,
    problem: Option<Problem>,
}

/// One part of a [`Multipart`] body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the form's field.
    pub name: String,
    /// The content of the part.
    pub content: Content,
}

/// The content of a [`Part`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// A text field.
    Text(String),
    /// A text field with a media type of its own.
    Typed {
        /// The media type.
        media_type: String,
        /// The text.
        text: String,
    },
    /// A file.
    File(Upload),
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: impl Into<String>, upload: Upload) -> Self {
        self.part(name.into(), Content::File(upload))
    }

    /// Adds a file if there is one.
    #[must_use]
    pub fn file_optional(self, name: impl Into<String>, upload: Option<Upload>) -> Self {
        match upload {
            Some(upload) => self.file(name, upload),
            None => self,
        }
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name.into(), Content::Text(text.into()))
    }

    /// Adds a text field if there is a value.
    #[must_use]
    pub fn text_optional(self, name: impl Into<String>, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    /// Adds a text field with a media type: its part has a `Content-Type` header.
    ///
    /// ```
    /// use connect_runtime::Multipart;
    /// let body = Multipart::new().typed("prices", "text/csv", "a;1\nb;2");
    /// assert_eq!(body.parts().len(), 1);
    /// ```
    #[must_use]
    pub fn typed(
        self,
        name: impl Into<String>,
        media_type: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        let media_type = media_type.into();
        let text = text.into();
        self.part(name.into(), Content::Typed { media_type, text })
    }

    /// Adds a text part that holds a value as JSON. If the value cannot be written, the call fails before
    /// it is sent.
    #[must_use]
    pub fn json<T: Encode + ?Sized>(self, name: impl Into<String>, value: &T) -> Self {
        self.written(name.into(), value, Content::Text)
    }

    /// As [`json`](Self::json), with the media type `application/json`: the part has a `Content-Type` header.
    #[must_use]
    pub fn json_typed<T: Encode + ?Sized>(self, name: impl Into<String>, value: &T) -> Self {
        self.json_as(name, "application/json", value)
    }

    /// As [`json_typed`](Self::json_typed), with another media type.
    #[must_use]
    pub fn json_as<T: Encode + ?Sized>(
        self,
        name: impl Into<String>,
        media_type: impl Into<String>,
        value: &T,
    ) -> Self {
        let media_type = media_type.into();
        self.written(name.into(), value, |text| Content::Typed {
            media_type,
            text,
        })
    }

    /// Adds a text part that holds a value as JSON, if there is one.
    #[must_use]
    pub fn json_optional<T: Encode + ?Sized>(
        self,
        name: impl Into<String>,
        value: Option<&T>,
    ) -> Self {
        match value {
            Some(value) => self.json(name, value),
            None => self,
        }
    }

    /// Adds a file part for each of several files, all with the same name.
    #[must_use]
    pub fn files(self, name: impl Into<String>, uploads: impl IntoIterator<Item = Upload>) -> Self {
        let name = name.into();
        uploads
            .into_iter()
            .fold(self, |form, upload| form.file(name.clone(), upload))
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The parts in their order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The body as it is sent, with `boundary` between the parts.
    pub(crate) fn encode(&self, boundary: &str) -> Encoded {
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut text = String::new();
        for part in &self.parts {
            text.push_str(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                quoted(&part.name)
            ));
            match &part.content {
                Content::Text(value) => text.push_str(&format!("\r\n\r\n{value}\r\n")),
                Content::Typed {
                    media_type,
                    text: value,
                } => {
                    let media_type = one_line(media_type);
                    text.push_str(&format!(
                        "\r\nContent-Type: {media_type}\r\n\r\n{value}\r\n"
                    ));
                }
                Content::File(upload) => {
                    text.push_str(&format!(
                        "; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                        quoted(&upload.sent_file_name()),
                        one_line(&upload.sent_media_type())
                    ));
                    pieces.push(Piece::Bytes(std::mem::take(&mut text).into()));
                    pieces.push(Piece::Upload(upload.clone()));
                    text.push_str("\r\n");
                }
            }
        }
        text.push_str(&format!("--{boundary}--\r\n"));
        pieces.push(Piece::Bytes(text.into()));
        Encoded::new(format!("multipart/form-data; boundary={boundary}"), pieces)
    }

    /// Adds a part that holds a value as JSON.
    fn written<T: Encode + ?Sized>(
        mut self,
        name: String,
        value: &T,
        content: impl FnOnce(String) -> Content,
    ) -> Self {
        match encode::to_json(value) {
            Ok(text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                self.part(name, content(text))
            }
            Err(error) => {
                let text = format!("cannot write the part `{name}`: {error}");
                self.problem.get_or_insert(Problem::new(text));
                self
            }
        }
    }

    fn part(mut self, name: String, content: Content) -> Self {
        self.parts.push(Part { name, content });
        self
    }
}

/// A random boundary of 128 bits, which no content is expected to hold: the standard library's hash keys
/// are random for each process and differ for each `RandomState`.
pub(crate) fn boundary() -> String {
    let part = || RandomState::new().hash_one(0u8);
    format!("connect-{:016x}{:016x}", part(), part())
}

/// A name inside the quotes of `Content-Disposition`, escaped as in HTML forms. A quote or a line
/// break in a file name can therefore not start another parameter or header.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A header's value without line breaks, which would start another header.
fn one_line(value: &str) -> String {
    value.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(body: &Multipart) -> String {
        let mut bytes = Vec::new();
        for piece in body.encode("B").pieces() {
            match piece {
                Piece::Bytes(part) => bytes.extend_from_slice(part),
                Piece::Upload(upload) => {
                    bytes.extend_from_slice(format!("<{:?}>", upload.source()).as_bytes())
                }
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn parts_are_written_in_order() {
        let body = Multipart::new()
            .text("note", "two\r\nlines")
            .file("usage_file", Upload::bytes("abc").file_name("a.bin"))
            .file("other", Upload::path("/x/y.bin"))
            .file_optional("none", None)
            .text_optional("none", None::<&str>);
        let text = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\ntwo\r\nlines\r\n\
            --B\r\nContent-Disposition: form-data; name=\"usage_file\"; filename=\"a.bin\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n<Bytes(3 bytes)>\r\n\
            --B\r\nContent-Disposition: form-data; name=\"other\"; filename=\"y.bin\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n<Path(\"/x/y.bin\")>\r\n--B--\r\n";
        assert_eq!(wire(&body), text);
        assert_eq!(
            body.encode("B").content_type(),
            "multipart/form-data; boundary=B"
        );
    }

    #[test]
    fn names_cannot_add_headers() {
        let upload = Upload::bytes("")
            .file_name("a\"\r\nX: 1.xlsx")
            .media_type("text/csv\r\nX: 2");
        let text = wire(&Multipart::new().file("f", upload));
        assert!(
            text.contains(
                "filename=\"a%22%0D%0AX: 1.xlsx\"\r\nContent-Type: text/csv  X: 2\r\n\r\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn boundaries_differ_and_are_legal() {
        let (a, b) = (boundary(), boundary());
        assert_ne!(a, b);
        assert!(a.len() <= 70 && a.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-'));
    }
}

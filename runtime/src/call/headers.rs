//! Values of a response's headers.

use std::fmt;

use http::HeaderMap;

use super::Call;
use crate::decode::watch;
use crate::error::failure;
use crate::from_header::FromHeader;

/// A struct of the headers that a response declares.
pub trait ReadHeaders: Sized + 'static {
    /// Reads the headers.
    ///
    /// # Errors
    /// If one cannot be read.
    fn read(headers: &HeaderMap) -> Result<Self, UnreadableHeader>;
}

/// Why a header cannot be read. It does not show the header's value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableHeader {
    name: &'static str,
    expected: &'static str,
}

impl fmt::Display for UnreadableHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the header `{}` is not of the expected form: expected {}",
            self.name, self.expected
        )
    }
}

impl std::error::Error for UnreadableHeader {}

/// Reads a header; `None` if it is absent. Several headers of the name are one list, as HTTP has it.
///
/// # Errors
/// If it is not of the type.
pub fn read_header<T: FromHeader>(
    headers: &HeaderMap,
    name: &'static str,
) -> Result<Option<T>, UnreadableHeader> {
    let expected = T::EXPECTED;
    match header_text(headers, name) {
        None => Ok(None),
        Some(text) => match text.as_deref().and_then(T::from_header) {
            None => Err(UnreadableHeader { name, expected }),
            value => Ok(value),
        },
    }
}

/// The text of a header, if it is there; `Some(None)` if it is not UTF-8.
fn header_text(headers: &HeaderMap, name: &str) -> Option<Option<String>> {
    let lines: Vec<&[u8]> = headers
        .get_all(name)
        .iter()
        .map(|it| it.as_bytes())
        .collect();
    (!lines.is_empty()).then(|| String::from_utf8(lines.join(&b", "[..])).ok())
}

/// Prints which of the headers are present. Values may be secrets.
///
/// # Errors
/// If the formatter fails.
pub fn debug_headers(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    headers: &[(&str, bool)],
) -> fmt::Result {
    let present = headers.iter().filter(|(_, is_present)| *is_present);
    write!(f, "{name} ")?;
    f.debug_set()
        .entries(present.map(|(header, _)| header))
        .finish()
}

impl<T> Call<T> {
    /// The same call, whose value comes with headers of the response. A header that cannot be read is an error of the
    /// kind [`Decode`](crate::ErrorKind::Decode).
    ///
    /// Generated code has a struct of headers for each operation whose success declares some:
    /// `things::get("T-1").with_headers::<things::GetHeaders>()`.
    pub fn with_headers<H: ReadHeaders>(self) -> Call<(T, H)>
    where
        T: 'static,
    {
        let decode = self.decode;
        Call::new(self.request, self.problem, move |operation, response| {
            // What is unknown in a header has no place in the body.
            let found = watch::found();
            let headers = H::read(response.headers());
            watch::forget(found);
            match headers {
                Ok(headers) => Ok((decode(operation, response)?, headers)),
                Err(unreadable) => {
                    // A failure of the call itself comes first.
                    decode(operation, response.clone())?;
                    Err(failure::decode(
                        operation,
                        response,
                        &unreadable.to_string(),
                    ))
                }
            }
        })
    }
}

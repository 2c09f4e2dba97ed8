//! Responses of the API, as transports hand them over and as calls give them out.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use percent_encoding::percent_decode_str;

use crate::presigned_url::PresignedUrl;

/// A response whose body has been read whole, with any transfer or content encoding undone.
pub type Response<B = Bytes> = http::Response<B>;

/// Puts a response together. A client does so with what its transport received, a test with what it likes.
pub fn response(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// What may be printed of a response: the status, the names of the headers and the length of the body. Values of
/// headers and bodies may hold presigned URLs.
pub(crate) struct Summary<'a>(pub &'a Response);

impl fmt::Debug for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(response) = self;
        f.debug_struct("Response")
            .field("status", &response.status())
            .field("headers", &response.headers().keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", response.body().len()))
            .finish()
    }
}

/// The text of a header, if it is there and is text.
pub(crate) fn header(response: &Response, name: impl http::header::AsHeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}

/// What the headers of a response call the request, for questions to the API's support: `X-Request-Id`,
/// or one of its relatives `X-Correlation-Id` and `Request-Id`.
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "x-correlation-id", "request-id"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// A file that was returned.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Binary {
    /// The content.
    pub bytes: Bytes,
    /// The media type, if the response names one.
    pub media_type: Option<String>,
    /// The file name, if the response names one. It is the server's: take no path from it.
    pub file_name: Option<String>,
}

/// The length of the content, not the content.
impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binary")
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .field("media_type", &self.media_type)
            .field("file_name", &self.file_name)
            .finish()
    }
}

impl From<Response> for Binary {
    fn from(response: Response) -> Self {
        Self {
            media_type: header(&response, CONTENT_TYPE).map(str::to_owned),
            file_name: header(&response, CONTENT_DISPOSITION).and_then(file_name),
            bytes: response.into_body(),
        }
    }
}

/// A redirect that was returned where one is the success, such as to a presigned URL. It is not
/// followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redirect {
    /// The `Location` as it came. It does not print its query.
    pub location: PresignedUrl,
}

/// The file name of a `Content-Disposition`: `filename*` (RFC 8187, UTF-8 only) before `filename`.
fn file_name(disposition: &str) -> Option<String> {
    let plain = parameter(disposition, "filename");
    let extended = parameter(disposition, "filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_language, text) = rest.split_once('\'')?;
        let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
        percent_decode_str(text)
            .decode_utf8()
            .ok()
            .filter(|_| is_utf8)
            .map(Into::into)
    });
    extended.or(plain).filter(|name| !name.is_empty())
}

/// A parameter of a header, out of its quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, parameters)) = split_outside_quotes(rest) {
        let end = split_outside_quotes(parameters).map_or(parameters, |(front, _)| front);
        match end.split_once('=') {
            Some((key, value)) if key.trim().eq_ignore_ascii_case(name) => {
                return Some(unquoted(value.trim()));
            }
            _ => {}
        }
        rest = parameters;
    }
    None
}

/// Splits at the first `;` that stands outside of quotes.
fn split_outside_quotes(text: &str) -> Option<(&str, &str)> {
    let (mut quoted, mut escaped) = (false, false);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => return Some((&text[..index], &text[index + 1..])),
            _ => {}
        }
    }
    None
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_found() {
        let name = |text| file_name(text);
        assert_eq!(
            name("attachment; filename=\"a;b \\\"c\\\".xlsx\"").as_deref(),
            Some("a;b \"c\".xlsx")
        );
        assert_eq!(
            name("attachment; filename=a.xlsx").as_deref(),
            Some("a.xlsx")
        );
        assert_eq!(
            name("attachment; filename=\"a\"; filename*=UTF-8''%C3%BC.xlsx").as_deref(),
            Some("ü.xlsx")
        );
        assert_eq!(name("inline"), None);
    }
}

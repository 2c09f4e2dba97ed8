//! Responses with all that came: the raw JSON, and what of it the contract does not know.

use std::fmt;

use crate::decode::unknown::Unknown;
use crate::json::Json;
use crate::response::{self, Response};

/// A value with the response that it was read from, from [`Call::observed`](crate::Call::observed).
///
/// It is how a maintainer learns that the API has moved: [`unknown`](Self::unknown) lists what came
/// that the contract does not know, by place and never by value, so that the list can be logged.
///
/// ```
/// use connect_usage::runtime::StatusCode;
/// use connect_usage::runtime::driver::response;
/// use connect_usage::{Json, UnknownKind, files};
///
/// let call = files::get("UF-2029-10-0001-0001").observed();
/// let body = r#"{"id": "UF-2029-10-0001-0001", "mood": "new"}"#;
///
/// let file = call.decode(response(StatusCode::OK, Default::default(), body))?;
/// assert_eq!(file.value.id, "UF-2029-10-0001-0001");
/// assert_eq!(file.unknown()[0].pointer, "/mood");
/// assert_eq!(file.unknown()[0].kind, UnknownKind::Field);
/// assert_eq!(file.at("/mood").as_ref().map(Json::as_str), Some(r#""new""#));
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Observed<T> {
    /// The value.
    pub value: T,
    /// The response as it came: its status, headers and body.
    pub response: Response,
    unknown: Vec<Unknown>,
}

impl<T> Observed<T> {
    pub(crate) fn new(value: T, response: Response, mut unknown: Vec<Unknown>) -> Self {
        unknown.sort();
        unknown.dedup();
        Self {
            value,
            response,
            unknown,
        }
    }

    /// What came that the contract does not know, by place; never a value.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The whole response as JSON, as it came; nothing if it is not JSON.
    pub fn json(&self) -> Option<Json> {
        Json::parse(str::from_utf8(self.response.body()).ok()?).ok()
    }

    /// The JSON at a pointer, such as one of [`unknown`](Self::unknown): a field that was passed over
    /// can be looked at.
    pub fn at(&self, pointer: &str) -> Option<Json> {
        let segments = pointer
            .split('/')
            .skip(1)
            .map(|it| it.replace("~1", "/").replace("~0", "~"));
        segments.fold(self.json(), |json, segment| json?.member(&segment))
    }
}

/// The value and the places of what is unknown; the body may hold presigned URLs and is not shown.
impl<T: fmt::Debug> fmt::Debug for Observed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observed")
            .field("value", &self.value)
            .field("response", &response::Summary(&self.response))
            .field("unknown", &self.unknown)
            .finish()
    }
}

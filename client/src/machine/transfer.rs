//! Downloads: what of the content is there already, and how the rest is asked for.

use connect_runtime::driver::{failure, response};
use connect_runtime::{Bytes, Error, Operation, StatusCode};
use http::HeaderValue;
use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, RANGE,
};

use super::Writing;

/// The content of a download, over all its attempts.
pub(crate) struct Transfer {
    /// How many bytes it may have.
    limit: u64,
    /// Whether what was written can be taken back.
    can_restart: bool,
    /// How many bytes are written.
    written: u64,
    /// How many there are in all, as the first response said.
    total: Option<u64>,
    /// What tells whether the content is still the same.
    validator: Option<HeaderValue>,
    /// Whether the server gives parts.
    gives_ranges: bool,
}

impl Transfer {
    pub(crate) fn new(limit: u64, can_restart: bool) -> Self {
        Self {
            limit,
            can_restart,
            written: 0,
            total: None,
            validator: None,
            gives_ranges: false,
        }
    }

    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Whether another attempt can bring what is missing.
    pub(super) fn can_go_on(&self) -> bool {
        self.written == 0 || self.can_restart || self.can_resume()
    }

    /// A part is worth asking for if the server gives parts of this content and no other.
    fn can_resume(&self) -> bool {
        self.written > 0 && self.gives_ranges && self.validator.is_some()
    }

    /// Asks for what is missing. With `If-Range` a server whose content has changed sends all of it.
    pub(super) fn add_range_headers(&self, headers: &mut HeaderMap) {
        if let Some(validator) = self.validator.as_ref().filter(|_| self.can_resume())
            && let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.written))
        {
            headers.insert(RANGE, range);
            headers.insert(IF_RANGE, validator.clone());
        }
    }

    /// Takes note of the head of a success, and says how its body is to be written.
    pub(super) fn begin(
        &mut self,
        operation: &'static Operation,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<Writing, Error> {
        let contradiction = |message: &str| {
            let response = response(status, headers.clone(), Bytes::new());
            Err(failure::decode(operation, response, message))
        };
        if status == StatusCode::PARTIAL_CONTENT {
            let range = headers.get(CONTENT_RANGE).and_then(Part::read);
            let fits = range.is_some_and(|it| {
                it.first == self.written && (self.total.is_none() || it.total == self.total)
            });
            if !fits || self.written == 0 {
                return contradiction("the response holds another part than was asked for");
            }
        } else {
            if self.written > 0 && !self.can_restart {
                return contradiction(
                    "the download broke off, and the server sends it from its start again; \
                     what was written cannot be taken back",
                );
            }
            self.written = 0;
            self.total = number(headers.get(CONTENT_LENGTH));
            // A weak tag says that the meaning is the same, not the bytes.
            let tag = headers.get(ETAG);
            self.validator = tag.filter(|it| it.as_bytes().starts_with(b"\"")).cloned();
            let accepted = headers.get(ACCEPT_RANGES);
            self.gives_ranges = accepted.is_some_and(|it| it.as_bytes() == b"bytes");
        }
        Ok(Writing {
            kept: self.written,
            total: self.total,
            limit: self.limit,
        })
    }

    /// Takes note of what came.
    pub(super) fn add(&mut self, bytes: u64) {
        self.written = self.written.saturating_add(bytes);
    }

    /// What is wrong with the length of the content once a response has ended.
    pub(super) fn shortage(&self) -> Option<String> {
        let total = self.total.filter(|it| *it != self.written)?;
        Some(format!(
            "{} bytes came, where {total} were announced",
            self.written
        ))
    }
}

/// What a `Content-Range` of bytes says: `bytes 10-19/20`, `bytes 10-19/*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    first: u64,
    total: Option<u64>,
}

impl Part {
    fn read(header: &HeaderValue) -> Option<Self> {
        let range = header.to_str().ok()?.trim().strip_prefix("bytes ")?;
        let (rows, total) = range.split_once('/')?;
        let (first, _last) = rows.split_once('-')?;
        Some(Self {
            first: first.trim().parse().ok()?,
            total: total.trim().parse().ok(),
        })
    }
}

fn number(header: Option<&HeaderValue>) -> Option<u64> {
    header?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    static GET: Operation = Operation::new("x", connect_runtime::Method::GET, &[], "");

    fn headers(pairs: &[(http::header::HeaderName, &'static str)]) -> HeaderMap {
        let value = |text: &&'static str| HeaderValue::from_static(text);
        pairs
            .iter()
            .map(|(name, text)| (name.clone(), value(text)))
            .collect()
    }

    fn begun(can_restart: bool, head: &HeaderMap, written: u64) -> Transfer {
        let mut transfer = Transfer::new(100, can_restart);
        transfer.begin(&GET, StatusCode::OK, head).expect("a start");
        transfer.add(written);
        transfer
    }

    #[test]
    fn a_part_is_asked_for_only_if_it_must_fit() {
        let asked = |pairs: &[_]| {
            let mut asked = HeaderMap::new();
            begun(false, &headers(pairs), 4).add_range_headers(&mut asked);
            asked
                .get(RANGE)
                .map(|it| it.to_str().expect("text").to_owned())
        };
        let strong = (ETAG, "\"a\"");
        let ranges = (ACCEPT_RANGES, "bytes");
        assert_eq!(
            asked(&[strong.clone(), ranges.clone()]).as_deref(),
            Some("bytes=4-")
        );
        assert_eq!(asked(&[(ETAG, "W/\"a\""), ranges.clone()]), None);
        assert_eq!(asked(&[ranges]), None);
        assert_eq!(asked(&[strong.clone(), (ACCEPT_RANGES, "none")]), None);
        assert_eq!(asked(&[strong]), None);
    }

    #[test]
    fn another_part_than_was_asked_for_is_an_error() {
        let head = headers(&[
            (CONTENT_LENGTH, "10"),
            (ETAG, "\"a\""),
            (ACCEPT_RANGES, "bytes"),
        ]);
        for (range, fits) in [
            ("bytes 4-9/10", true),
            ("bytes 4-9/11", false),
            ("bytes 3-9/10", false),
            ("bytes */10", false),
            ("4-9/10", false),
        ] {
            let part = headers(&[(CONTENT_RANGE, range)]);
            let begun = begun(true, &head, 4).begin(&GET, StatusCode::PARTIAL_CONTENT, &part);
            assert_eq!(begun.is_ok(), fits, "{range}");
        }
        let part = headers(&[(CONTENT_RANGE, "bytes 0-9/10")]);
        let first = Transfer::new(100, true).begin(&GET, StatusCode::PARTIAL_CONTENT, &part);
        assert!(first.is_err(), "nobody asked for a part");
    }

    #[test]
    fn what_cannot_be_taken_back_is_not_begun_anew() {
        let head = headers(&[(CONTENT_LENGTH, "10")]);
        assert!(
            begun(false, &head, 4)
                .begin(&GET, StatusCode::OK, &head)
                .is_err()
        );
        assert!(!begun(false, &head, 4).can_go_on());
        let mut again = begun(true, &head, 4);
        assert!(again.can_go_on());
        let writing = again.begin(&GET, StatusCode::OK, &head).expect("a start");
        assert_eq!((writing.kept, writing.total), (0, Some(10)));
        again.add(9);
        assert!(again.shortage().is_some());
        again.add(1);
        assert_eq!(again.shortage(), None);
    }
}

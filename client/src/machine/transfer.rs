//! Downloads: how much of the content was written, and how the rest is requested.

use connect_runtime::driver::{failure, response};
use connect_runtime::{Bytes, Error, Operation, StatusCode};
use http::HeaderValue;
use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, RANGE,
};

use super::Writing;
use crate::exchange::coding::Coding;

/// The content of a download, across all its attempts.
pub(crate) struct Transfer {
    /// The maximum number of bytes.
    limit: u64,
    /// Whether the written bytes can be discarded.
    can_restart: bool,
    /// The number of bytes that were written.
    written: u64,
    /// The total number of bytes, as the first response announced it.
    total: Option<u64>,
    /// The strong `ETag`, which identifies the content.
    validator: Option<HeaderValue>,
    /// Whether the server supports range requests.
    accepts_ranges: bool,
}

impl Transfer {
    pub(crate) fn new(limit: u64, can_restart: bool) -> Self {
        Self {
            limit,
            can_restart,
            written: 0,
            total: None,
            validator: None,
            accepts_ranges: false,
        }
    }

    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Returns whether another attempt can complete the download.
    pub(super) fn can_continue(&self) -> bool {
        self.written == 0 || self.can_restart || self.can_resume()
    }

    /// Returns whether the rest can be requested: the server supports ranges, and the content can be identified.
    fn can_resume(&self) -> bool {
        self.written > 0 && self.accepts_ranges && self.validator.is_some()
    }

    /// Adds the headers that request the rest. With `If-Range`, the server sends all of the content if it has changed.
    pub(super) fn add_range_headers(&self, headers: &mut HeaderMap) {
        if let Some(validator) = self.validator.as_ref().filter(|_| self.can_resume())
            && let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.written))
        {
            headers.insert(RANGE, range);
            headers.insert(IF_RANGE, validator.clone());
        }
    }

    /// Records the head of a successful response, and returns how its body is to be written.
    pub(super) fn begin(
        &mut self,
        operation: &'static Operation,
        status: StatusCode,
        headers: &HeaderMap,
        coding: Coding,
    ) -> Result<Writing, Error> {
        let contradiction = |message: &str| {
            let response = response(status, headers.clone(), Bytes::new());
            Err(failure::decode(operation, response, message))
        };
        let is_coded = coding != Coding::Identity;
        if status == StatusCode::PARTIAL_CONTENT {
            if is_coded {
                return contradiction(
                    "a part of the content is coded, so it does not fit to the rest",
                );
            }
            let range = headers.get(CONTENT_RANGE).and_then(Part::read);
            let fits = range.is_some_and(|it| {
                it.first == self.written && (self.total.is_none() || it.total == self.total)
            });
            if !fits || self.written == 0 {
                return contradiction("the response contains a different range than was requested");
            }
        } else {
            if self.written > 0 && !self.can_restart {
                return contradiction(
                    "the download was interrupted, and the server does not resume it; \
                     the written bytes cannot be discarded",
                );
            }
            self.written = 0;
            // Length and ranges of a coded content count the bytes before they are decoded.
            self.total = number(headers.get(CONTENT_LENGTH)).filter(|_| !is_coded);
            // A weak tag identifies the meaning of the content, not its bytes.
            let tag = headers.get(ETAG);
            self.validator = tag.filter(|it| it.as_bytes().starts_with(b"\"")).cloned();
            let accepted = headers.get(ACCEPT_RANGES);
            self.accepts_ranges = !is_coded && accepted.is_some_and(|it| it.as_bytes() == b"bytes");
        }
        Ok(Writing {
            kept: self.written,
            total: self.total,
            limit: self.limit,
        })
    }

    /// Records bytes that were written.
    pub(super) fn add(&mut self, bytes: u64) {
        self.written = self.written.saturating_add(bytes);
    }

    /// Returns what is wrong with the length of the content once a response has ended.
    pub(super) fn length_mismatch(&self) -> Option<String> {
        let total = self.total.filter(|it| *it != self.written)?;
        Some(format!("expected {total} bytes, received {}", self.written))
    }
}

/// A `Content-Range` of bytes: `bytes 10-19/20`, `bytes 10-19/*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    first: u64,
    total: Option<u64>,
}

impl Part {
    fn read(header: &HeaderValue) -> Option<Self> {
        let range = header.to_str().ok()?.trim().strip_prefix("bytes ")?;
        let (bytes, total) = range.split_once('/')?;
        let (first, _last) = bytes.split_once('-')?;
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
        let value = |value: &&'static str| HeaderValue::from_static(value);
        pairs
            .iter()
            .map(|(name, content)| (name.clone(), value(content)))
            .collect()
    }

    fn begun(can_restart: bool, head: &HeaderMap, written: u64) -> Transfer {
        let mut transfer = Transfer::new(100, can_restart);
        transfer
            .begin(&GET, StatusCode::OK, head, Coding::Identity)
            .expect("a start");
        transfer.add(written);
        transfer
    }

    #[test]
    fn a_range_is_requested_only_if_the_content_is_identified() {
        let requested = |pairs: &[_]| {
            let mut request = HeaderMap::new();
            begun(false, &headers(pairs), 4).add_range_headers(&mut request);
            request
                .get(RANGE)
                .map(|it| it.to_str().expect("ASCII").to_owned())
        };
        let strong = (ETAG, "\"a\"");
        let ranges = (ACCEPT_RANGES, "bytes");
        assert_eq!(
            requested(&[strong.clone(), ranges.clone()]).as_deref(),
            Some("bytes=4-")
        );
        assert_eq!(requested(&[(ETAG, "W/\"a\""), ranges.clone()]), None);
        assert_eq!(requested(&[ranges]), None);
        assert_eq!(requested(&[strong.clone(), (ACCEPT_RANGES, "none")]), None);
        assert_eq!(requested(&[strong]), None);
    }

    #[test]
    fn a_different_range_than_requested_is_an_error() {
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
            let begun = begun(true, &head, 4).begin(
                &GET,
                StatusCode::PARTIAL_CONTENT,
                &part,
                Coding::Identity,
            );
            assert_eq!(begun.is_ok(), fits, "{range}");
        }
        let part = headers(&[(CONTENT_RANGE, "bytes 0-9/10")]);
        let first = Transfer::new(100, true).begin(
            &GET,
            StatusCode::PARTIAL_CONTENT,
            &part,
            Coding::Identity,
        );
        assert!(first.is_err(), "no range was requested");
    }

    #[test]
    fn a_download_restarts_only_if_written_bytes_can_be_discarded() {
        let head = headers(&[(CONTENT_LENGTH, "10")]);
        assert!(
            begun(false, &head, 4)
                .begin(&GET, StatusCode::OK, &head, Coding::Identity)
                .is_err()
        );
        assert!(!begun(false, &head, 4).can_continue());
        let mut again = begun(true, &head, 4);
        assert!(again.can_continue());
        let writing = again
            .begin(&GET, StatusCode::OK, &head, Coding::Identity)
            .expect("a start");
        assert_eq!((writing.kept, writing.total), (0, Some(10)));
        again.add(9);
        assert!(again.length_mismatch().is_some());
        again.add(1);
        assert_eq!(again.length_mismatch(), None);
    }
}

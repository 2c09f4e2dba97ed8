//! The storage behind presigned URLs, and byte ranges of files.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::platform::model::Later;
use crate::reply::{Content, Reply};
use crate::request::Received;

/// The media type of spreadsheets.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(crate) struct Storage {
    url: String,
    /// The files that can be read, by token.
    entries: BTreeMap<String, Entry>,
    made: u64,
}

struct Entry {
    path: String,
    name: String,
    content: Stored,
    expires: OffsetDateTime,
}

/// What a presigned URL leads to.
pub(crate) enum Stored {
    Ready(Content),
    Later(Later),
}

impl Storage {
    pub fn new(url: String) -> Self {
        Self {
            url,
            entries: BTreeMap::new(),
            made: 0,
        }
    }

    /// Sets the URL of the storage, once it is known.
    pub fn set_url(&mut self, url: String) {
        self.url = url;
    }

    /// A presigned URL for the content, valid until `expires`.
    pub fn sign(&mut self, name: &str, content: Stored, expires: OffsetDateTime) -> String {
        self.made += 1;
        let token = format!("{:016x}", scatter(self.made));
        let path = format!("/signed/{name}");
        let url = format!("{}{path}?token={token}", self.url);
        let entry = Entry {
            path,
            name: name.to_owned(),
            content,
            expires,
        };
        self.entries.insert(token, entry);
        url
    }

    /// Handles a request for a presigned URL. A request with a key is refused: no key may be sent here.
    pub fn respond(&self, request: &Received, now: OffsetDateTime, ranges: bool) -> Reply {
        if request.header("authorization").is_some() {
            return error(400, "InvalidArgument");
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return error(405, "MethodNotAllowed");
        }
        let token = request.query().and_then(|it| it.strip_prefix("token="));
        match token.and_then(|it| self.entries.get(it)) {
            Some(entry) if entry.path == request.path() && now < entry.expires => {
                let stored = match &entry.content {
                    Stored::Ready(content) => Ok(content.clone()),
                    Stored::Later(later) => later.content().map(Content::Whole),
                };
                match stored {
                    Ok(stored) => content(request, &entry.name, &stored, ranges),
                    Err(_) => error(500, "InternalError"),
                }
            }
            _ => error(403, "AccessDenied"),
        }
    }
}

/// A reply with a file, or with the range that the request asks for.
pub(crate) fn content(request: &Received, name: &str, content: &Content, ranges: bool) -> Reply {
    let tag = tag(content);
    let head = |status| {
        let name = name.replace(['"', '\\'], "_");
        Reply::new(status)
            .header("Content-Type", XLSX)
            .header(
                "Content-Disposition",
                &format!("attachment; filename=\"{name}\""),
            )
            .header("ETag", &tag)
    };
    if !ranges {
        return head(200).content_of(content.clone());
    }
    let head = |status| head(status).header("Accept-Ranges", "bytes");
    let is_same = request.header("if-range").is_none_or(|it| it == tag);
    let range = request.header("range").filter(|_| is_same);
    match range.map_or(Range::Whole, |it| range_of(it, content.len())) {
        Range::Whole => head(200).content_of(content.clone()),
        Range::None => head(416).header("Content-Range", &format!("bytes */{}", content.len())),
        Range::Part { first, last } => {
            let part = content.part(first, last - first + 1);
            let range = format!("bytes {first}-{last}/{}", content.len());
            head(206).header("Content-Range", &range).content_of(part)
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    Part { first: u64, last: u64 },
    None,
}

/// The range that a header asks for. A malformed header or several ranges ask for the whole file.
fn range_of(header: &str, length: u64) -> Range {
    let range = header
        .strip_prefix("bytes=")
        .and_then(|it| it.split_once('-'));
    let number = |text: &str| text.parse::<u64>().ok();
    let (first, last) = match range {
        Some(("", last)) => match number(last) {
            Some(0) => return Range::None,
            Some(count) => (length.saturating_sub(count), u64::MAX),
            None => return Range::Whole,
        },
        Some((first, "")) => match number(first) {
            Some(first) => (first, u64::MAX),
            None => return Range::Whole,
        },
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => (first, last),
            _ => return Range::Whole,
        },
        None => return Range::Whole,
    };
    match first < length {
        true => Range::Part {
            first,
            last: last.min(length - 1),
        },
        false => Range::None,
    }
}

/// A tag that changes with the content. Of generated content only the length is known.
fn tag(content: &Content) -> String {
    let hash = match content {
        Content::Whole(bytes) => bytes.iter().fold(content.len(), |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        }),
        Content::Made { length, .. } => *length,
    };
    format!("\"{:016x}\"", scatter(hash))
}

/// Scrambles a number. Different numbers give different results.
fn scatter(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// An error in XML, as cloud storages send it.
fn error(status: u16, code: &str) -> Reply {
    Reply::new(status)
        .header("Content-Type", "application/xml")
        .body(format!(
            "<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>"
        ))
}

#[cfg(test)]
mod tests {
    use super::{Range, range_of};

    #[test]
    fn ranges_are_those_of_http() {
        let part = |first, last| Range::Part { first, last };
        for (header, expected) in [
            ("bytes=0-3", part(0, 3)),
            ("bytes=4-", part(4, 9)),
            ("bytes=9-99", part(9, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-99", part(0, 9)),
            ("bytes=10-", Range::None),
            ("bytes=-0", Range::None),
            ("bytes=3-2", Range::Whole),
            ("bytes=0-1,3-4", Range::Whole),
            ("items=0-1", Range::Whole),
            ("bytes=-", Range::Whole),
            ("bytes=x-1", Range::Whole),
        ] {
            assert_eq!(range_of(header, 10), expected, "{header}");
        }
        assert_eq!(range_of("bytes=0-", 0), Range::None);
        assert_eq!(range_of("bytes=-1", 0), Range::None);
    }
}

//! The storage behind signed links, and the parts of files that are asked for.

use std::collections::BTreeMap;

use loopback::{Content, Received, Reply};
use time::OffsetDateTime;

/// The media type of spreadsheets.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(crate) struct Storage {
    url: String,
    /// What can be read, by token.
    links: BTreeMap<String, Link>,
    made: u64,
}

struct Link {
    path: String,
    name: String,
    content: Content,
    expires: OffsetDateTime,
}

impl Storage {
    pub fn new(url: String) -> Self {
        Self {
            url,
            links: BTreeMap::new(),
            made: 0,
        }
    }

    /// Where the storage is, once that is known.
    pub fn set_url(&mut self, url: String) {
        self.url = url;
    }

    /// A link under which whoever has it can read the content for a while.
    pub fn sign(&mut self, name: &str, content: Content, expires: OffsetDateTime) -> String {
        self.made += 1;
        let token = format!("{:016x}", scatter(self.made));
        let path = format!("/signed/{name}");
        let url = format!("{}{path}?token={token}", self.url);
        let link = Link {
            path,
            name: name.to_owned(),
            content,
            expires,
        };
        self.links.insert(token, link);
        url
    }

    /// Answers whoever has a link. A key is refused: it does not belong here.
    pub fn answer(&self, request: &Received, now: OffsetDateTime, ranges: bool) -> Reply {
        if request.header("authorization").is_some() {
            return error(400, "InvalidArgument");
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return error(405, "MethodNotAllowed");
        }
        let token = request.query().and_then(|it| it.strip_prefix("token="));
        match token.and_then(|it| self.links.get(it)) {
            Some(link) if link.path == request.path() && now < link.expires => {
                content(request, &link.name, &link.content, ranges)
            }
            _ => error(403, "AccessDenied"),
        }
    }
}

/// Answers a file, or the part of it that the request asks for.
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

/// What a header asks for. What is not understood asks for the whole, as do several ranges at once.
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

/// Changes when the content does. Of what is made while it is sent only the length is known.
fn tag(content: &Content) -> String {
    let hash = match content {
        Content::Whole(bytes) => bytes.iter().fold(content.len(), |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        }),
        Content::Made { length, .. } => *length,
    };
    format!("\"{:016x}\"", scatter(hash))
}

/// Makes a number look like no other. Numbers that differ give numbers that differ.
fn scatter(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Cloud storages speak XML.
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

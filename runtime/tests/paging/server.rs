//! A model of a server with a list of numbers.

use std::ops::Range;

use connect_runtime::{HeaderMap, Response, StatusCode, driver};

/// What the server says of a page in `Content-Range`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// `items 0-9/120`, as the API does.
    Full,
    /// `0-9/120`
    WithoutUnit,
    /// `items */120`
    TotalOnly,
    /// `items 0-9/*`
    FirstOnly,
    /// No header.
    Missing,
    /// Text without a meaning.
    Nonsense,
    /// The length of the page in the place of the total, on every page that is not the first one.
    PageAsTotal,
    /// `items 0-0/0` on every page that is not the first one.
    Zero,
    /// The full form on the first page and on every third one behind it, nothing on the others.
    Now(usize),
}

impl Header {
    pub const ALL: [Self; 9] = [
        Self::Full,
        Self::WithoutUnit,
        Self::TotalOnly,
        Self::FirstOnly,
        Self::Missing,
        Self::Nonsense,
        Self::PageAsTotal,
        Self::Zero,
        Self::Now(3),
    ];

    /// Whether each page says how long the whole list is.
    pub fn has_total(self) -> bool {
        matches!(self, Self::Full | Self::WithoutUnit | Self::TotalOnly)
    }

    /// The header of a page. Without rows the API repeats the offset in place of first and last; for
    /// the empty list and `limit=0` it says 0.
    fn of(self, offset: u64, limit: u64, came: u64, total: u64, request: usize) -> Option<String> {
        let (first, last) = match came {
            0 if limit == 0 || total == 0 => (0, 0),
            0 => (offset, offset),
            _ => (offset, offset + came - 1),
        };
        match self {
            Self::Full => Some(format!("items {first}-{last}/{total}")),
            Self::WithoutUnit => Some(format!("{first}-{last}/{total}")),
            Self::TotalOnly => Some(format!("items */{total}")),
            Self::FirstOnly => Some(format!("items {first}-{last}/*")),
            Self::Missing => None,
            Self::Nonsense => Some("rows, some of them".to_owned()),
            Self::PageAsTotal | Self::Zero if offset == 0 => {
                Some(format!("items {first}-{last}/{total}"))
            }
            Self::PageAsTotal => Some(format!("items {first}-{last}/{came}")),
            Self::Zero => Some("items */0".to_owned()),
            Self::Now(nth) if request.is_multiple_of(nth) => {
                Some(format!("items {first}-{last}/{total}"))
            }
            Self::Now(_) => None,
        }
    }
}

/// A number that is no integer.
pub const UNREADABLE: &str = "1e300";

/// What happens at a request, beside its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The response is an error.
    Fails,
    /// The page has only so many rows, at least one.
    Short(u64),
    /// The limit is not heeded: as many rows as the cap allows.
    Generous,
    /// So many rows are added at the end, before the response.
    Append(u64),
    /// So many rows are added at the start, before the response.
    Prepend(u64),
    /// So many rows are removed at the start, before the response.
    Remove(u64),
}

/// The server: rows, its cap, and what happens when.
#[derive(Debug, Clone)]
pub struct Server {
    pub rows: Vec<i64>,
    pub cap: u64,
    pub header: Header,
    /// Whether pages begin where the request says.
    pub heeds_offset: bool,
    /// The rows that come as a number which an integer cannot hold.
    pub unreadable: Vec<i64>,
    /// By the number of the request, from 0.
    pub events: Vec<(usize, Event)>,
    /// What was asked: offset and limit.
    pub asked: Vec<Range<u64>>,
}

impl Server {
    pub fn new(rows: u64, cap: u64, header: Header) -> Self {
        Self {
            rows: (0..rows as i64).collect(),
            cap,
            header,
            heeds_offset: true,
            unreadable: Vec::new(),
            events: Vec::new(),
            asked: Vec::new(),
        }
    }

    pub fn events(mut self, events: impl IntoIterator<Item = (usize, Event)>) -> Self {
        self.events = events.into_iter().collect();
        self
    }

    pub fn response(&mut self, query: Option<&str>) -> Response {
        let parameter = |name: &str| {
            let mut pairs = query
                .unwrap_or_default()
                .split('&')
                .filter_map(|it| it.split_once('='));
            pairs
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.parse().expect("a number"))
        };
        let request = self.asked.len();
        let (offset, limit): (u64, u64) = (
            parameter("offset").unwrap_or(0),
            parameter("limit").unwrap_or(100),
        );
        self.asked.push(offset..offset.saturating_add(limit));
        let mut limit = limit.min(self.cap);
        for (_, event) in self.events.clone().iter().filter(|(at, _)| *at == request) {
            match *event {
                Event::Fails => return response(StatusCode::BAD_GATEWAY, None, "down".to_owned()),
                Event::Short(rows) => limit = limit.min(rows.max(1)),
                Event::Generous => limit = self.cap,
                Event::Append(rows) => {
                    let next = self.rows.last().map_or(0, |it| it + 1);
                    self.rows.extend(next..next + rows as i64);
                }
                Event::Prepend(rows) => {
                    let new = (0..rows as i64).map(|it| -1 - it);
                    self.rows.splice(..0, new);
                }
                Event::Remove(rows) => {
                    self.rows.drain(..self.rows.len().min(rows as usize));
                }
            }
        }
        let total = self.rows.len() as u64;
        let first = if self.heeds_offset { offset } else { 0 };
        let page = first.min(total)..first.saturating_add(limit).min(total);
        let rows = &self.rows[page.start as usize..page.end as usize];
        let header = self
            .header
            .of(first, limit, rows.len() as u64, total, request);
        let text = |row: &i64| match self.unreadable.contains(row) {
            true => UNREADABLE.to_owned(),
            false => row.to_string(),
        };
        let rows: Vec<String> = rows.iter().map(text).collect();
        response(
            StatusCode::OK,
            header.as_deref(),
            format!("[{}]", rows.join(",")),
        )
    }
}

pub fn response(status: StatusCode, range: Option<&str>, body: String) -> Response {
    let mut headers = HeaderMap::new();
    if let Some(range) = range {
        headers.insert("content-range", range.parse().expect("a header"));
    }
    driver::response(status, headers, body)
}

//! Lines of a text that comes in chunks.

use std::mem;

use bytes::Bytes;

/// The mark of UTF-8 that may stand in front of a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Finds the lines of a text, which end with CR, LF, or both.
#[derive(Clone, Default)]
pub(super) struct Lines {
    /// The beginning of the current line.
    partial: Vec<u8>,
    /// Whether the last line ended with CR: an LF that follows belongs to it.
    ended_with_cr: bool,
    /// Whether the current line is too long, which has been reported.
    is_cut: bool,
    /// Whether the first line has ended.
    has_begun: bool,
}

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The line.
    Text(Bytes),
    /// The line is longer than the limit. The rest of it is passed over.
    TooLong,
}

impl Lines {
    /// Takes bytes from the front of the input, up to the end of the current line. Returns `None` if the line goes on
    /// behind the input. A line of more than `most` bytes is too long.
    pub(super) fn next(&mut self, input: &mut Bytes, most: usize) -> Option<Line> {
        loop {
            let first = *input.first()?;
            if mem::take(&mut self.ended_with_cr) && first == b'\n' {
                drop(input.split_to(1));
                continue;
            }
            let end = input.iter().position(|it| matches!(it, b'\n' | b'\r'));
            let part = input.split_to(end.unwrap_or(input.len()));
            if !self.is_cut && self.partial.len().saturating_add(part.len()) > most {
                self.is_cut = true;
                self.partial = Vec::new();
                return Some(Line::TooLong);
            }
            // The end of the line is the first byte that is left.
            let Some(end) = input.first() else {
                if !self.is_cut {
                    self.partial.extend_from_slice(&part);
                }
                return None;
            };
            self.ended_with_cr = *end == b'\r';
            drop(input.split_to(1));
            let is_first = !mem::replace(&mut self.has_begun, true);
            if !mem::take(&mut self.is_cut) {
                let line = self.complete(part);
                return Some(Line::Text(match is_first {
                    true => without_mark(line),
                    false => line,
                }));
            }
        }
    }

    /// The current line, whose last part this is.
    fn complete(&mut self, part: Bytes) -> Bytes {
        if self.partial.is_empty() {
            return part;
        }
        self.partial.extend_from_slice(&part);
        mem::take(&mut self.partial).into()
    }
}

/// The first line without the mark in front of it.
fn without_mark(mut line: Bytes) -> Bytes {
    if line.starts_with(BYTE_ORDER_MARK) {
        drop(line.split_to(BYTE_ORDER_MARK.len()));
    }
    line
}

//! Divides ids, so that URLs stay short.

use std::collections::BTreeSet;

/// Divides ids into parts whose texts take no more than a number of bytes in a URL. Without ids it is one empty part.
/// Repeated ids are dropped.
pub(super) fn parts(ids: &[String], limit: usize) -> Vec<Vec<&str>> {
    let mut parts = vec![Vec::new()];
    let (mut unique, mut length) = (BTreeSet::new(), 0);
    for id in ids {
        if !unique.insert(id) {
            continue;
        }
        let bytes = encoded(id);
        let is_full = length + bytes > limit;
        match parts.last_mut() {
            Some(part) if !is_full || part.is_empty() => {
                part.push(id.as_str());
                length += bytes;
            }
            _ => {
                parts.push(vec![id.as_str()]);
                length = bytes;
            }
        }
    }
    parts
}

/// The largest number of bytes that a value takes in a query, with its quotes and the comma behind it.
fn encoded(value: &str) -> usize {
    let bytes = value.bytes().map(|it| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => 1,
        _ => 3,
    });
    bytes.sum::<usize>() + "%22%22%2C".len()
}

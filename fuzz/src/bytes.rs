//! Mutations of a text as bytes. The result may be invalid YAML or invalid UTF-8.

use crate::random::Random;
use crate::words::{KEYS, SNIPPETS, VALUES};

/// Changes a text at one or a few positions; `other` is another text that pieces are copied from. What would be
/// longer than `limit` is not done.
pub fn mutate(text: &mut Vec<u8>, other: &[u8], limit: usize, random: &mut Random) {
    for _ in 0..=random.few() {
        let before = text.clone();
        once(text, other, random);
        if text.len() > limit {
            *text = before;
        }
    }
}

fn once(text: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(text.len() + 1);
    match random.below(10) {
        0 => text.truncate(at),
        1 => {
            let byte = u8::try_from(random.below(256)).unwrap_or_default();
            text.insert(at, byte);
        }
        2 => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        3 => {
            let end = (at + 1 + random.below(24)).min(text.len());
            text.drain(at.min(end)..end);
        }
        4 | 5 => insert(
            text,
            at,
            random.pick(SNIPPETS).map_or("", |word| word).as_bytes(),
        ),
        6 => insert(
            text,
            at,
            random.pick(KEYS).map_or("", |word| word).as_bytes(),
        ),
        7 => insert(
            text,
            at,
            random.pick(VALUES).map_or("", |word| word).as_bytes(),
        ),
        8 => {
            let from = random.below(other.len() + 1);
            let end = (from + random.below(200)).min(other.len());
            insert(text, at, &other[from..end]);
        }
        _ => {
            // Repeats a line once or many times: duplicate keys, long lists.
            let start = text[..at].iter().rposition(|byte| *byte == b'\n');
            let start = start.map_or(0, |newline| newline + 1);
            let end = text[at..].iter().position(|byte| *byte == b'\n');
            let end = end.map_or(text.len(), |newline| at + newline + 1);
            let times = if random.once_in(8) { 64 } else { 1 };
            let line = text[start..end].repeat(times);
            insert(text, end, &line);
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, piece: &[u8]) {
    text.splice(at..at, piece.iter().copied());
}

//! Wherever a stream is split into chunks, its records are the same.

use connect_runtime::Bytes;
use connect_runtime::stream::{Events, JsonLines};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A limit that some of the records exceed.
const LIMIT: usize = 24;

/// Pieces that mean something, and bytes that do not.
fn stream(pieces: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => select(pieces).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The chunks of a stream that is split at some places.
fn chunks(bytes: &[u8], splits: &[Index]) -> Vec<Bytes> {
    let mut places: Vec<usize> = splits.iter().map(|it| it.index(bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    let part = |it: &[usize]| Bytes::copy_from_slice(&bytes[it[0]..it[1]]);
    places.windows(2).map(part).collect()
}

fn events(chunks: Vec<Bytes>) -> Vec<String> {
    let (mut events, mut found) = (Events::new().max_record(LIMIT), Vec::new());
    for mut chunk in chunks {
        loop {
            match events.read(&mut chunk) {
                Ok(None) => break,
                Ok(Some(it)) => found.push(format!("{:?}", (it.event, it.data, it.id, it.retry))),
                Err(error) => found.push(error.to_string()),
            }
        }
        assert!(chunk.is_empty(), "bytes are left");
    }
    found
}

fn values(chunks: Vec<Bytes>) -> Vec<String> {
    let (mut lines, mut found) = (JsonLines::new().max_record(LIMIT), Vec::new());
    for mut chunk in chunks {
        loop {
            match lines.read(&mut chunk) {
                Ok(None) => break,
                Ok(Some(json)) => found.push(json.as_str().to_owned()),
                Err(error) => found.push(error.to_string()),
            }
        }
        assert!(chunk.is_empty(), "bytes are left");
    }
    match lines.finish() {
        Ok(last) => found.extend(last.map(|it| it.as_str().to_owned())),
        Err(error) => found.push(error.to_string()),
    }
    found
}

const FIELDS: &[&[u8]] = &[
    b"data: ",
    b"data",
    b"event:",
    b"id: ",
    b"retry: ",
    b":",
    b"\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b"\r\n\r\n",
    b"12",
    b"abc",
    "ü€😀".as_bytes(),
    b"\xef\xbb\xbf",
    b"\xe2\x82",
    b"\0",
    b"0123456789",
];

const TEXTS: &[&[u8]] = &[
    b"{\"a\":",
    b"}",
    b"[",
    b"]",
    b"1",
    b"12.5",
    b"true",
    b"\"",
    b"\\",
    b"\"a\"",
    b",",
    b" ",
    b"\n",
    b"\r\n",
    b"\x1e",
    b"\n\x1e",
    "\"ü€😀\"".as_bytes(),
    b"\xe2\x82",
    b"{}\n",
    b"[\n1]\n",
    b"\"0123456789\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn events_do_not_depend_on_chunks(
        bytes in stream(FIELDS),
        splits in prop::collection::vec(any::<Index>(), 0..12),
    ) {
        let whole = events(vec![Bytes::copy_from_slice(&bytes)]);
        prop_assert_eq!(&events(chunks(&bytes, &splits)), &whole);
        let single = bytes.iter().map(|it| Bytes::copy_from_slice(&[*it])).collect();
        prop_assert_eq!(events(single), whole);
    }

    #[test]
    fn values_do_not_depend_on_chunks(
        bytes in stream(TEXTS),
        splits in prop::collection::vec(any::<Index>(), 0..12),
    ) {
        let whole = values(vec![Bytes::copy_from_slice(&bytes)]);
        prop_assert_eq!(&values(chunks(&bytes, &splits)), &whole);
        let single = bytes.iter().map(|it| Bytes::copy_from_slice(&[*it])).collect();
        prop_assert_eq!(values(single), whole);
    }

    /// Values that are written as lines or as a sequence are read again.
    #[test]
    fn values_are_read_as_they_were_written(texts in prop::collection::vec(".{0,8}", 0..8)) {
        let json = |text: &String| serde_json::to_string(text).expect("JSON");
        let expected: Vec<_> = texts.iter().map(json).filter(|it| it.len() < LIMIT).collect();
        for (before, behind) in [("", "\n"), ("", "\r\n"), ("\x1e", "\n"), ("", "\x1e")] {
            let written = expected.iter().map(|it| format!("{before}{it}{behind}"));
            let written = written.collect::<String>();
            prop_assert_eq!(&values(vec![written.into()]), &expected);
        }
    }
}

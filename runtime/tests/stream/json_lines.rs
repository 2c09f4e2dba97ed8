//! NDJSON, JSON Lines and JSON text sequences.

use connect_runtime::Bytes;
use connect_runtime::stream::{JsonLines, RecordError};

/// The values of a whole stream, and the numbers of the records that are errors.
fn found(mut lines: JsonLines, text: impl Into<Bytes>) -> Vec<Result<String, u64>> {
    let mut input = text.into();
    let mut found = Vec::new();
    loop {
        let next = match lines.read(&mut input) {
            Ok(None) if input.is_empty() => lines.finish(),
            next => next,
        };
        match next {
            Ok(None) => return found,
            Ok(Some(json)) => found.push(Ok(json.as_str().to_owned())),
            Err(error) => found.push(Err(error.record())),
        }
    }
}

fn read(text: impl Into<Bytes>) -> Vec<Result<String, u64>> {
    found(JsonLines::new(), text)
}

fn values(text: impl Into<Bytes>) -> Vec<String> {
    let value = |it: Result<String, u64>| it.expect("JSON");
    read(text).into_iter().map(value).collect()
}

#[test]
fn values_are_separated_by_line_ends_or_record_separators() {
    for text in [
        "{\"a\": 1}\n[2]\n\"3\"\n",
        "{\"a\": 1}\r\n[2]\r\n\"3\"",
        "\n \n{\"a\": 1} \n\n\t[2]\n\r\n\"3\"\n\n",
        "\x1e{\"a\": 1}\n\x1e[2]\n\x1e\"3\"\n",
        "{\"a\": 1}\x1e[2]\x1e\"3\"",
        "\x1e\x1e\n{\"a\": 1}\x1e[2]\n\"3\"\x1e",
    ] {
        assert_eq!(values(text), ["{\"a\": 1}", "[2]", "\"3\""], "{text:?}");
    }
    assert_eq!(values(""), [""; 0]);
    assert_eq!(values("\r\n\x1e \n"), [""; 0]);
}

#[test]
fn a_value_is_there_before_the_next_one_begins() {
    for text in [
        "{\"a\": 1}\n",
        "\x1e{\"a\": 1}\n",
        "\x1e[\n\"]\",\n\"\\\"\"]\n",
    ] {
        let json = JsonLines::new().read(&mut Bytes::from(text));
        let json = json.expect("JSON").expect("a value");
        assert_eq!(json.as_str(), text.trim_matches(['\x1e', '\n']));
    }
    let (mut lines, mut input) = (JsonLines::new(), Bytes::from("\x1e[\"\x1e1\n"));
    assert!(lines.read(&mut input).is_err(), "it is cut off");
    let json = lines.read(&mut input).expect("JSON");
    assert_eq!(json.expect("a value").as_str(), "1");
}

#[test]
fn a_value_of_a_sequence_may_have_several_lines() {
    let text = "\x1e{\n \"a\": [\n1,\n\"}\\\"\"\n]\n}\n\x1e2\n";
    assert_eq!(values(text), ["{\n \"a\": [\n1,\n\"}\\\"\"\n]\n}", "2"]);
}

/// RFC 7464, section 2.4.
#[test]
fn in_a_sequence_a_value_that_is_cut_off_is_an_error_and_the_next_one_is_read() {
    assert_eq!(read("\x1e{\"a\": \x1e1\n"), [Err(1), Ok("1".to_owned())]);
    assert_eq!(
        read("\x1e12\x1e{}\x1e3 \x1e4"),
        [Err(1), Ok("{}".to_owned()), Ok("3".to_owned()), Err(4)]
    );
    assert_eq!(read("\x1e\"a\nb\"\n\x1e1\n"), [Err(1), Ok("1".to_owned())]);
}

#[test]
fn what_is_not_json_is_an_error_that_names_the_record_and_quotes_nothing() {
    let mut lines = JsonLines::new();
    let mut input = Bytes::from("1\n\n{\"s3cr3t\" x\n2\n\"\u{e9}");
    let mut text = input.split_to(input.len() - 1).to_vec();
    text.extend_from_slice(b"\n3");
    let mut input = Bytes::from(text);
    assert!(lines.read(&mut input).expect("JSON").is_some());
    let error = lines.read(&mut input).expect_err("not JSON");
    assert!(matches!(error, RecordError::NotJson { record: 2, .. }));
    let printed = format!("{error} {error:?}");
    assert!(printed.contains("record 2 is not JSON"), "{printed}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(lines.read(&mut input).expect("JSON").is_some());
    let error = lines.read(&mut input).expect_err("not UTF-8");
    assert_eq!((error.record(), lines.record()), (4, 4));
    assert!(error.to_string().contains("invalid UTF-8 at byte 1"));
    assert_eq!(lines.read(&mut input), Ok(None));
    let last = lines.finish().expect("JSON").expect("a value");
    assert_eq!((last.as_str(), lines.record()), ("3", 5));
    assert_eq!(lines.finish(), Ok(None));
}

#[test]
fn a_stream_that_is_cut_off_ends_with_an_error() {
    assert_eq!(
        read("{\"a\": 1}\n{\"a\""),
        [Ok("{\"a\": 1}".to_owned()), Err(2)]
    );
}

#[test]
fn digits_are_kept() {
    let text = "1.10\n1e400\n123456789012345678901234567890\n";
    assert_eq!(values(text), text.lines().collect::<Vec<_>>());
}

#[test]
fn a_value_over_the_limit_is_an_error_and_the_next_one_is_read() {
    let short = JsonLines::new().max_record(8);
    for (text, last) in [
        ("1\n\"1234567\"\n\"234567\"\n", "\"234567\""),
        ("1\n[1, 2, 3, 4, 5, 6]\x1e\"a\"", "\"a\""),
        ("1\n\x1e[1,\n2,\n3,\n4,\n5]\n\x1e[\n1]\n", "[\n1]"),
    ] {
        let expected = [Ok("1".to_owned()), Err(2), Ok(last.to_owned())];
        assert_eq!(found(short.clone(), text), expected, "{text:?}");
    }
    let mut input = Bytes::from("[1, 2, 3, 4]");
    let error = short.clone().read(&mut input).expect_err("too long");
    assert_eq!(
        error,
        RecordError::TooLong {
            record: 1,
            limit: 8
        }
    );
    // What follows is passed over, and is no record of its own.
    assert_eq!(found(short, "[1, 2, 3, 4]5]"), [Err(1)]);
}

#[test]
fn debug_quotes_nothing() {
    let mut lines = JsonLines::new();
    assert_eq!(lines.read(&mut Bytes::from("\"s3cr3t")), Ok(None));
    let printed = format!("{lines:?}");
    assert!(
        !printed.contains("115") && !printed.contains("s3cr3t"),
        "{printed}"
    );
}

//! Server-Sent Events, by the examples and the rules of the HTML standard.

use connect_runtime::stream::{Event, Events, RecordError};
use connect_runtime::{Bytes, ErrorKind};

/// The events of a whole stream.
fn events(text: impl Into<Bytes>) -> Vec<Event> {
    let (mut events, mut input) = (Events::new(), text.into());
    std::iter::from_fn(|| events.read(&mut input).expect("an event")).collect()
}

/// The types and the data of the events of a whole stream.
fn found(text: impl Into<Bytes>) -> Vec<(String, String)> {
    let both = |it: Event| (it.event, it.data);
    events(text).into_iter().map(both).collect()
}

fn messages(text: impl Into<Bytes>) -> Vec<String> {
    let data = |(event, data): (String, String)| {
        assert_eq!(event, "message");
        data
    };
    found(text).into_iter().map(data).collect()
}

#[test]
fn lines_of_data_are_joined() {
    assert_eq!(
        messages("data: YHOO\ndata: +2\ndata: 10\n\n"),
        ["YHOO\n+2\n10"]
    );
}

#[test]
fn a_space_behind_the_colon_is_ignored() {
    assert_eq!(messages("data:test\n\ndata: test\n\n"), ["test", "test"]);
    assert_eq!(messages("data:  two\n\n"), [" two"]);
}

#[test]
fn an_event_without_data_is_dropped_and_one_that_is_not_complete_too() {
    // The third block of this example of the standard has no empty line behind it.
    assert_eq!(messages("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
    assert_eq!(messages("event: a\nid: 1\n\ndata: b\n\n"), ["b"]);
    assert_eq!(messages("data: a\n"), [""; 0]);
    assert_eq!(messages(""), [""; 0]);
}

#[test]
fn events_have_types() {
    let text = "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\ndata: x\n\n";
    let expected = [("add", "73857293"), ("remove", "2153"), ("message", "x")];
    let expected = expected.map(|(event, data)| (event.to_owned(), data.to_owned()));
    assert_eq!(found(text), expected);
}

#[test]
fn comments_and_unknown_fields_are_ignored() {
    let text = ": hello\n:\ndata: a\n: in between\nother: b\nDATA: c\n data: d\nodd\n\n";
    assert_eq!(messages(text), ["a"]);
}

#[test]
fn lines_end_with_lf_cr_or_both() {
    for end in ["\n", "\r", "\r\n"] {
        let text = "data: a\ndata: b\n\ndata: c\n\n".replace('\n', end);
        assert_eq!(messages(text), ["a\nb", "c"], "{end:?}");
    }
    assert_eq!(messages("data: a\r\ndata: b\n\rdata: c\r\r"), ["a\nb", "c"]);
}

/// Of a stream with CR alone, an event does not wait for the line behind it.
#[test]
fn an_event_is_there_as_soon_as_its_empty_line_ends() {
    for end in ["\n\n", "\r\r", "\r\n\r"] {
        assert_eq!(messages(format!("data: a{end}")), ["a"], "{end:?}");
    }
}

#[test]
fn a_byte_order_mark_is_ignored_at_the_beginning_alone() {
    assert_eq!(messages("\u{feff}data: a\n\n\u{feff}data: b\n\n"), ["a"]);
    assert_eq!(messages("\u{feff}\u{feff}data: a\n\n"), [""; 0]);
    assert_eq!(messages("\u{feff}\ndata: \u{feff}a\n\n"), ["\u{feff}a"]);
}

#[test]
fn an_identifier_stays_until_the_stream_sets_another() {
    let text = "data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: 2\n\ndata: d\n\nid: 3\0\ndata: e\n\nid\ndata: f\n\n";
    let ids: Vec<_> = events(text).into_iter().map(|it| it.id).collect();
    let expected = [None, Some("1"), Some("1"), Some("2"), Some("2"), None];
    assert_eq!(ids, expected.map(|it| it.map(str::to_owned)));
}

#[test]
fn a_pause_comes_with_the_next_event() {
    let text = "retry: 10\n\ndata: a\n\ndata: b\n\nretry: 1x\nretry: +1\nretry\ndata: c\n\nretry: 7\nretry: 99999999999999999999\ndata: d\n\n";
    let pauses: Vec<_> = events(text).into_iter().map(|it| it.retry).collect();
    assert_eq!(pauses, [Some(10), None, None, Some(7)]);
}

#[test]
fn what_is_not_utf8_is_replaced() {
    assert_eq!(
        messages(&b"data: a\xff\xe2\x82\ndata: \xe2\x82\xac\n\n"[..]),
        ["a\u{fffd}\u{fffd}\n€"]
    );
}

#[test]
fn an_event_over_the_limit_is_an_error_and_the_next_one_is_read() {
    for long in [
        "data: 123456789012345\n\n",
        "data: 1234\ndata: 5678\ndata: 9\n\n",
        ": 12345678901234567890\n\n",
        "data: 123456789012345\nid: 1\nevent: b\ndata: c\n: 12345678901234567890\n\n",
    ] {
        let mut events = Events::new().max_record(16);
        let mut input = Bytes::from(format!("data: 1\n\n{long}data: 0123456789\n\n"));
        let mut next = || events.read(&mut input);
        assert_eq!(next().expect("short").expect("an event").data, "1");
        let error = next().expect_err("too long");
        let expected = RecordError::TooLong {
            record: 2,
            limit: 16,
        };
        assert_eq!(error, expected, "{long:?}");
        let event = next().expect("short").expect("an event");
        assert_eq!((&*event.data, event.id), ("0123456789", None), "{long:?}");
        assert_eq!(event.event, "message");
        assert_eq!(next(), Ok(None));
    }
}

/// Comments keep a stream alive. They are no part of an event, however many there are.
#[test]
fn many_comments_are_not_too_long() {
    let text = format!("data: a\n{}data: b\n\n", ": alive\n".repeat(1000));
    let mut input = Bytes::from(text);
    let event = Events::new().max_record(16).read(&mut input);
    assert_eq!(event.expect("short").expect("an event").data, "a\nb");
}

#[test]
fn data_is_read_as_json_and_errors_and_debug_quote_nothing_of_it() {
    let event = &events("data: {\"a\":\ndata: [1, \"s3cr3t\"]}\n\n")[0];
    let value: std::collections::BTreeMap<String, Vec<connect_runtime::Json>> =
        event.json().expect("an object");
    assert_eq!(value["a"].len(), 2);
    let error = event
        .json::<std::collections::BTreeMap<String, Vec<i64>>>()
        .expect_err("a string");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("$.a[1]"));
    assert!(error.to_string().starts_with("the data of the event"));
    let printed = format!("{error} {error:?} {event:?}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
}

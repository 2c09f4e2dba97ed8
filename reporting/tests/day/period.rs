//! Periods in time zones.

use connect_reporting::day::{Period, PeriodError, Span, Zone};
use connect_usage::models::NewPeriod;
use connect_usage::{Date, DateTime};

fn zone(name: &str) -> Zone {
    Zone::new(name).expect("a time zone")
}

fn at(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

fn bounds(period: &Period) -> (String, String) {
    (period.start().to_string(), period.end().to_string())
}

fn day(date: &str, name: &str) -> Period {
    Period::day(date, &zone(name)).expect("a day")
}

#[test]
fn a_day_ends_with_its_last_second() {
    for (name, start, end) in [
        ("UTC", "2029-01-31T00:00:00Z", "2029-01-31T23:59:59Z"),
        (
            "Europe/Berlin",
            "2029-01-30T23:00:00Z",
            "2029-01-31T22:59:59Z",
        ),
        ("-03:00", "2029-01-31T03:00:00Z", "2029-02-01T02:59:59Z"),
        ("+05:45", "2029-01-30T18:15:00Z", "2029-01-31T18:14:59Z"),
    ] {
        let day = day("2029-01-31", name);
        assert_eq!(bounds(&day), (start.to_owned(), end.to_owned()), "{name}");
        assert_eq!((day.seconds(), day.zone().name()), (86_400, name));
        assert_eq!(day.name(), "01/31/2029 - 01/31/2029");
        assert_eq!(day.key(), "2029-01-31");
    }
}

#[test]
fn days_on_which_the_offset_changes_have_23_or_25_hours() {
    let berlin = "Europe/Berlin";
    assert_eq!(day("2029-03-25", berlin).seconds(), 23 * 3600);
    assert_eq!(day("2029-10-28", berlin).seconds(), 25 * 3600);
    // The clocks of Santiago change at midnight, so this day begins at one.
    let short = day("2029-09-02", "America/Santiago");
    assert_eq!(short.seconds(), 23 * 3600);
    assert_eq!(short.name(), "09/02/2029 - 09/02/2029");
    let before = day("2029-09-01", "America/Santiago");
    let next = before.end().into_inner().unix_timestamp() + 1;
    assert_eq!(next, short.start().into_inner().unix_timestamp());
}

#[test]
fn a_day_that_a_zone_left_out_is_an_error() {
    let left_out = Period::day("2011-12-30", &zone("Pacific/Apia"));
    assert!(
        matches!(left_out, Err(PeriodError::NoSuchDay { .. })),
        "{left_out:?}"
    );
    assert_eq!(day("2011-12-31", "Pacific/Apia").seconds(), 86_400);
}

#[test]
fn months_follow_each_other_without_gap_or_overlap() {
    for name in [
        "UTC",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "-11:00",
    ] {
        let zone = zone(name);
        let mut now = at("2031-01-01T12:00:00Z");
        let mut later: Option<Period> = None;
        for _ in 0..36 {
            let month = Period::month_before(now, &zone).expect("a month");
            if let Some(later) = later {
                let next = month.end().into_inner().unix_timestamp() + 1;
                assert_eq!(
                    next,
                    later.start().into_inner().unix_timestamp(),
                    "{month:?}"
                );
            }
            now = month.end();
            later = Some(month);
        }
        let first = later.expect("36 months").key();
        assert_eq!(first, "2028-01", "{name}");
    }
}

#[test]
fn the_day_before_is_that_of_the_time_zone() {
    let berlin = zone("Europe/Berlin");
    let key = |now: &str| Period::day_before(at(now), &berlin).expect("a day").key();
    assert_eq!(key("2029-01-01T22:59:59Z"), "2028-12-31");
    assert_eq!(key("2029-01-01T23:00:00Z"), "2029-01-01");
    assert_eq!(key("2028-03-01T12:00:00Z"), "2028-02-29");
    let of = Period::day_of(at("2028-12-31T23:30:00Z"), &berlin);
    assert_eq!(of.expect("a day").key(), "2029-01-01");
    let hour = Period::hour_before(at("2029-01-01T00:10:00Z"), &Zone::utc());
    assert_eq!(hour.expect("an hour").key(), "2028-12-31T23");
}

#[test]
fn the_hours_of_a_day_have_different_keys_and_names() {
    for (name, date) in [
        ("Europe/Berlin", "2029-10-28"),
        ("Europe/Berlin", "2029-03-25"),
        ("Australia/Lord_Howe", "2029-04-01"),
        ("Australia/Lord_Howe", "2029-10-07"),
        ("Asia/Kathmandu", "2029-04-01"),
        // Half past two became three.
        ("America/Caracas", "2016-05-01"),
    ] {
        let day = day(date, name);
        let (mut now, mut seconds) = (day.start(), 0);
        let (mut keys, mut names) = (Vec::new(), Vec::new());
        while now <= day.end() {
            let hour = Period::hour_of(now, day.zone()).expect("an hour");
            assert_eq!(hour.start(), now, "{hour:?}");
            seconds += hour.seconds();
            let found = Period::from_key(&hour.key(), day.zone());
            assert_eq!(found.as_ref(), Ok(&hour));
            keys.push(hour.key());
            names.push(hour.name());
            let next = hour.end().into_inner().unix_timestamp() + 1;
            now = connect_usage::runtime::time::OffsetDateTime::from_unix_timestamp(next)
                .expect("a time")
                .into();
        }
        assert_eq!(seconds, day.seconds(), "{day:?}");
        for mut list in [keys, names] {
            let hours = list.len();
            list.dedup();
            list.sort();
            list.dedup();
            assert_eq!(list.len(), hours, "{list:?}");
        }
    }
}

#[test]
fn an_hour_that_occurs_twice_has_its_offset_in_the_key() {
    let berlin = zone("Europe/Berlin");
    let hour = |text: &str| Period::hour_of(at(text), &berlin).expect("an hour");
    assert_eq!(hour("2029-10-28T00:30:00Z").key(), "2029-10-28T02+02:00");
    assert_eq!(hour("2029-10-28T01:30:00Z").key(), "2029-10-28T02+01:00");
    let second = hour("2029-10-28T01:30:00Z");
    assert_eq!(
        second.name(),
        "10/28/2029 02:00:00+01:00 - 10/28/2029 02:59:59+01:00"
    );
    let missing = Period::hour("2029-03-25", 2, &berlin);
    assert!(
        matches!(missing, Err(PeriodError::Invalid(_))),
        "{missing:?}"
    );
    assert!(Period::hour("2029-03-24", 24, &berlin).is_err());
}

#[test]
fn keys_name_one_period_and_find_it_again() {
    let berlin = zone("Europe/Berlin");
    for key in [
        "2029-01",
        "2029-01-31",
        "2029-01-01--2029-01-10",
        "2028-12-31--2029-01-01",
        "2029-01-31T13",
        "20290131T120000Z--20290131T132959Z",
    ] {
        let period = Period::from_key(key, &berlin).expect("a period");
        assert_eq!(period.key(), key);
    }
    let month = Period::days("2029-01-01", "2029-01-31", &berlin).expect("a month");
    assert_eq!(Ok(month), Period::month(2029, 1, &berlin));
    for key in [
        "",
        "2029",
        "2029-1",
        "2029-13",
        "2029-1-31",
        "2029-02-30",
        "2029-01-31T24",
        "2029-01-31T1",
        "2029-01-31T13+01:00",
        "2029-01-01--2029-01-31",
        "2029-01-31T",
        "é029-01",
        "2029-01-31Té",
        "20290131T1200Z--20290131T132959Z",
        "--",
        "T",
        "2029-01-31T13:00:00Z",
    ] {
        assert!(Period::from_key(key, &berlin).is_err(), "{key}");
    }
}

#[test]
fn names_of_spans_have_their_times() {
    let zone = zone("-03:00");
    let span = Period::between(
        at("2029-01-31T03:00:00Z"),
        at("2029-02-01T02:59:59.75Z"),
        &zone,
    );
    assert_eq!(span, Period::day("2029-01-31", &zone));
    let span = Period::between(
        at("2029-01-31T12:00:00Z"),
        at("2029-02-02T13:29:59Z"),
        &zone,
    );
    let span = span.expect("a span");
    assert_eq!(span.name(), "01/31/2029 09:00:00 - 02/02/2029 10:29:59");
    let reversed = Period::between(
        at("2029-02-01T00:00:00Z"),
        at("2029-01-31T00:00:00Z"),
        &zone,
    );
    assert!(matches!(reversed, Err(PeriodError::Reversed { .. })));
    assert!(Period::days("2029-01-02", "2029-01-01", &zone).is_err());
}

#[test]
fn requests_have_the_days_of_the_time_zone() {
    let date = |text: &str| text.parse::<Date>().ok();
    for (name, start) in [
        ("Asia/Tokyo", "2028-12-31T15:00:00Z"),
        ("-03:00", "2029-01-01T03:00:00Z"),
    ] {
        let january = Period::month(2029, 1, &zone(name)).expect("a month");
        assert_eq!(january.start(), at(start));
        let sent: NewPeriod = (&january).into();
        let days = (date("2029-01-01"), date("2029-01-31"));
        assert_eq!((sent.from, sent.to), days, "{name}");
    }
}

#[test]
fn spans_are_clipped_to_the_period() {
    let day = day("2029-01-31", "UTC");
    let span = |start: &str, end: &str| Span::new(at(start), at(end)).expect("a span");
    let clip = |start: &str, end: &str| day.clip(&span(start, end));
    assert_eq!(
        clip("2029-01-01T00:00:00Z", "2029-03-01T00:00:00Z"),
        Some(day.span())
    );
    let inner = span("2029-01-31T01:00:00Z", "2029-01-31T01:00:00Z");
    assert_eq!(day.clip(&inner), Some(inner));
    assert_eq!(clip("2029-01-01T00:00:00Z", "2029-01-30T23:59:59.9Z"), None);
    assert_eq!(clip("2029-02-01T00:00:00Z", "2029-03-01T00:00:00Z"), None);
    let last = clip("2029-01-31T23:59:59.9Z", "2029-03-01T00:00:00Z").expect("a second");
    assert_eq!((last.start(), last.end()), (day.end(), day.end()));
}

#[test]
fn a_period_is_over_after_its_last_second() {
    let day = day("2029-01-31", "UTC");
    assert!(!day.is_over(at("2029-01-31T23:59:59.5Z")));
    assert!(day.is_over(at("2029-02-01T00:00:00Z")));
}

#[test]
fn years_and_zones_out_of_range_are_errors() {
    let utc = Zone::utc();
    assert_eq!(Period::month(9999, 12, &utc), Err(PeriodError::Year));
    assert_eq!(Period::month(0, 1, &utc), Err(PeriodError::Year));
    assert_eq!(Period::month(40_000, 1, &utc), Err(PeriodError::Year));
    assert_eq!(Period::day("9999-12-31", &utc), Err(PeriodError::Year));
    assert!(Period::month(9998, 12, &utc).is_ok());
    assert_eq!(Period::month(1, 1, &zone("+01:00")), Err(PeriodError::Year));
    let first = at("0001-01-01T00:00:30Z");
    assert_eq!(Period::hour_before(first, &utc), Err(PeriodError::Year));
    assert!(matches!(
        Period::month(2029, 13, &utc),
        Err(PeriodError::Invalid(_))
    ));
    for name in [
        "Europe/Nowhere",
        "",
        "+24:00",
        "+1",
        "+01:60",
        "-é:00",
        "\0",
    ] {
        let error = Zone::new(name).expect_err(name);
        assert_eq!(error, PeriodError::UnknownZone(name.to_owned()));
    }
    let message = Zone::new("Mars").expect_err("no zone").to_string();
    assert!(message.starts_with("unknown time zone `Mars`"), "{message}");
}

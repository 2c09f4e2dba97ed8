//! The retry machine: what is sent again, when, and how often.

mod support;

use connect_runtime::driver::Annotate;
use connect_runtime::driver::{self, failure};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use connect_runtime::driver::{Attempts, Decision, Moment};
use connect_runtime::retry::{Budget, Policy, Reason};
use connect_runtime::{Error, HeaderMap, Operation, StatusCode};
use http::header::RETRY_AFTER;
use proptest::prelude::*;
use support::{CREATE, GET};

/// Sun, 06 Nov 1994 08:49:37 GMT, the date that RFC 9110 writes in three ways.
const DATE: Duration = Duration::from_secs(784_111_777);

fn status(operation: &'static Operation, status: u16, retry_after: Option<&str>) -> Error {
    let mut headers = HeaderMap::new();
    if let Some(text) = retry_after {
        headers.insert(RETRY_AFTER, text.parse().expect("a header"));
    }
    let response = driver::response(StatusCode::from_u16(status).expect("a status"), headers, "");
    failure::api(operation, response)
}

fn moment(elapsed: Duration, random: u64) -> Moment {
    Moment {
        elapsed,
        wall: SystemTime::UNIX_EPOCH + DATE,
        random,
    }
}

/// What follows the first failure, with nothing else in the way.
fn decide(error: &Error, random: u64) -> Decision {
    let policy = Policy::new().base(Duration::from_secs(1));
    let mut attempts = Attempts::new(policy, None);
    attempts.failed(error, &Budget::unlimited(), moment(Duration::ZERO, random))
}

fn retries(error: &Error) -> bool {
    matches!(decide(error, 0), Decision::Retry { .. })
}

#[test]
fn what_is_sent_again_depends_on_the_failure_and_on_the_operation() {
    // (failure, whether a call that is idempotent is, and one that may not)
    type Failing = fn(&'static Operation) -> Error;
    let failures: [(Failing, bool, bool); 19] = [
        (|it| failure::transport(it, "reset"), true, false),
        (|it| failure::transport(it, "refused").unsent(), true, true),
        (|it| failure::timeout(it, "late"), true, false),
        (
            |it| failure::timeout(it, "no connection").unsent(),
            true,
            true,
        ),
        (|it| failure::invalid_request(it, "bad"), false, false),
        (|it| status(it, 408, None), true, false),
        (|it| status(it, 425, None), true, false),
        (|it| status(it, 429, None), true, true),
        (|it| status(it, 500, None), true, false),
        (|it| status(it, 502, None), true, false),
        (|it| status(it, 503, None), true, false),
        (|it| status(it, 503, Some("1")), true, true),
        (|it| status(it, 503, Some("soon")), true, false),
        (|it| status(it, 504, Some("1")), true, false),
        (|it| status(it, 302, None), false, false),
        (|it| status(it, 400, Some("1")), false, false),
        (|it| status(it, 404, None), false, false),
        (|it| status(it, 409, None), false, false),
        (|it| status(it, 501, None), false, false),
    ];
    for (failure, idempotent, other) in failures {
        for (operation, expected) in [(&GET, idempotent), (&CREATE, other)] {
            let error = failure(operation);
            assert_eq!(error.is_retryable(), expected, "{error:?}");
            assert_eq!(retries(&error), expected, "{error:?}");
            let safe = operation.idempotent || !error.may_have_been_processed();
            assert!(safe || !expected, "{error:?} could do harm");
        }
    }
    assert!(!retries(&failure::configuration("no key")));
}

#[test]
fn whether_it_may_have_happened_is_known() {
    let ambiguous = |error: &Error| error.may_have_been_processed();
    for sure in [
        failure::transport(&CREATE, "refused").unsent(),
        failure::timeout(&CREATE, "no connection").unsent(),
        failure::invalid_request(&CREATE, "bad"),
        status(&CREATE, 400, None),
        status(&CREATE, 429, None),
        status(&CREATE, 503, Some("1")),
        status(&CREATE, 301, None),
        status(&CREATE, 307, None),
        status(&CREATE, 308, None),
        status(&GET, 302, None),
    ] {
        assert!(!ambiguous(&sure), "{sure:?}");
    }
    let too_long = |status| failure::too_long(&CREATE, 1, "`x`", status, HeaderMap::new());
    assert!(!ambiguous(&too_long(StatusCode::BAD_REQUEST)));
    for unsure in [
        failure::transport(&CREATE, "reset"),
        failure::timeout(&CREATE, "late"),
        status(&CREATE, 408, None),
        status(&CREATE, 500, None),
        status(&CREATE, 502, None),
        status(&CREATE, 503, None),
        status(&CREATE, 504, None),
        status(&CREATE, 302, None),
        status(&CREATE, 303, None),
        too_long(StatusCode::OK),
    ] {
        assert!(ambiguous(&unsure), "{unsure:?}");
    }
}

#[test]
fn retry_after_is_read_in_all_its_forms() {
    let now = SystemTime::UNIX_EPOCH + DATE - Duration::from_secs(37);
    for (text, expected) in [
        ("0", Some(0)),
        ("120", Some(120)),
        (" 7 ", Some(7)),
        ("99999999999999999999999", Some(u64::MAX)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
        ("Sun Nov  6 08:49:37 1994", Some(37)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("soon", None),
        ("Sun, 66 Nov 1994 08:49:37 GMT", None),
    ] {
        let error = status(&GET, 503, Some(text));
        let expected = expected.map(Duration::from_secs);
        assert_eq!(error.retry_after(now), expected, "{text:?}");
    }
    assert_eq!(status(&GET, 503, None).retry_after(now), None);
    assert_eq!(failure::transport(&GET, "reset").retry_after(now), None);
}

#[test]
fn the_longest_of_several_retry_after_counts() {
    let now = SystemTime::UNIX_EPOCH + DATE - Duration::from_secs(37);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (values, expected) in [
        (&["1", "3", "2"][..], Some(3)),
        (&["1, 3, 2"], Some(3)),
        (&["soon", "5"], Some(5)),
        (&["soon, 5"], Some(5)),
        (&[date, "5"], Some(37)),
        (&["5", "Sun, 06 Nov 1994 08:49:37 GMT, 4"], Some(37)),
        (&["50, Sunday, 06-Nov-94 08:49:37 GMT"], Some(50)),
        (&["Sun Nov  6 08:49:37 1994,7"], Some(37)),
        (&["", ","], None),
    ] {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(RETRY_AFTER, value.parse().expect("a header"));
        }
        let response = driver::response(StatusCode::TOO_MANY_REQUESTS, headers, "");
        let error = failure::api(&GET, response);
        let expected = expected.map(Duration::from_secs);
        assert_eq!(error.retry_after(now), expected, "{values:?}");
    }
}

#[test]
fn what_the_api_puts_off_costs_nothing_up_to_a_sum() {
    let second = Duration::from_secs(1);
    let policy = Policy::new().max_attempts(2).max_put_off(30 * second);
    let budget = Budget::new(1, 10);
    let mut attempts = Attempts::new(policy, None);
    let mut failed = |error: &Error| attempts.failed(error, &budget, moment(Duration::ZERO, 0));
    for code in [429, 503, 429] {
        let error = status(&CREATE, code, Some("10"));
        assert_eq!(failed(&error), Decision::Retry { after: 10 * second });
    }
    assert_eq!(budget.left(), Some(1));
    // The sum is used up, so this is a failure as any other; and the next one is one too many.
    let error = status(&CREATE, 429, Some("10"));
    assert_eq!(failed(&error), Decision::Retry { after: 10 * second });
    assert_eq!(budget.left(), Some(0));
    assert_eq!(failed(&error), Decision::GiveUp(Reason::Attempts));
    assert_eq!(attempts.made(), 5);

    // No pause is named: it is not put off.
    for code in ["0", "Sun, 06 Nov 1994 08:00:00 GMT"] {
        let error = status(&GET, 429, Some(code));
        let mut attempts = Attempts::new(policy, None);
        let mut failed = || attempts.failed(&error, &Budget::unlimited(), moment(second, 0));
        assert!(matches!(failed(), Decision::Retry { .. }));
        assert_eq!(failed(), Decision::GiveUp(Reason::Attempts));
    }
    // Nothing is sent again with a single attempt.
    let once = Attempts::new(Policy::none(), None).failed(&error, &budget, moment(second, 0));
    assert_eq!(once, Decision::GiveUp(Reason::Attempts));
}

#[test]
fn retry_after_is_kept_up_to_a_limit() {
    let second = Duration::from_secs(1);
    let asked = |text| status(&CREATE, 429, Some(text));
    assert_eq!(
        decide(&asked("60"), 0),
        Decision::Retry { after: 60 * second }
    );
    let Decision::Retry { after } = decide(&asked("60"), u64::MAX) else {
        panic!("60 s are not too long")
    };
    assert!(after > 60 * second && after <= 61 * second, "{after:?}");
    for too_long in [
        "61",
        "99999999999999999999999",
        "Sun, 06 Nov 1994 08:51:37 GMT",
    ] {
        let decision = decide(&asked(too_long), 0);
        assert_eq!(decision, Decision::GiveUp(Reason::RetryAfter), "{too_long}");
    }
    let passed = asked("Sun, 06 Nov 1994 08:49:00 GMT");
    assert_eq!(
        decide(&passed, 0),
        Decision::Retry {
            after: Duration::ZERO
        }
    );
}

#[test]
fn the_budget_is_taken_from_and_given_back() {
    let budget = Budget::new(2, 3);
    let error = failure::transport(&GET, "reset");
    let once =
        || Attempts::new(Policy::new(), None).failed(&error, &budget, moment(Duration::ZERO, 0));
    assert!(matches!(once(), Decision::Retry { .. }));
    assert!(matches!(once(), Decision::Retry { .. }));
    assert_eq!(once(), Decision::GiveUp(Reason::Budget));
    let success = || Attempts::new(Policy::new(), None).succeeded(&budget);
    success();
    success();
    assert_eq!(once(), Decision::GiveUp(Reason::Budget));
    success();
    assert!(matches!(once(), Decision::Retry { .. }));
    // It never holds more than at first.
    (0..100).for_each(|_| success());
    assert_eq!(budget.left(), Some(2));
    // What is not sent again costs nothing.
    let last =
        Attempts::new(Policy::none(), None).failed(&error, &budget, moment(Duration::ZERO, 0));
    assert_eq!(
        (last, budget.left()),
        (Decision::GiveUp(Reason::Attempts), Some(2))
    );
}

#[test]
fn a_budget_without_a_limit_has_none() {
    let budget = Budget::unlimited();
    assert!((0..1000).all(|_| budget.take()));
    assert_eq!(budget.left(), None);
}

#[test]
fn threads_share_a_budget() {
    let budget = Arc::new(Budget::new(1000, 1));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let budget = Arc::clone(&budget);
            std::thread::spawn(move || (0..1000).filter(|_| budget.take()).count())
        })
        .collect();
    let taken: usize = threads
        .into_iter()
        .map(|it| it.join().expect("a count"))
        .sum();
    assert_eq!(taken, 1000);
}

/// A failure, as it can come again and again.
#[derive(Debug, Clone)]
enum Failure {
    Reset,
    Refused,
    Status(u16, Option<u64>),
}

impl Failure {
    fn error(&self, operation: &'static Operation) -> Error {
        match self {
            Self::Reset => failure::transport(operation, "reset"),
            Self::Refused => failure::transport(operation, "refused").unsent(),
            Self::Status(code, after) => {
                status(operation, *code, after.map(|it| it.to_string()).as_deref())
            }
        }
    }
}

fn failure() -> impl Strategy<Value = Failure> {
    let code = prop::sample::select(vec![400, 404, 408, 425, 429, 500, 502, 503, 504]);
    prop_oneof![
        Just(Failure::Reset),
        Just(Failure::Refused),
        (code, prop::option::of(0u64..100)).prop_map(|(code, after)| Failure::Status(code, after)),
    ]
}

fn duration(most: u64) -> impl Strategy<Value = Duration> {
    prop_oneof![
        9 => (0..=most).prop_map(Duration::from_millis),
        1 => Just(Duration::MAX),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let durations = (
        duration(2000),
        duration(30_000),
        duration(90_000),
        duration(400_000),
    );
    (0u32..12, durations).prop_map(|(attempts, (base, cap, max_retry_after, max_put_off))| {
        let policy = Policy::new().max_attempts(attempts).base(base).cap(cap);
        policy
            .max_retry_after(max_retry_after)
            .max_put_off(max_put_off)
    })
}

proptest! {
    /// Whatever fails: no attempt too many, no pause too long or too short, no end after the time, and
    /// nothing sent twice that could do harm.
    #[test]
    fn a_call_keeps_to_its_policy(
        policy in policy(),
        total in prop::option::of(duration(60_000)),
        budget in 0u32..20,
        idempotent in any::<bool>(),
        failures in prop::collection::vec((failure(), 0u64..5_000, any::<u64>()), 1..20),
    ) {
        let operation = if idempotent { &GET } else { &CREATE };
        let left = Budget::new(budget, 10);
        let mut attempts = Attempts::new(policy, total);
        let mut elapsed = Duration::ZERO;
        let (mut made, mut counted, mut put_off) = (0, 0, Duration::ZERO);
        for (failure, took, random) in failures {
            made += 1;
            // What the API puts off is neither a failure nor paid for, up to a sum.
            let asked = match failure {
                Failure::Status(429 | 503, Some(asked)) => Duration::from_secs(asked),
                _ => Duration::ZERO,
            };
            let is_put_off = policy.max_attempts > 1
                && !asked.is_zero()
                && put_off + asked <= policy.max_put_off;
            counted += u32::from(!is_put_off);
            elapsed = elapsed.saturating_add(Duration::from_millis(took));
            let error = failure.error(operation);
            let decision = attempts.failed(&error, &left, moment(elapsed, random));
            prop_assert_eq!(attempts.made(), made);
            let Decision::Retry { after } = decision else { break };
            prop_assert!(counted < policy.max_attempts);
            put_off += asked * u32::from(is_put_off);
            prop_assert!(error.is_retryable());
            prop_assert!(idempotent || !error.may_have_been_processed());
            let doubled = match counted {
                0 => Duration::ZERO,
                counted => policy.base.saturating_mul(1 << (counted - 1)).min(policy.cap),
            };
            match failure {
                Failure::Status(_, Some(asked)) => {
                    let asked = Duration::from_secs(asked);
                    prop_assert!(after >= asked && asked <= policy.max_retry_after);
                    prop_assert!(after - asked <= policy.base.min(policy.cap));
                }
                _ => prop_assert!(after <= doubled),
            }
            elapsed = elapsed.saturating_add(after);
            prop_assert!(total.is_none_or(|total| elapsed < total));
        }
        let spent = u64::from(budget) - left.left().unwrap_or_default();
        prop_assert!(spent < u64::from(policy.max_attempts.max(1)));
    }

    /// The random number is the part of the longest pause, as exactly as nanoseconds allow.
    #[test]
    fn pauses_are_spread_over_the_whole_range(base in 1u64..1_000_000_000_000, random in any::<u64>()) {
        let base = Duration::from_nanos(base);
        let policy = Policy::new().base(base).cap(Duration::MAX);
        let mut attempts = Attempts::new(policy, None);
        let error = failure::transport(&GET, "reset");
        let decision = attempts.failed(&error, &Budget::unlimited(), moment(Duration::ZERO, random));
        let Decision::Retry { after } = decision else {
            return Err(TestCaseError::fail("not sent again"));
        };
        let expected = base.as_nanos() as f64 * (random as f64 / u64::MAX as f64);
        prop_assert!((after.as_nanos() as f64 - expected).abs() <= 1.0 + expected / 1e12);
    }
}

/// Nothing else in the message says that the API asked for another attempt, and that the policy has none.
#[test]
fn a_call_that_is_put_off_and_has_one_attempt_says_so() {
    let budget = Budget::unlimited();
    for (code, after, is_told) in [
        (429, None, true),
        (429, Some("1"), true),
        (503, Some("1"), true),
        (503, None, false),
    ] {
        let error = status(&CREATE, code, after);
        let error = if is_told {
            error
        } else {
            status(&GET, code, after)
        };
        let mut attempts = Attempts::new(Policy::none(), None);
        let now = moment(Duration::ZERO, 0);
        let decision = attempts.failed(&error, &budget, now);
        assert_eq!(decision, Decision::GiveUp(Reason::Attempts));
        let error = attempts
            .explained(error, Reason::Attempts, now)
            .attempted(1);
        let text = error.to_string();
        let message = "; not retried: the retry policy allows one attempt";
        assert_eq!(text.ends_with(message), is_told, "{text}");
    }
}

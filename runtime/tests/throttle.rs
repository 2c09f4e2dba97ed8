//! When calls may be sent: the limit of the application, and the pace after the API turned one away.

use std::num::NonZeroU32;
use std::time::Duration;

use connect_runtime::driver::{RateLimit, Throttle, Ticket, Turn};
use proptest::prelude::*;

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn limit(calls: u32, per: f64) -> Option<RateLimit> {
    let calls = NonZeroU32::new(calls).expect("a call");
    Some(RateLimit {
        calls,
        per: seconds(per),
    })
}

/// When a call is sent that asks at `now`, if nothing else happens.
fn sent(throttle: &mut Throttle, now: f64) -> f64 {
    let (mut now, mut ticket) = (seconds(now), None);
    loop {
        match throttle.turn(now, None, ticket) {
            Turn::Now => return now.as_secs_f64(),
            Turn::Later { wait, ticket: its } => {
                now += wait;
                ticket = Some(its);
            }
            Turn::Never { .. } => unreachable!("there is no deadline"),
        }
    }
}

/// The ticket of a call that waits.
fn waiting(throttle: &mut Throttle, now: f64) -> (f64, Ticket) {
    match throttle.turn(seconds(now), None, None) {
        Turn::Later { wait, ticket } => (now + wait.as_secs_f64(), ticket),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_reason_nothing_waits() {
    let mut throttle = Throttle::new(None);
    assert!((0..10_000).all(|_| throttle.turn(seconds(1.0), None, None) == Turn::Now));
}

#[test]
fn a_limit_holds_in_any_period() {
    let mut throttle = Throttle::new(limit(3, 1.0));
    let times: Vec<f64> = [0.0, 0.5, 0.5, 0.6, 0.6, 3.0, 3.0]
        .into_iter()
        .map(|now| sent(&mut throttle, now))
        .collect();
    assert_eq!(times, [0.0, 0.5, 0.5, 1.0, 1.5, 3.0, 3.0]);
}

#[test]
fn a_limit_is_never_exceeded_but_fails_calls_that_have_no_time() {
    let mut throttle = Throttle::new(limit(1, 10.0));
    let turn = |throttle: &mut Throttle, deadline| {
        throttle.turn(seconds(5.0), Some(seconds(deadline)), None)
    };
    assert_eq!(turn(&mut throttle, 6.0), Turn::Now);
    let wait = seconds(10.0);
    assert_eq!(turn(&mut throttle, 15.0), Turn::Never { wait });
    // It took no place.
    assert!(matches!(turn(&mut throttle, 16.0), Turn::Later { .. }));
    let wait = seconds(20.0);
    assert_eq!(turn(&mut throttle, 20.0), Turn::Never { wait });
}

#[test]
fn all_calls_keep_the_pause_of_one() {
    let mut throttle = Throttle::new(None);
    assert_eq!(sent(&mut throttle, 10.0), 10.0);
    throttle.turned_away(seconds(10.1), seconds(10.0), Some(seconds(5.0)));
    let first = sent(&mut throttle, 10.2);
    assert!((15.1..15.2).contains(&first), "{first}");
    // The others are spread out behind it, in the order in which they asked.
    let (second, _) = waiting(&mut throttle, 10.3);
    let (third, _) = waiting(&mut throttle, 10.4);
    assert!(
        first + 0.2 < second && second + 0.2 < third,
        "{first} {second} {third}"
    );
}

#[test]
fn a_pause_holds_those_that_wait_already() {
    let mut throttle = Throttle::new(limit(1, 1.0));
    assert_eq!(sent(&mut throttle, 0.0), 0.0);
    let (at, ticket) = waiting(&mut throttle, 0.0);
    assert_eq!(at, 1.0);
    throttle.turned_away(seconds(0.1), seconds(0.0), Some(seconds(30.0)));
    let turn = throttle.turn(seconds(1.0), None, Some(ticket));
    assert!(
        matches!(turn, Turn::Later { wait, .. } if wait >= seconds(29.0)),
        "{turn:?}"
    );
}

/// Calls that are cancelled while they wait, the first of them first, or the last.
#[test]
fn cancelled_calls_give_their_places_back() {
    for is_reversed in [false, true] {
        for (limit, pause) in [(limit(1, 1.0), None), (None, Some(seconds(2.0)))] {
            let mut throttle = Throttle::new(limit);
            assert_eq!(sent(&mut throttle, 0.0), 0.0);
            throttle.turned_away(seconds(0.0), seconds(0.0), pause);
            let (first, _) = waiting(&mut throttle.clone(), 0.1);
            let mut tickets: Vec<_> = (0..1000).map(|_| waiting(&mut throttle, 0.1)).collect();
            let (second, kept) = tickets.remove(1);
            if is_reversed {
                tickets.reverse();
            }
            for (_, ticket) in tickets {
                throttle.release(ticket);
            }
            // The call that still waits keeps its place, and the next is behind it.
            let (third, next) = waiting(&mut throttle, 0.1);
            assert!(
                second + 0.1 < third && third < second + 2.0,
                "{second} {third}"
            );
            assert_eq!(throttle.turn(seconds(second), None, Some(kept)), Turn::Now);
            throttle.release(next);
            let (again, next) = waiting(&mut throttle, 0.1);
            assert!((again - third).abs() < 1e-6, "{again} {third}");
            throttle.release(next);
            // Nothing that was sent is forgotten.
            assert!(again > first, "{again} {first}");
        }
    }
    // A void place is not given back twice.
    let mut throttle = Throttle::new(limit(1, 1.0));
    sent(&mut throttle, 0.0);
    let (_, void) = waiting(&mut throttle, 0.0);
    throttle.turned_away(seconds(0.1), seconds(0.0), Some(seconds(0.9)));
    let (at, _) = waiting(&mut throttle, 0.2);
    throttle.release(void);
    let (next, _) = waiting(&mut throttle, 0.2);
    assert!(next >= at + 0.9, "{at} {next}");
}

/// The pause is for the API's sake, so a call that has no time for it asks the API itself.
#[test]
fn a_pause_fails_no_call() {
    let mut throttle = Throttle::new(None);
    throttle.turned_away(seconds(1.0), seconds(0.9), Some(seconds(60.0)));
    assert_eq!(
        throttle.turn(seconds(2.0), Some(seconds(10.0)), None),
        Turn::Now
    );
    let turn = throttle.turn(seconds(2.0), Some(seconds(100.0)), None);
    assert!(matches!(turn, Turn::Later { .. }), "{turn:?}");
    // Within the limit of the application, though.
    let mut throttle = Throttle::new(limit(1, 3.0));
    assert_eq!(throttle.turn(seconds(0.9), None, None), Turn::Now);
    throttle.turned_away(seconds(1.0), seconds(0.9), Some(seconds(60.0)));
    let turn = throttle.turn(seconds(2.0), Some(seconds(10.0)), None);
    assert!(
        matches!(turn, Turn::Later { wait, .. } if wait == seconds(1.9)),
        "{turn:?}"
    );
}

#[test]
fn calls_under_way_together_slow_down_once() {
    let gaps = |refused: u32| {
        let mut throttle = Throttle::new(None);
        // Ten calls a second.
        for call in 0..20 {
            sent(&mut throttle, f64::from(call) / 10.0);
        }
        for _ in 0..refused {
            throttle.turned_away(seconds(2.0), seconds(1.9), None);
        }
        let (at, next) = (sent(&mut throttle, 2.0), sent(&mut throttle, 2.0));
        next - at
    };
    assert_eq!(gaps(1), gaps(10));
    // Seven tenths of ten a second.
    assert!((gaps(1) - 1.0 / 7.0).abs() < 0.02, "{}", gaps(1));
}

#[test]
fn the_pace_ends() {
    let mut throttle = Throttle::new(None);
    throttle.turned_away(seconds(0.0), seconds(0.0), None);
    assert_eq!(sent(&mut throttle, 0.0), 0.0);
    assert_eq!(sent(&mut throttle, 0.0), 1.0);
    let later: Vec<f64> = (0..3).map(|_| sent(&mut throttle, 40.0)).collect();
    assert_eq!(later, [40.0; 3]);
}

/// Tasks that call a server with a limit of its own, each again as soon as it may. Returns how long the calls took,
/// and how many of them were turned away.
fn simulate(tasks: usize, calls: usize, per_second: usize) -> (f64, usize) {
    let mut throttle = Throttle::new(None);
    // When each task asks next, with its ticket.
    let mut due: Vec<(Duration, Option<Ticket>)> = vec![(Duration::ZERO, None); tasks];
    let mut accepted: Vec<Duration> = Vec::new();
    let mut refused = 0;
    while accepted.len() < calls {
        let task = (0..tasks).min_by_key(|it| due[*it].0).expect("a task");
        let (now, ticket) = due[task];
        match throttle.turn(now, None, ticket) {
            Turn::Later { wait, ticket } => due[task] = (now + wait, Some(ticket)),
            Turn::Never { .. } => unreachable!("there is no deadline"),
            Turn::Now => {
                let answered = now + seconds(0.01);
                let last = accepted.iter().rev();
                let recent = last.take_while(|it| **it + seconds(1.0) > now).count();
                due[task] = (answered, None);
                if recent < per_second {
                    accepted.push(now);
                } else {
                    refused += 1;
                    throttle.turned_away(answered, now, Some(seconds(1.0)));
                    due[task].0 += seconds(1.0);
                }
            }
        }
    }
    let end = accepted.last().expect("a call");
    (end.as_secs_f64(), refused)
}

#[test]
fn many_tasks_find_the_rate_of_a_server() {
    let (took, refused) = simulate(20, 200, 10);
    // Without the throttle, twenty tasks are turned away about ten times a second.
    println!("200 calls of 20 tasks at 10 a second: {took:.0} s, {refused} turned away");
    assert!(took < 60.0, "{took}");
    assert!(refused < 60, "{refused}");
}

proptest! {
    /// However calls come, and whatever the API says: no period has too many of them, they keep the pauses, and
    /// each of them is sent in the end.
    #[test]
    fn limits_hold(
        calls in 1u32..6,
        per in 1u32..4,
        steps in prop::collection::vec((0u32..1500, 0u32..12, any::<bool>(), any::<bool>()), 1..60),
    ) {
        let per = f64::from(per);
        let mut throttle = Throttle::new(limit(calls, per));
        let mut now = 0.0;
        let mut times: Vec<f64> = Vec::new();
        let mut pause: f64 = 0.0;
        for (wait, asked, deadline, is_cancelled) in steps {
            now += f64::from(wait) / 1000.0;
            if asked < 3 {
                let asked = f64::from(asked);
                throttle.turned_away(seconds(now), seconds(now), Some(seconds(asked)));
                pause = pause.max(now + asked);
            }
            let deadline = deadline.then(|| seconds(now + 0.5));
            match throttle.turn(seconds(now), deadline, None) {
                Turn::Now => times.push(now),
                Turn::Never { wait } => prop_assert!(deadline.is_some() && wait >= seconds(0.5)),
                Turn::Later { ticket, .. } if is_cancelled => throttle.release(ticket),
                Turn::Later { wait, ticket } => {
                    let at = seconds(now) + wait;
                    prop_assert_eq!(throttle.turn(at, deadline, Some(ticket)), Turn::Now);
                    if deadline.is_none() {
                        prop_assert!(at + seconds(1e-6) >= seconds(pause));
                    }
                    // The rest of the world goes on from then on.
                    now = at.as_secs_f64();
                    times.push(now);
                }
            }
        }
        for (first, after) in times.iter().zip(times.iter().skip(calls as usize)) {
            prop_assert!(after - first >= per - 1e-6, "{first} {after} {times:?}");
        }
    }
}

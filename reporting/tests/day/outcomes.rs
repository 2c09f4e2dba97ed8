//! One failure stops none of the others.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use connect_reporting::blocking;
use connect_reporting::day::{Outcomes, for_each, for_each_at_once};

fn work(number: i32) -> Result<i32, String> {
    match number % 3 {
        0 => Err(format!("no meter {number}")),
        _ => Ok(number * 2),
    }
}

fn is_send<T: Send>(it: T) -> T {
    it
}

/// Runs a future whose parts are ready after some polls.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..10_000 {
        if let Poll::Ready(it) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return it;
        }
    }
    panic!("the future never ends");
}

#[test]
fn every_result_is_kept_in_order() {
    let expected = Outcomes::new((0..500).map(|it| (it, work(it))));
    assert_eq!(expected.iter().len(), 500);
    assert_eq!(
        expected.succeeded().count() + expected.failed().count(),
        500
    );
    let blocking = blocking::day::for_each(0..500, |it| work(*it));
    assert_eq!(blocking, expected);
    let sequential = is_send(for_each(0..500, async |it: &i32| work(*it)));
    assert_eq!(run(sequential), expected);
    for at_once in [0, 1, 7, 1_000] {
        let running = Cell::new(0_usize);
        let most = Cell::new(0);
        let outcomes = for_each_at_once(0..500, at_once, async |it: &i32| {
            running.set(running.get() + 1);
            most.set(most.get().max(running.get()));
            // The later ones end first.
            for _ in 0..(5 - it % 5) {
                yield_once().await;
            }
            running.set(running.get() - 1);
            work(*it)
        });
        assert_eq!(run(outcomes), expected);
        assert_eq!(most.get(), at_once.clamp(1, 500));
    }
}

#[test]
fn several_at_once_can_be_spawned() {
    let outcomes = is_send(for_each_at_once(0..3, 2, async |it: &i32| work(*it)));
    assert_eq!(run(outcomes).succeeded().count(), 2);
}

async fn yield_once() {
    let mut is_ready = false;
    std::future::poll_fn(|context| {
        if is_ready {
            return Poll::Ready(());
        }
        is_ready = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn failures_are_summed_up() {
    let outcomes = blocking::day::for_each(1..=4, |it| work(*it));
    assert!(!outcomes.is_success());
    assert_eq!(outcomes.to_string(), "3 of 4 succeeded\n3: no meter 3");
    let failed = blocking::day::for_each(0..150, |_| Err::<(), _>("down"));
    let text = failed.to_string();
    assert_eq!(text.lines().count(), 102);
    assert!(text.ends_with("\n99: down\nand 50 more failures"), "{text}");
    let all: Vec<_> = failed.into_iter().map(|it| it.of).collect();
    assert_eq!(all.len(), 150);
    let none = Outcomes::<i32, (), String>::new([]);
    assert!(none.is_success() && none.to_string() == "0 of 0 succeeded");
}

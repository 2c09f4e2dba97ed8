//! Lists as streams: properties of the asynchronous client.
#![cfg(feature = "transport")]

mod support;

use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, Instant};

use connect_usage::records;
use futures_core::Stream;

use connect_usage::List;
use connect_usage::models::UsageRecord;
use support::records::{Platform, ids};
use support::{client, run};

fn list() -> List<records::filter::Scope, UsageRecord> {
    records::list().page_size(10)
}

#[test]
fn a_future_that_is_dropped_loses_nothing() {
    let platform = Platform::start(40).delay(|_| Duration::from_millis(60));
    run(async {
        let mut rows = client(platform.server()).stream(list().prefetch(2));
        let mut read = Vec::new();
        loop {
            // Drops the future every few milliseconds, and polls a new one.
            match tokio::time::timeout(Duration::from_millis(7), rows.try_next()).await {
                Err(_elapsed) => {}
                Ok(row) => match row.expect("no error") {
                    Some(row) => read.push(row.id),
                    None => break,
                },
            }
        }
        assert_eq!(read, ids(0..40));
    });
    assert_eq!(platform.asked().len(), 4, "a page was requested twice");
}

/// Requests that read ahead make progress while rows of the current page are read, although they have no task of
/// their own.
#[test]
fn reading_ahead_makes_progress_with_each_row() {
    let platform = Platform::start(180);
    run(async {
        let list = records::list().page_size(30).prefetch(5);
        let mut rows = client(platform.server()).stream(list);
        for _ in 0..30 {
            rows.try_next().await.expect("a row").expect("a row");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(platform.asked().len(), 6);
        // All remaining rows have been fetched, so no row is pending.
        for _ in 30..180 {
            let mut row = pin!(rows.try_next());
            let poll = poll_fn(|context| std::task::Poll::Ready(row.as_mut().poll(context)));
            assert!(poll.await.is_ready());
        }
    });
}

#[test]
fn requests_that_read_ahead_are_sent_before_the_page_is_returned() {
    let platform = Platform::start(60);
    run(async {
        let mut pages = client(platform.server()).pages(list().prefetch(5));
        pages.try_next().await.expect("a page").expect("a page");
        // The next page is not polled meanwhile.
        let start = Instant::now();
        while platform.asked().len() < 2 {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "no request is sent"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

#[test]
fn rows_are_a_stream_and_can_move_to_another_task() {
    fn portable<T: Send + Unpin + 'static>(it: T) -> T {
        it
    }
    let platform = Platform::start(25);
    let rows = portable(client(platform.server()).stream(list().prefetch(2)));
    let count = run(async {
        let task = tokio::spawn(async move {
            let (mut rows, mut count) = (pin!(rows), 0);
            while let Some(row) = poll_fn(|context| rows.as_mut().poll_next(context)).await {
                row.expect("a row");
                count += 1;
            }
            count
        });
        task.await.expect("the task ends")
    });
    assert_eq!(count, 25);
    drop(portable(client(platform.server()).pages(list())));
}

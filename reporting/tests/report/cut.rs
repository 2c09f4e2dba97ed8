//! Runs that are killed at each of their requests, and started again.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_fake::memory::Network;
use connect_fake::{Platform, Side};
use connect_reporting::{ReportOutcome, ReportWorkbook, blocking};
use connect_usage::transport::{BoxFuture, Request, Response, Transport};
use connect_usage::{ApiKey, Client, Error};

use crate::support::{
    DOORS, Door, Memory, assert_reported, assert_rows, broken, calls, platform, report, run,
    workbook,
};

/// Whether the last request takes effect.
#[derive(Debug, Clone, Copy)]
enum When {
    Before,
    After,
}

/// A network that the program does not outlive: at one of its requests the program is killed.
#[derive(Clone)]
struct Deadly {
    network: Network,
    left: Arc<AtomicUsize>,
    when: When,
}

impl Deadly {
    fn is_last(&self) -> bool {
        self.left.fetch_sub(1, Ordering::Relaxed) == 1
    }

    fn client(&self, platform: &Platform) -> Client {
        let key = ApiKey::new(platform.key(Side::Vendor)).expect("a key");
        let builder = Client::builder().api_key(key).base_url(platform.url());
        builder.transport(self.clone()).build().expect("a client")
    }

    fn blocking_client(&self, platform: &Platform) -> connect_usage::blocking::Client {
        let key = ApiKey::new(platform.key(Side::Vendor)).expect("a key");
        let builder = connect_usage::blocking::Client::builder().api_key(key);
        let builder = builder.base_url(platform.url());
        builder.transport(self.clone()).build().expect("a client")
    }
}

impl Transport for Deadly {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let is_last = self.is_last();
        Box::pin(async move {
            if let (true, When::Before) = (is_last, self.when) {
                return std::future::pending().await;
            }
            let response = Transport::send(&self.network, request).await;
            match is_last {
                true => std::future::pending().await,
                false => response,
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Transport::sleep(&self.network, duration)
    }
}

impl connect_usage::blocking::Transport for Deadly {
    fn send(&self, request: Request) -> Result<connect_usage::blocking::Response, Error> {
        let is_last = self.is_last();
        if let (true, When::Before) = (is_last, self.when) {
            // Without a message, unlike `panic!`.
            resume_unwind(Box::new("killed"));
        }
        let response = connect_usage::blocking::Transport::send(&self.network, request);
        match is_last {
            true => resume_unwind(Box::new("killed")),
            false => response,
        }
    }

    fn sleep(&self, duration: Duration) {
        connect_usage::blocking::Transport::sleep(&self.network, duration);
    }
}

/// Runs a report that is killed at its `last` request. Returns whether it was.
fn killed(
    door: Door,
    platform: &Platform,
    workbook: &ReportWorkbook,
    progress: &mut Memory,
    (last, when): (usize, When),
) -> bool {
    let network = Deadly {
        network: platform.transport(),
        left: Arc::new(AtomicUsize::new(last)),
        when,
    };
    let report = report();
    match door {
        Door::Async => {
            let client = network.client(platform);
            let mut run = pin!(report.run(&client, workbook, progress));
            let mut context = Context::from_waker(Waker::noop());
            // More polls than any run has pauses.
            let is_ended = |_| matches!(run.as_mut().poll(&mut context), Poll::Ready(_));
            !(0..1000).any(is_ended)
        }
        Door::Blocking => {
            let client = network.blocking_client(platform);
            let run = || blocking::report(&client, &report, workbook, progress);
            catch_unwind(AssertUnwindSafe(run)).is_err()
        }
    }
}

/// Calls `check` for each door, each request, both ways to die at it, and until a run survives.
fn at_each_request(check: impl Fn(Door, (usize, When), &str) -> bool) {
    for door in DOORS {
        for when in [When::Before, When::After] {
            let mut survived = None;
            for last in 1..30 {
                let context = format!("{door:?} {when:?} {last}");
                if !check(door, (last, when), &context) {
                    survived = Some(last);
                    break;
                }
            }
            let survived = survived.expect("a run has fewer requests");
            assert!(survived > 5, "{survived} requests are too few for a report");
        }
    }
}

/// What is left of the progress after a run was killed: what was stored, nothing, or what was stored before the run.
fn remains(stored: Memory, before: &Memory) -> [Memory; 3] {
    [stored, Memory::new(), before.clone()]
}

#[test]
fn a_report_that_was_killed_anywhere_is_submitted_once() {
    let workbook = workbook(&["R-1", "R-2"]);
    for kept in 0..3 {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut progress = Memory::new();
            let was_killed = killed(door, &platform, &workbook, &mut progress, death);
            let mut progress = remains(progress, &Memory::new())[kept].clone();
            run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1", "R-2"], context);
            was_killed
        });
    }
}

#[test]
fn a_report_that_is_killed_again_and_again_is_submitted_once() {
    let workbook = workbook(&["R-1"]);
    for door in DOORS {
        for when in [When::Before, When::After] {
            let platform = platform();
            let mut progress = Memory::new();
            for last in 1..20 {
                killed(door, &platform, &workbook, &mut progress, (last, when));
            }
            run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1"], &format!("{door:?} {when:?}"));
        }
    }
}

#[test]
fn a_correction_that_was_killed_anywhere_is_submitted_once() {
    let (first, corrected) = (broken(&["R-1"]), workbook(&["R-1", "R-2"]));
    for kept in 0..3 {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut before = Memory::new();
            run(door, &platform, &report(), &first, &mut before).expect("it is processed");
            let mut progress = before.clone();
            let was_killed = killed(door, &platform, &corrected, &mut progress, death);
            let mut progress = remains(progress, &before)[kept].clone();
            run(door, &platform, &report(), &corrected, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1", "R-2"], context);
            was_killed
        });
    }
}

/// The workbook is changed, the run with the change is killed, and the change is taken back.
#[test]
fn a_change_that_is_taken_back_is_not_submitted() {
    let (first, changed) = (workbook(&["R-1"]), workbook(&["R-2"]));
    for kept in 0..3 {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut before = Memory::new();
            let stops = report().submit(false);
            run(door, &platform, &stops, &first, &mut before).expect("it is ready");
            let mut progress = before.clone();
            let was_killed = killed(door, &platform, &changed, &mut progress, death);
            let has_submitted = calls(&platform, "files::submit") == 1;
            let mut progress = remains(progress, &before)[kept].clone();
            let outcome = run(door, &platform, &report(), &first, &mut progress);
            let outcome = outcome.expect("it is reported");
            match outcome {
                ReportOutcome::AlreadyReported { same_workbook, .. } => {
                    assert!(has_submitted && same_workbook != Some(true), "{context}");
                    assert_rows(&platform, &platform.files()[0], &["R-2"], context);
                }
                _ => assert_reported(&platform, &["R-1"], context),
            }
            was_killed
        });
    }
}

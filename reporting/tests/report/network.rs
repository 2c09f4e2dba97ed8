//! Networks that a program does not outlive, or that do not outlive the program.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_fake::memory::Network;
use connect_fake::{Platform, Side};
use connect_reporting::{
    ProgressStore, ReportError, ReportOutcome, ReportWorkbook, blocking as reporting,
};
use connect_usage::runtime::Operation;
use connect_usage::transport::{
    Annotate, BoxFuture, Request, Response, Transport, failure, response,
};
use connect_usage::{ApiKey, Client, Error, blocking};

use crate::support::{Door, report};

/// Whether the request that something happens at takes effect.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Before,
    After,
}

/// What happens at a request.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// The program is killed.
    Killed(When),
    /// The connection breaks, and no other one is possible.
    Gone(When),
    /// The response to this request is `{}`.
    Emptied,
}

/// A network with a fate.
#[derive(Clone)]
struct Doomed {
    network: Network,
    /// How many requests there were.
    sent: Arc<AtomicUsize>,
    /// The number of the request, from 1, and what happens at it.
    last: usize,
    fate: Fate,
}

/// What to do with a request.
enum Verdict {
    Pass,
    Kill(When),
    Lose,
    Refuse,
    Empty,
}

impl Doomed {
    fn judge(&self) -> Verdict {
        let number = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        match self.fate {
            Fate::Killed(when) if number == self.last => Verdict::Kill(when),
            Fate::Gone(When::After) if number == self.last => Verdict::Lose,
            Fate::Gone(_) if number >= self.last => Verdict::Refuse,
            Fate::Emptied if number == self.last => Verdict::Empty,
            _ => Verdict::Pass,
        }
    }
}

impl Transport for Doomed {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let verdict = self.judge();
        Box::pin(async move {
            let operation = request.operation;
            match verdict {
                Verdict::Kill(When::Before) => return std::future::pending().await,
                Verdict::Refuse => return Err(refused(operation)),
                _ => {}
            }
            let received = Transport::send(&self.network, request).await;
            match verdict {
                Verdict::Kill(_) => std::future::pending().await,
                Verdict::Lose => Err(failure::transport(operation, "the connection was reset")),
                Verdict::Empty => {
                    received.map(|it| response(it.status(), Default::default(), "{}"))
                }
                Verdict::Pass | Verdict::Refuse => received,
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Transport::sleep(&self.network, duration)
    }
}

impl blocking::Transport for Doomed {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        let verdict = self.judge();
        let operation = request.operation;
        match verdict {
            // Without a message, unlike `panic!`.
            Verdict::Kill(When::Before) => resume_unwind(Box::new("killed")),
            Verdict::Refuse => return Err(refused(operation)),
            _ => {}
        }
        let received = blocking::Transport::send(&self.network, request);
        match verdict {
            Verdict::Kill(_) => resume_unwind(Box::new("killed")),
            Verdict::Lose => Err(failure::transport(operation, "the connection was reset")),
            Verdict::Empty => {
                received.map(|it| blocking::response(it.status(), Default::default(), "{}"))
            }
            Verdict::Pass | Verdict::Refuse => received,
        }
    }

    fn sleep(&self, duration: Duration) {
        blocking::Transport::sleep(&self.network, duration);
    }
}

fn refused(operation: &'static Operation) -> Error {
    failure::transport(operation, "the network is gone").unsent()
}

/// Runs a report until its end, or until it is killed at a request.
pub fn run_until(
    door: Door,
    platform: &Platform,
    workbook: &ReportWorkbook,
    store: &mut dyn ProgressStore,
    (last, fate): (usize, Fate),
) -> Option<Result<ReportOutcome, ReportError>> {
    let network = Doomed {
        network: platform.transport(),
        sent: Arc::default(),
        last,
        fate,
    };
    let key = ApiKey::new(platform.key(Side::Vendor)).expect("a key");
    let report = report();
    match door {
        Door::Async => {
            let builder = Client::builder().api_key(key).base_url(platform.url());
            let client = builder.transport(network).build().expect("a client");
            let mut run = pin!(report.run(&client, workbook, store));
            let mut context = Context::from_waker(Waker::noop());
            // More polls than any run has pauses.
            (0..10_000).find_map(|_| match run.as_mut().poll(&mut context) {
                Poll::Ready(result) => Some(result),
                Poll::Pending => None,
            })
        }
        Door::Blocking => {
            let builder = blocking::Client::builder().api_key(key);
            let builder = builder.base_url(platform.url()).transport(network);
            let client = builder.build().expect("a client");
            let run = || reporting::report(&client, &report, workbook, store);
            catch_unwind(AssertUnwindSafe(run)).ok()
        }
    }
}

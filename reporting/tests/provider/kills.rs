//! A round that ends at any of its requests, before or after the platform handles it, and is started again.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use connect_fake::memory::Network;
use connect_fake::{Platform, Side};
use connect_reporting::blocking::provider;
use connect_reporting::provider::{Progress, Round};
use connect_usage::blocking::{Client, Response, Transport};
use connect_usage::transport::Request;
use connect_usage::{ApiKey, Error};

use crate::support::{Billing, Settlements, own, platform, round};

/// The end of the process.
struct Kill;

/// Ends the process at a request, before or after it is handled.
struct Mortal {
    network: Network,
    left: AtomicUsize,
    is_handled: bool,
}

impl Transport for Mortal {
    fn send(&self, request: Request) -> Result<Response, Error> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed);
        if left == 0 && !self.is_handled {
            resume_unwind(Box::new(Kill));
        }
        let response = Transport::send(&self.network, request);
        if left == 0 {
            resume_unwind(Box::new(Kill));
        }
        response
    }

    fn sleep(&self, duration: std::time::Duration) {
        Transport::sleep(&self.network, duration);
    }
}

fn mortal(platform: &Platform, requests: usize, is_handled: bool) -> Client {
    let key = ApiKey::new(platform.key(Side::Provider)).expect("a key");
    let transport = Mortal {
        network: platform.transport(),
        left: AtomicUsize::new(requests),
        is_handled,
    };
    let builder = Client::builder().api_key(key).base_url(platform.url());
    builder.transport(transport).build().expect("a client")
}

/// What outlives the process.
#[derive(Default)]
struct World {
    billing: RefCell<Billing>,
    /// The stored progress, if the provider stores one.
    stored: Option<RefCell<String>>,
}

impl World {
    fn run(&self, client: &Client, round: &Round) -> Settlements {
        let outcomes = match &self.stored {
            None => provider::run(client, round, |it| self.billing.borrow_mut().take(it)),
            Some(stored) => {
                let mut progress: Progress =
                    serde_json::from_str(&stored.borrow()).expect("a progress");
                let store = |it: &Progress| {
                    *stored.borrow_mut() =
                        serde_json::to_string(it).map_err(|it| it.to_string())?;
                    Ok(())
                };
                provider::resume(client, round, &mut progress, store, |it| {
                    self.billing.borrow_mut().take(it)
                })
            }
        };
        outcomes.expect("a list of chunks")
    }
}

/// Kills a round at each of its requests in turn, starts it again, and returns the number of requests.
fn kill_everywhere(is_stored: bool, by_record: bool, is_handled: bool) -> usize {
    for requests in 0.. {
        let platform = platform(2);
        let world = World {
            billing: RefCell::new(Billing {
                by_record,
                ..Billing::default()
            }),
            stored: is_stored.then(|| RefCell::new("{\"chunks\":{}}".to_owned())),
        };
        let round = round(&platform);
        let client = mortal(&platform, requests, is_handled);
        let killed = catch_unwind(AssertUnwindSafe(|| world.run(&client, &round)));
        let is_over = match &killed {
            Ok(outcomes) => {
                assert!(outcomes.is_success(), "{outcomes}");
                true
            }
            Err(cause) => {
                assert!(cause.is::<Kill>(), "another panic at request {requests}");
                false
            }
        };
        let immortal = mortal(&platform, usize::MAX, false);
        let outcomes = world.run(&immortal, &round);
        assert!(outcomes.is_success(), "request {requests}: {outcomes}");
        check(&platform, &world, by_record, requests);
        if is_over {
            return requests;
        }
    }
    unreachable!("a round ends");
}

/// Each chunk was billed once, and everything of it is closed.
fn check(platform: &Platform, world: &World, by_record: bool, requests: usize) {
    let billing = world.billing.borrow();
    for id in own(platform) {
        let times = billing.bills.get(&format!("K-{id}")).map(|it| it.1);
        assert_eq!(times, Some(1), "{id}, killed at request {requests}");
        if !by_record {
            assert_eq!(platform.status(&id), Some("closed"), "{id}");
            assert_eq!(platform.bill(&id), Some(format!("B-K-{id}")));
        }
    }
    let created = platform.journal();
    let created = created
        .iter()
        .filter(|it| it.operation == "reconciliations::create");
    assert_eq!(
        created.count(),
        if by_record { 2 } else { 0 },
        "killed at request {requests}"
    );
    for file in platform.files() {
        let records = platform.records(&file);
        let closed = records
            .iter()
            .filter(|it| platform.status(it) == Some("closed"));
        assert_eq!(closed.count(), 3, "killed at request {requests}");
    }
    if let Some(stored) = &world.stored
        && !by_record
    {
        assert_eq!(
            *stored.borrow(),
            "{\"chunks\":{}}",
            "killed at request {requests}"
        );
    }
}

#[test]
fn without_a_stored_progress_each_chunk_is_billed_once() {
    for is_handled in [false, true] {
        let requests = kill_everywhere(false, false, is_handled);
        // The list, and for each of two chunks: the download, the external id, the end.
        assert_eq!(requests, 7);
    }
}

#[test]
fn with_a_stored_progress_each_chunk_is_billed_once() {
    for is_handled in [false, true] {
        assert_eq!(kill_everywhere(true, false, is_handled), 7);
    }
}

#[test]
fn reconciliations_are_created_once() {
    for (is_stored, is_handled) in [(false, false), (false, true), (true, false), (true, true)] {
        let requests = kill_everywhere(is_stored, true, is_handled);
        assert!(requests > 10, "{requests}");
    }
}

//! The same over real sockets that fail at random, in the same places in each run of the tests.

use std::collections::BTreeMap;
use std::time::Duration;

use connect_fake::faults::{Faults, Kind, Rates};
use connect_usage::blocking::Client;
use connect_usage::retry::Policy;
use connect_usage::{ApiKey, Timeouts};

use crate::program::{Vendor, report_day};
use crate::world::{assert_reported_once, builder, fill};

const ASSETS: usize = 24;

/// How long a response may pause, and how long a call may take.
const IDLE: Duration = Duration::from_millis(60);
const TOTAL: Duration = Duration::from_secs(2);

#[test]
fn a_day_over_broken_sockets_is_reported_once() {
    let (mut failures, mut injected) = (0, 0);
    for seed in 1..=6 {
        // Without responses that put the client off for a second, which only take time.
        let rates = || {
            Rates::evenly(150)
                .with(Kind::PutOff, 0)
                .pause(Duration::from_millis(1))
        };
        let faults = Faults::seeded(seed, rates());
        let storage = Faults::seeded(!seed, rates());
        let platform = builder().faults(&faults).storage_faults(&storage).start();
        fill(&platform, ASSETS);
        let client = || {
            Client::builder()
                .api_key(ApiKey::new(platform.vendor_key()).expect("a key"))
                .base_url(platform.url())
                .timeouts(Timeouts::new().idle(IDLE).total(TOTAL))
                .retry(Policy::new().base(Duration::from_millis(2)))
                .build()
                .expect("a client")
        };
        let mut store = BTreeMap::new();
        let mut vendor = Vendor::Wrong;
        let mut is_reported = false;
        for _ in 0..40 {
            match report_day(&client(), vendor, &[], &mut store) {
                Ok(outcomes) if outcomes.is_success() => {
                    is_reported = true;
                    break;
                }
                Ok(outcomes) => failures += outcomes.failed().count(),
                Err(_) => failures += 1,
            }
            vendor = Vendor::Corrected;
        }
        let log = [faults.log(), storage.log()].concat();
        injected += log.iter().filter(|it| it.fault.kind().is_some()).count();
        assert!(is_reported, "seed {seed}");
        faults.stop();
        storage.stop();
        assert_reported_once(&platform, &client(), ASSETS);
    }
    assert!(injected > 100, "{injected} faults");
    assert!(failures > 12, "{failures} failures: some runs have to fail");
}

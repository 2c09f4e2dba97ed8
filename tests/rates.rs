//! Both clients against a platform on loopback that limits their requests: they wait in real time.
#![cfg(feature = "transport")]

mod support;

use std::time::{Duration, Instant};

use connect_fake::{FileSeed, Platform, Side};
use connect_usage::{ApiKey, Client, files};

const SECOND: Duration = Duration::from_secs(1);

/// A platform that handles two requests of a key in a second, and the id of a report.
fn limited(is_date: bool) -> (Platform, String) {
    let builder = Platform::builder().rate_limit(2, SECOND);
    let builder = match is_date {
        true => builder.retry_after_dates(),
        false => builder,
    };
    let platform = builder.start();
    let id = platform.add_file(FileSeed::new());
    (platform, id)
}

fn key(platform: &Platform) -> ApiKey {
    ApiKey::new(platform.key(Side::Vendor)).expect("a key")
}

/// One of three requests was refused, and sent again after a second.
fn waited(platform: &Platform, since: Instant) {
    assert_eq!(platform.requests().len(), 4);
    assert!(since.elapsed() >= SECOND / 2, "{:?}", since.elapsed());
}

#[test]
fn the_asynchronous_client_waits_as_long_as_the_platform_asks_for() {
    for is_date in [false, true] {
        let (platform, id) = limited(is_date);
        let builder = Client::builder().api_key(key(&platform));
        let client = builder.base_url(platform.url()).build().expect("a client");
        let since = Instant::now();
        support::run(async {
            for _ in 0..3 {
                client.send(files::get(&id)).await.expect("a report");
            }
        });
        waited(&platform, since);
    }
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_client_waits_as_well() {
    let (platform, id) = limited(false);
    let builder = connect_usage::blocking::Client::builder().api_key(key(&platform));
    let client = builder.base_url(platform.url()).build().expect("a client");
    let since = Instant::now();
    for _ in 0..3 {
        client.send(files::get(&id)).expect("a report");
    }
    waited(&platform, since);
}

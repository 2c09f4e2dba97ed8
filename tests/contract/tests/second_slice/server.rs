//! The server that the program calls: requests for billing in pages, and subscriptions of which one becomes active while it
//! is read.

use std::collections::HashMap;
use std::sync::Mutex;

use connect_fake::server::Server;
use connect_fake::{Received, Reply};

/// How many requests for billing there are.
pub const ROWS: usize = 5;

/// How often the subscription is read before it is active.
pub const READS: usize = 3;

/// Starts a server. The first segment of a path tells which client calls.
pub fn start() -> Server {
    let reads: Mutex<HashMap<String, usize>> = Mutex::default();
    Server::start(move |request| {
        let path = request.path();
        let Some((_, within)) = path.split_once("/subscriptions/") else {
            return Reply::new(421);
        };
        match (request.method.as_str(), within) {
            ("POST", "requests") => Reply::json(201, billing_request(0)),
            ("GET", "requests") => page(request),
            ("GET", "assets") => {
                let rows = [subscription(3, "active"), subscription(4, "archived")].join(",");
                Reply::json(200, format!("[{rows}]")).header("Content-Range", "items 0-1/2")
            }
            ("GET", "assets/AS-1") => {
                let mut reads = reads.lock().expect("the reads");
                let count = reads.entry(path.to_owned()).or_default();
                *count += 1;
                let status = if *count < READS {
                    "processing"
                } else {
                    "active"
                };
                Reply::json(200, subscription(1, status))
            }
            ("GET", "assets/AS-2") => Reply::json(200, subscription(2, "terminated")),
            _ => Reply::new(404),
        }
    })
}

/// One page of the requests for billing; the last one is shorter than it was asked for.
fn page(request: &Received) -> Reply {
    let parameter = |name: &str| {
        let pairs = request.query().unwrap_or_default().split('&');
        let mut values = pairs.filter_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        values.next().and_then(|it| it.parse::<usize>().ok())
    };
    let first = parameter("offset").unwrap_or(0).min(ROWS);
    let end = (first + parameter("limit").unwrap_or(ROWS)).min(ROWS);
    let rows: Vec<String> = (first..end).map(billing_request).collect();
    let range = format!("items {first}-{}/{ROWS}", end.saturating_sub(1));
    Reply::json(200, format!("[{}]", rows.join(","))).header("Content-Range", &range)
}

fn billing_request(number: usize) -> String {
    format!(r#"{{"id":"BRV-{number}","type":"vendor","period":{{"uom":"yearly"}}}}"#)
}

fn subscription(number: usize, status: &str) -> String {
    format!(r#"{{"id":"AS-{number}","status":"{status}"}}"#)
}

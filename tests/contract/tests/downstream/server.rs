//! The server that the program calls: a collection of five objects, of which one changes its state while it is read.

use std::collections::HashMap;
use std::sync::Mutex;

use connect_fake::server::Server;
use connect_fake::{Received, Reply};

use crate::subject::Subject;

/// How many objects the list has.
pub const ROWS: usize = 5;

/// How often the object is read before it has the state that is waited for.
pub const READS: usize = 3;

/// Starts a server. The first segment of a path tells which client calls.
pub fn start(subject: &'static Subject) -> Server {
    let reads: Mutex<HashMap<String, usize>> = Mutex::default();
    Server::start(move |request| {
        let path = request.path();
        let Some((_, within)) = path.split_once(subject.path) else {
            return Reply::new(421);
        };
        let [initial, acted, end] = subject.states;
        match (request.method.as_str(), within.trim_start_matches('/')) {
            ("GET", "") => list(subject, request),
            ("POST", "") => Reply::json(201, (subject.object)(1, initial)),
            ("GET", "X-1") => {
                let mut reads = reads.lock().expect("the reads");
                let count = reads.entry(path.to_owned()).or_default();
                *count += 1;
                let state = if *count < READS { initial } else { end };
                Reply::json(200, (subject.object)(1, state))
            }
            ("GET", "X-2") => Reply::json(200, (subject.object)(2, end)),
            ("POST", within) if within.strip_prefix("X-1/") == Some(subject.action) => {
                Reply::json(200, (subject.object)(1, acted))
            }
            _ => Reply::json(
                404,
                r#"{"error_code": "NOT_1", "errors": ["it is not there"]}"#,
            ),
        }
    })
}

/// One page of the list. The last one is shorter than it was asked for.
fn list(subject: &Subject, request: &Received) -> Reply {
    let parameter = |name: &str| {
        let pairs = request.query().unwrap_or_default().split('&');
        let mut values = pairs.filter_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        values.next().and_then(|it| it.parse::<usize>().ok())
    };
    let first = parameter("offset").unwrap_or(0).min(ROWS);
    let end = (first + parameter("limit").unwrap_or(ROWS)).min(ROWS);
    let rows: Vec<String> = (first..end)
        .map(|number| (subject.object)(number, subject.states[0]))
        .collect();
    let range = format!("items {first}-{}/{ROWS}", end.saturating_sub(1));
    Reply::json(200, format!("[{}]", rows.join(","))).header("Content-Range", &range)
}

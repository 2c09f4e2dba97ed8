//! A server with a list of records, which records the requests for them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use connect_fake::server::Server;
use connect_fake::{Received, Reply};

/// A platform that has only records. `S` is its server.
pub struct Platform<S> {
    server: S,
    shared: Arc<Shared>,
}

/// Returns the requests that were received.
pub trait Receives {
    fn requests(&self) -> Vec<Received>;
}

impl Receives for Server {
    fn requests(&self) -> Vec<Received> {
        self.requests()
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Notified when a request arrives.
    arrived: Condvar,
}

struct State {
    rows: u64,
    cap: u64,
    delay: fn(u64) -> Duration,
    /// The number of requests that must be in flight before one gets a response.
    meeting: usize,
    rejected: BTreeSet<u64>,
    /// The rows with an integer that does not fit.
    unreadable: BTreeSet<u64>,
    /// The server is overloaded from this row on.
    overloaded_from: u64,
    is_stuck: bool,
    in_flight: usize,
    max_in_flight: usize,
    /// The number of requests that have arrived for the current meeting.
    met: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            rows: 0,
            cap: 1000,
            delay: |_| Duration::ZERO,
            meeting: 1,
            rejected: BTreeSet::new(),
            unreadable: BTreeSet::new(),
            overloaded_from: u64::MAX,
            is_stuck: false,
            in_flight: 0,
            max_in_flight: 0,
            met: 0,
        }
    }
}

/// Returns the ids of some rows.
pub fn ids(rows: Range<u64>) -> Vec<String> {
    rows.map(|it| format!("R-{it}")).collect()
}

impl Platform<Server> {
    /// Starts a platform with this number of records, on loopback.
    pub fn start(rows: u64) -> Self {
        Self::served(rows, |handler| Server::start(handler))
    }
}

impl<S: Receives> Platform<S> {
    /// Creates a platform with this number of records. `serve` starts the server with its handler.
    pub fn served(
        rows: u64,
        serve: impl FnOnce(Box<dyn Fn(&Received) -> Reply + Send + Sync>) -> S,
    ) -> Self {
        let shared = Arc::new(Shared::default());
        shared.lock().rows = rows;
        let for_server = Arc::clone(&shared);
        let server = serve(Box::new(move |request| for_server.respond(request)));
        Self { server, shared }
    }

    fn with(self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.shared.lock());
        self
    }

    /// Limits the rows of a page.
    pub fn cap(self, rows: u64) -> Self {
        self.with(|it| it.cap = rows)
    }

    /// Delays each response, depending on the offset of its page.
    pub fn delay(self, delay: fn(u64) -> Duration) -> Self {
        self.with(|it| it.delay = delay)
    }

    /// Delays all pages but the first until this number of pages has been requested.
    pub fn meeting(self, requests: usize) -> Self {
        self.with(|it| it.meeting = requests)
    }

    /// Rejects the page that begins at a row.
    pub fn refusing_at(self, offset: u64) -> Self {
        self.with(|it| {
            it.rejected.insert(offset);
        })
    }

    /// Gives some rows an integer that does not fit.
    pub fn unreadable(self, rows: impl IntoIterator<Item = u64>) -> Self {
        self.with(|it| it.unreadable.extend(rows))
    }

    /// Stops rejecting pages.
    pub fn refuse_nothing(&self) {
        self.shared.lock().rejected.clear();
    }

    /// Responds with 503 to requests for this row and later ones.
    pub fn overloaded_from(self, offset: u64) -> Self {
        self.with(|it| it.overloaded_from = offset)
    }

    /// Always returns the first page.
    pub fn stuck(self) -> Self {
        self.with(|it| it.is_stuck = true)
    }

    pub fn server(&self) -> &S {
        &self.server
    }

    /// Returns path and query of the requests.
    pub fn targets(&self) -> Vec<String> {
        let requests = self.server.requests();
        requests.into_iter().map(|it| it.target).collect()
    }

    /// Returns offset and limit of the requests.
    pub fn asked(&self) -> Vec<(u64, u64)> {
        let asked = |target: &String| (number(target, "offset", 0), number(target, "limit", 100));
        self.targets().iter().map(asked).collect()
    }

    /// Returns the largest number of requests that were in flight at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.lock().max_in_flight
    }
}

fn number(target: &str, name: &str, default: u64) -> u64 {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|it| it.split_once('='));
    let mut values = pairs
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    values.next().map_or(default, |it| it.parse().expect(name))
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test fails with the lock")
    }

    fn respond(&self, request: &Received) -> Reply {
        let offset = number(&request.target, "offset", 0);
        let limit = number(&request.target, "limit", 100);
        let delay = self.arrive(offset);
        std::thread::sleep(delay);
        let mut state = self.lock();
        state.in_flight -= 1;
        if state.rejected.contains(&offset) {
            return Reply::json(
                400,
                r#"{"error_code": "VAL_001", "errors": ["offset: no"]}"#,
            );
        }
        if offset >= state.overloaded_from {
            return Reply::new(503);
        }
        let first = if state.is_stuck { 0 } else { offset };
        state.page(first, limit.min(state.cap))
    }

    /// Counts the request, and waits for the others if there is a meeting.
    fn arrive(&self, offset: u64) -> Duration {
        let mut state = self.lock();
        state.in_flight += 1;
        state.max_in_flight = state.max_in_flight.max(state.in_flight);
        if offset > 0 && state.meeting > 1 {
            state.met += 1;
            // There may be fewer requests at the end of the list. Then the wait times out.
            let is_waiting = |it: &mut State| it.met < it.meeting;
            self.arrived.notify_all();
            let patience = Duration::from_secs(10);
            let waited = self.arrived.wait_timeout_while(state, patience, is_waiting);
            state = waited.expect("no test fails with the lock").0;
        }
        (state.delay)(offset)
    }
}

impl State {
    fn page(&self, first: u64, limit: u64) -> Reply {
        let total = self.rows;
        let rows = first.min(total)..(first + limit).min(total);
        let last = rows.end.saturating_sub(1).max(rows.start);
        let header = format!("items {}-{last}/{total}", rows.start);
        let row = |it| match self.unreadable.contains(&it) {
            true => unreadable(it),
            false => format!(r#"{{"id": "R-{it}"}}"#),
        };
        let rows: Vec<String> = rows.map(row).collect();
        Reply::json(200, format!("[{}]", rows.join(", "))).header("Content-Range", &header)
    }
}

/// Returns the JSON of a row with an integer that does not fit.
pub fn unreadable(row: u64) -> String {
    format!(r#"{{"id": "R-{row}", "tier": 1e300}}"#)
}

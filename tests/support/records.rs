//! A server with a list of records, which watches how it is asked for them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use loopback::{Received, Reply, Server};

/// A platform that has records and nothing else. `S` is what it is reached by.
pub struct Platform<S> {
    server: S,
    shared: Arc<Shared>,
}

/// What tells the requests that came.
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
    /// A request came or was answered.
    moved: Condvar,
}

struct State {
    rows: u64,
    cap: u64,
    delay: fn(u64) -> Duration,
    /// How many requests must be there before one is answered.
    meeting: usize,
    refused: BTreeSet<u64>,
    /// From which row on it has no time.
    overloaded_from: u64,
    is_stuck: bool,
    here: usize,
    most: usize,
    /// Of the meeting that goes on: how many have come to it.
    came: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            rows: 0,
            cap: 1000,
            delay: |_| Duration::ZERO,
            meeting: 1,
            refused: BTreeSet::new(),
            overloaded_from: u64::MAX,
            is_stuck: false,
            here: 0,
            most: 0,
            came: 0,
        }
    }
}

/// The identifiers of some rows.
pub fn ids(rows: Range<u64>) -> Vec<String> {
    rows.map(|it| format!("R-{it}")).collect()
}

impl Platform<Server> {
    /// A platform with so many records, on loopback.
    pub fn start(rows: u64) -> Self {
        Self::served(rows, |handler| Server::start(handler))
    }
}

impl<S: Receives> Platform<S> {
    /// A platform with so many records, served by what is made of its handler.
    pub fn served(
        rows: u64,
        serve: impl FnOnce(Box<dyn Fn(&Received) -> Reply + Send + Sync>) -> S,
    ) -> Self {
        let shared = Arc::new(Shared::default());
        shared.lock().rows = rows;
        let for_server = Arc::clone(&shared);
        let server = serve(Box::new(move |request| for_server.answer(request)));
        Self { server, shared }
    }

    fn with(self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.shared.lock());
        self
    }

    /// Answers so many rows at most.
    pub fn cap(self, rows: u64) -> Self {
        self.with(|it| it.cap = rows)
    }

    /// Waits before each answer, by the offset of its page.
    pub fn delay(self, delay: fn(u64) -> Duration) -> Self {
        self.with(|it| it.delay = delay)
    }

    /// Answers no page but the first one before so many have been asked for, and again.
    pub fn meeting(self, requests: usize) -> Self {
        self.with(|it| it.meeting = requests)
    }

    /// Refuses the page from a row on.
    pub fn refusing_at(self, offset: u64) -> Self {
        self.with(|it| {
            it.refused.insert(offset);
        })
    }

    /// Refuses no page any more.
    pub fn refuse_nothing(&self) {
        self.shared.lock().refused.clear();
    }

    /// Asks for patience wherever a row behind that is wanted.
    pub fn overloaded_from(self, offset: u64) -> Self {
        self.with(|it| it.overloaded_from = offset)
    }

    /// Answers the first page whatever is asked for.
    pub fn stuck(self) -> Self {
        self.with(|it| it.is_stuck = true)
    }

    pub fn server(&self) -> &S {
        &self.server
    }

    /// Path and query of the requests.
    pub fn targets(&self) -> Vec<String> {
        let requests = self.server.requests();
        requests.into_iter().map(|it| it.target).collect()
    }

    /// Offset and limit of the requests.
    pub fn asked(&self) -> Vec<(u64, u64)> {
        let asked = |target: &String| (number(target, "offset", 0), number(target, "limit", 100));
        self.targets().iter().map(asked).collect()
    }

    /// How many requests there were at a time.
    pub fn most_at_once(&self) -> usize {
        self.shared.lock().most
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

    fn answer(&self, request: &Received) -> Reply {
        let offset = number(&request.target, "offset", 0);
        let limit = number(&request.target, "limit", 100);
        let delay = self.arrive(offset);
        std::thread::sleep(delay);
        let mut state = self.lock();
        state.here -= 1;
        if state.refused.contains(&offset) {
            return Reply::json(
                400,
                r#"{"error_code": "VAL_001", "errors": ["offset: no"]}"#,
            );
        }
        if offset >= state.overloaded_from {
            return Reply::new(503);
        }
        let first = if state.is_stuck { 0 } else { offset };
        page(first, limit.min(state.cap), state.rows)
    }

    /// Counts the request in, and waits for the others if there is to be a meeting.
    fn arrive(&self, offset: u64) -> Duration {
        let mut state = self.lock();
        state.here += 1;
        state.most = state.most.max(state.here);
        if offset > 0 && state.meeting > 1 {
            state.came += 1;
            // The last one may find fewer than that; then it goes on after a while.
            let meets = |it: &mut State| it.came < it.meeting;
            self.moved.notify_all();
            let patience = Duration::from_secs(10);
            let waited = self.moved.wait_timeout_while(state, patience, meets);
            state = waited.expect("no test fails with the lock").0;
        }
        (state.delay)(offset)
    }
}

fn page(first: u64, limit: u64, total: u64) -> Reply {
    let rows = first.min(total)..(first + limit).min(total);
    let last = rows.end.saturating_sub(1).max(rows.start);
    let header = format!("items {}-{last}/{total}", rows.start);
    let rows: Vec<String> = rows.map(|it| format!(r#"{{"id": "R-{it}"}}"#)).collect();
    Reply::json(200, format!("[{}]", rows.join(", "))).header("Content-Range", &header)
}

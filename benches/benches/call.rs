//! One call, from its function to its value: the overhead of the façade.
//!
//! - In memory: a transport that responds at once, compared with the runtime alone, which builds the same call and
//!   decodes the same response.
//! - Over loopback, on a kept connection: compared with reqwest, with the same
//!   request, headers and model, decoded by serde_json.
//!
//! Both sides of a comparison take turns, so that other load of the machine affects both. The printed numbers are
//! medians: of the time of each side, and of the difference in each turn.
//!
//! `cargo bench -p benches --bench call`, with `--features tracing` for spans without a subscriber

#![allow(missing_docs, reason = "a program")]

use std::error::Error as StdError;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use connect_fake::server::Server;
use connect_fake::{Received, Reply};
use connect_usage::models::UsageFile;
use connect_usage::runtime::{Bytes, HeaderMap, StatusCode, driver};
use connect_usage::transport::{self, BoxFuture, Request, Response, Transport};
use connect_usage::{ApiKey, Client, Error, blocking, files};

const FILE: &str = include_str!("../../tests/operations/responses/file.json");
const ID: &str = "UF-2029-01-0001-0001";
const KEY: &str = "ApiKey SU-000-000-000:secret";

type Result<T> = std::result::Result<T, Box<dyn StdError>>;

fn main() -> Result<()> {
    if !std::env::args().any(|it| it == "--bench") {
        // As a test, it only checks that the benchmark runs.
        in_memory(1, 1)?;
        return over_loopback(1);
    }
    in_memory(3000, 100)?;
    over_loopback(20_000)
}

/// The times of both sides, turn by turn, in microseconds.
#[derive(Default)]
struct Comparison {
    ours: Vec<f64>,
    theirs: Vec<f64>,
    difference: Vec<f64>,
}

impl Comparison {
    /// Runs a number of turns, in each of which both sides run `times` times.
    fn run(
        &mut self,
        turns: usize,
        times: u32,
        mut ours: impl FnMut() -> Result<UsageFile>,
        mut theirs: impl FnMut() -> Result<UsageFile>,
    ) -> Result<()> {
        assert_eq!(ours()?, theirs()?);
        let warm_up = turns / 10;
        for turn in 0..warm_up + turns {
            // The order alternates, since each side finds the caches as the other left them.
            let (one, other) = match turn % 2 {
                0 => {
                    let one = time(times, &mut ours)?;
                    (one, time(times, &mut theirs)?)
                }
                _ => {
                    let other = time(times, &mut theirs)?;
                    (time(times, &mut ours)?, other)
                }
            };
            if turn >= warm_up {
                self.ours.push(one);
                self.theirs.push(other);
                self.difference.push(one - other);
            }
        }
        Ok(())
    }

    fn print(self, title: &str, name: &str) {
        let [ours, theirs, difference] = [self.ours, self.theirs, self.difference].map(median);
        let percent = 100.0 * difference / theirs;
        println!("{title}");
        println!("  façade        {ours:>8.2} µs");
        println!("  {name:<13} {theirs:>8.2} µs");
        println!("  more          {difference:>8.2} µs, {percent:.1} %");
    }
}

/// Returns the time of one run, in microseconds.
fn time(times: u32, work: &mut impl FnMut() -> Result<UsageFile>) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..times {
        black_box(work()?);
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(times))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn response_body() -> String {
    FILE.replace("$status", "ready")
}

/// Responds to each call at once.
struct Memory(Bytes);

impl Transport for Memory {
    fn send(&self, _: Request) -> BoxFuture<'_, std::result::Result<Response, Error>> {
        let response = transport::response(StatusCode::OK, HeaderMap::new(), self.0.clone());
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl blocking::Transport for Memory {
    fn send(&self, _: Request) -> std::result::Result<blocking::Response, Error> {
        let (status, body) = (StatusCode::OK, self.0.clone());
        Ok(blocking::response(status, HeaderMap::new(), body))
    }
}

/// Returns the value of a future that is ready at the first poll.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future is pending"),
    }
}

fn in_memory(turns: usize, times: u32) -> Result<()> {
    let body = Bytes::from(response_body());
    let alone = || {
        let response = driver::response(StatusCode::OK, HeaderMap::new(), body.clone());
        let call = files::get(ID);
        call.check()?;
        Ok(call.decode(response)?)
    };
    let builder = Client::builder().api_key(ApiKey::new(KEY)?);
    let client = builder.transport(Memory(body.clone())).build()?;
    let ours = || Ok(now(client.send(files::get(ID)))?);
    let mut comparison = Comparison::default();
    comparison.run(turns, times, ours, alone)?;
    comparison.print("in memory, asynchronous", "runtime alone");

    let builder = blocking::Client::builder().api_key(ApiKey::new(KEY)?);
    let client = builder.transport(Memory(body.clone())).build()?;
    let ours = || Ok(client.send(files::get(ID))?);
    let mut comparison = Comparison::default();
    comparison.run(turns, times, ours, alone)?;
    comparison.print("in memory, blocking", "runtime alone");
    Ok(())
}

/// Returns a request as a server received it, without its host.
fn shown(request: &Received) -> (String, String, Vec<(String, String)>) {
    let header = |(name, value): &(String, Vec<u8>)| {
        let value = String::from_utf8_lossy(value).into_owned();
        (name.to_lowercase(), value)
    };
    let mut headers: Vec<_> = request.headers.iter().map(header).collect();
    headers.retain(|(name, _)| name != "host");
    headers.sort();
    (request.method.clone(), request.target.clone(), headers)
}

/// Keeps this thread, and those that it starts, on one core. They wait for each other, and waking them on different
/// cores would take most of the time of a call.
#[cfg(target_os = "linux")]
fn stay_on_one_core() -> Result<()> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let allowed = sched_getaffinity(None)?;
    let mut one = CpuSet::new();
    let first = (0..CpuSet::MAX_CPU).find(|it| allowed.is_set(*it));
    one.set(first.ok_or("there is no core")?);
    Ok(sched_setaffinity(None, &one)?)
}

#[cfg(not(target_os = "linux"))]
fn stay_on_one_core() -> Result<()> {
    Ok(())
}

fn over_loopback(turns: usize) -> Result<()> {
    stay_on_one_core()?;
    let watched = Server::start(|_| Reply::json(200, response_body()));
    for send in [Asynchronous::ours, Asynchronous::theirs] {
        send(&Asynchronous::new(&watched)?)?;
    }
    for send in [Blocking::ours, Blocking::theirs] {
        send(&Blocking::new(&watched)?)?;
    }
    let sent: Vec<_> = watched.requests().iter().map(shown).collect();
    assert!(sent.iter().all(|it| *it == sent[0]), "{sent:#?}");

    let reply = Reply::json(200, response_body());
    let server = Server::builder().keep_requests(false);
    let server = server.start(move |_| reply.clone());
    let (mut asynchronous, mut blocking) = (Comparison::default(), Comparison::default());
    let it = Asynchronous::new(&server)?;
    asynchronous.run(turns, 1, || it.ours(), || it.theirs())?;
    let it = Blocking::new(&server)?;
    blocking.run(turns, 1, || it.ours(), || it.theirs())?;
    asynchronous.print("over loopback, asynchronous", "reqwest");
    blocking.print("over loopback, blocking", "reqwest on a runtime");
    Ok(())
}

/// Returns the URL of the report.
fn report_url(server: &Server) -> String {
    server.url(&format!("/public/v1/usage/files/{ID}"))
}

/// Returns the `User-Agent` header that the client sends with the call.
fn user_agent() -> String {
    let client = concat!("connect-client/", env!("CARGO_PKG_VERSION"));
    match files::get(ID).operation().product {
        Some(product) => format!("{product} {client}"),
        None => client.to_owned(),
    }
}

struct Asynchronous {
    runtime: tokio::runtime::Runtime,
    client: Client,
    bare: reqwest::Client,
    url: String,
    user_agent: String,
}

impl Asynchronous {
    fn new(server: &Server) -> Result<Self> {
        // reqwest requires a crypto provider, although nothing here is encrypted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            client: Client::builder()
                .api_key(ApiKey::new(KEY)?)
                .base_url(server.url("/public/v1"))
                .build()?,
            bare: reqwest::Client::builder().no_proxy().build()?,
            url: report_url(server),
            user_agent: user_agent(),
        })
    }

    fn ours(&self) -> Result<UsageFile> {
        Ok(self.runtime.block_on(self.client.send(files::get(ID)))?)
    }

    fn theirs(&self) -> Result<UsageFile> {
        let request = self
            .bare
            .get(&self.url)
            .header("accept", "application/json")
            .header("accept-encoding", "identity")
            .header("authorization", KEY)
            .header("user-agent", &self.user_agent);
        let body = self.runtime.block_on(async {
            let response = request.send().await?.error_for_status()?;
            response.bytes().await
        })?;
        Ok(serde_json::from_slice(&body)?)
    }
}

struct Blocking {
    client: blocking::Client,
    runtime: tokio::runtime::Runtime,
    bare: reqwest::Client,
    url: String,
    user_agent: String,
}

impl Blocking {
    fn new(server: &Server) -> Result<Self> {
        Ok(Self {
            client: blocking::Client::builder()
                .api_key(ApiKey::new(KEY)?)
                .base_url(server.url("/public/v1"))
                .build()?,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            bare: reqwest::Client::builder().no_proxy().build()?,
            url: report_url(server),
            user_agent: user_agent(),
        })
    }

    fn ours(&self) -> Result<UsageFile> {
        Ok(self.client.send(files::get(ID))?)
    }

    fn theirs(&self) -> Result<UsageFile> {
        let request = self
            .bare
            .get(&self.url)
            .header("accept", "application/json")
            .header("accept-encoding", "identity")
            .header("authorization", KEY)
            .header("user-agent", &self.user_agent);
        let body = self.runtime.block_on(async {
            let response = request.send().await?.error_for_status()?;
            response.bytes().await
        })?;
        Ok(serde_json::from_slice(&body)?)
    }
}

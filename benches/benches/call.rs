//! One call, from its function to its value: what the façade adds.
//!
//! - In memory: a transport that answers at once, against the runtime alone, which builds the same call
//!   and decodes the same answer.
//! - Over loopback, on a connection that is kept: against the bare HTTP client that is under the
//!   façade, with the same request, headers and model, read by serde_json.
//!
//! Both sides of a comparison take turns, so that what else the machine does hits both, and the
//! difference is the median of what the two took in each turn.
//!
//! `cargo bench -p benches --bench call`, with `--features tracing` for spans that nobody looks at

#![allow(missing_docs, reason = "a program")]

use std::error::Error as StdError;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use connect_usage::models::UsageFile;
use connect_usage::runtime::{Answer, Bytes, HeaderMap, StatusCode};
use connect_usage::transport::{Incoming, Outgoing, Pending, Transport};
use connect_usage::{ApiKey, Client, Error, blocking, files};
use loopback::{Received, Reply, Server};

const FILE: &str = include_str!("../../tests/operations/answers/file.json");
const ID: &str = "UF-2029-01-0001-0001";
const KEY: &str = "ApiKey SU-000-000-000:secret";
const AGENT: &str = concat!("connect-usage/", env!("CARGO_PKG_VERSION"));

type Result<T> = std::result::Result<T, Box<dyn StdError>>;

fn main() -> Result<()> {
    if !std::env::args().any(|it| it == "--bench") {
        // As a test: that it runs, not how fast.
        in_memory(1, 1)?;
        return over_loopback(1);
    }
    in_memory(3000, 100)?;
    over_loopback(20_000)
}

/// Times two ways to do the same in turns, each so often at a time, and prints what the first takes
/// beyond the other.
fn compare(
    title: &str,
    turns: usize,
    times: u32,
    mut ours: impl FnMut() -> Result<UsageFile>,
    (name, mut theirs): (&str, impl FnMut() -> Result<UsageFile>),
) -> Result<()> {
    assert_eq!(ours()?, theirs()?);
    let (mut all, mut yardstick, mut more) = (Vec::new(), Vec::new(), Vec::new());
    let warm_up = turns / 10;
    for turn in 0..warm_up + turns {
        // Who comes first finds the caches as the other one left them.
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
            all.push(one);
            yardstick.push(other);
            more.push(one - other);
        }
    }
    let (all, yardstick, more) = (median(all), median(yardstick), median(more));
    println!("{title}");
    println!("  façade        {all:>8.2} µs");
    println!("  {name:<13} {yardstick:>8.2} µs");
    println!(
        "  more          {more:>8.2} µs, {:.1} %",
        100.0 * more / yardstick
    );
    Ok(())
}

/// The time for one, in microseconds.
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

fn answer() -> String {
    FILE.replace("$status", "ready")
}

/// Answers each call at once.
struct Memory(Bytes);

impl Transport for Memory {
    fn exchange(&self, _: Outgoing) -> Pending<'_, std::result::Result<Incoming, Error>> {
        let answer = Incoming::new(StatusCode::OK, HeaderMap::new(), self.0.clone());
        Box::pin(std::future::ready(Ok(answer)))
    }

    fn sleep(&self, _: Duration) -> Pending<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl blocking::Transport for Memory {
    fn exchange(&self, _: Outgoing) -> std::result::Result<blocking::Incoming, Error> {
        let (status, body) = (StatusCode::OK, self.0.clone());
        Ok(blocking::Incoming::new(status, HeaderMap::new(), body))
    }
}

/// The value of a future that does not wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

fn in_memory(turns: usize, times: u32) -> Result<()> {
    let body = Bytes::from(answer());
    let alone = || {
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.clone(),
        };
        let call = files::get(ID);
        call.check()?;
        Ok(call.decode(answer)?)
    };
    let builder = Client::builder().api_key(ApiKey::new(KEY)?);
    let client = builder.transport(Memory(body.clone())).build()?;
    let ours = || Ok(now(client.send(files::get(ID)))?);
    let title = "in memory, asynchronous";
    compare(title, turns, times, ours, ("runtime alone", alone))?;

    let builder = blocking::Client::builder().api_key(ApiKey::new(KEY)?);
    let client = builder.transport(Memory(body.clone())).build()?;
    let ours = || Ok(client.send(files::get(ID))?);
    let title = "in memory, blocking";
    compare(title, turns, times, ours, ("runtime alone", alone))
}

/// What a server got, but for where it is.
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

fn over_loopback(turns: usize) -> Result<()> {
    let watched = Server::start(|_| Reply::json(200, answer()));
    for send in [Asynchronous::ours, Asynchronous::theirs] {
        send(&Asynchronous::new(&watched)?)?;
    }
    for send in [Blocking::ours, Blocking::theirs] {
        send(&Blocking::new(&watched)?)?;
    }
    let sent: Vec<_> = watched.requests().iter().map(shown).collect();
    assert!(sent.iter().all(|it| *it == sent[0]), "{sent:#?}");

    let reply = Reply::json(200, answer());
    let server = Server::builder().keep_requests(false);
    let server = server.start(move |_| reply.clone());
    let it = Asynchronous::new(&server)?;
    let title = "over loopback, asynchronous";
    compare(title, turns, 1, || it.ours(), ("reqwest", || it.theirs()))?;
    let it = Blocking::new(&server)?;
    let title = "over loopback, blocking";
    compare(title, turns, 1, || it.ours(), ("ureq", || it.theirs()))
}

/// The URL of the report.
fn whole(server: &Server) -> String {
    server.url(&format!("/public/v1/usage/files/{ID}"))
}

struct Asynchronous {
    runtime: tokio::runtime::Runtime,
    client: Client,
    bare: reqwest::Client,
    url: String,
}

impl Asynchronous {
    fn new(server: &Server) -> Result<Self> {
        // reqwest asks for one, though nothing here is encrypted.
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
            url: whole(server),
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
            .header("authorization", KEY)
            .header("user-agent", AGENT);
        let body = self.runtime.block_on(async {
            let response = request.send().await?.error_for_status()?;
            response.bytes().await
        })?;
        Ok(serde_json::from_slice(&body)?)
    }
}

struct Blocking {
    client: blocking::Client,
    bare: ureq::Agent,
    url: String,
}

impl Blocking {
    fn new(server: &Server) -> Result<Self> {
        Ok(Self {
            client: blocking::Client::builder()
                .api_key(ApiKey::new(KEY)?)
                .base_url(server.url("/public/v1"))
                .build()?,
            bare: ureq::Agent::config_builder()
                .proxy(None)
                .build()
                .new_agent(),
            url: whole(server),
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
            .header("authorization", KEY)
            .header("user-agent", AGENT);
        let body = request.call()?.body_mut().read_to_vec()?;
        Ok(serde_json::from_slice(&body)?)
    }
}

//! Reading all pages of a list from a server on loopback, which is a separate process.
//!
//! - The time for 100 pages, each of which takes the server 50 ms, one after another and with 8 at a time, in one run.
//!   Compare the ratio.
//! - The memory that the client holds while 1,000,000 rows stream through it.
//!
//! `cargo bench -p benches --bench paging`

#![allow(missing_docs, reason = "a program")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use connect_fake::server::Server;
use connect_fake::{Received, Reply};
use connect_usage::models::UsageRecord;
use connect_usage::{ApiKey, Client, Error, List, Page, Rows, blocking, records};
use peak_alloc::PeakAlloc;
use tokio::runtime::Runtime;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The argument that makes the program the server.
const SERVE: &str = "--serve";

const RESPONSE_TIME: Duration = Duration::from_millis(50);
const SLOW_ROWS: u64 = 10_000;
const SLOW_PAGE: u32 = 100;

const MANY_ROWS: u64 = 1_000_000;
const LARGE_PAGE: u32 = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().any(|it| it == SERVE) {
        return Ok(serve()?);
    }
    let platform = Platform::start()?;
    let clients = [
        Either::Async(
            platform.client("slow")?,
            platform.client("fast")?,
            runtime()?,
        ),
        Either::Blocking(platform.blocking("slow")?, platform.blocking("fast")?),
    ];
    for client in &clients {
        compare_times(client)?;
    }
    for client in &clients {
        for prefetch in [1, 8] {
            measure_memory(client, prefetch)?;
        }
    }
    Ok(())
}

/// A client of one kind, once for the slow list and once for the fast one.
enum Either {
    Async(Client, Client, Runtime),
    Blocking(blocking::Client, blocking::Client),
}

impl Either {
    fn name(&self) -> &'static str {
        match self {
            Self::Async(..) => "asynchronous",
            Self::Blocking(..) => "blocking",
        }
    }

    /// Reads all rows of the slow list, and counts them.
    fn count_slow(&self, list: Records) -> Result<u64, Error> {
        match self {
            Self::Async(slow, _, runtime) => runtime.block_on(count(slow.stream(list))),
            Self::Blocking(slow, _) => slow.stream(list).map(|it| it.map(|_| 1)).sum(),
        }
    }

    /// Reads all rows of the fast list, and counts them.
    fn count_fast(&self, list: Records) -> Result<u64, Error> {
        match self {
            Self::Async(_, fast, runtime) => runtime.block_on(count(fast.stream(list))),
            Self::Blocking(_, fast) => fast.stream(list).map(|it| it.map(|_| 1)).sum(),
        }
    }

    fn page(&self, list: Records) -> Result<Page<UsageRecord>, Error> {
        match self {
            Self::Async(_, fast, runtime) => runtime.block_on(fast.send(list)),
            Self::Blocking(_, fast) => fast.send(list),
        }
    }
}

type Records = List<records::filter::Scope, UsageRecord>;

async fn count(mut rows: Rows<UsageRecord>) -> Result<u64, Error> {
    let mut count = 0;
    while rows.try_next().await?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// 100 pages, one after another and 8 at a time.
fn compare_times(client: &Either) -> Result<(), Error> {
    let time = |prefetch| {
        let start = Instant::now();
        let list = records::list().page_size(SLOW_PAGE).prefetch(prefetch);
        assert_eq!(client.count_slow(list)?, SLOW_ROWS);
        Ok::<_, Error>(start.elapsed().as_secs_f64())
    };
    let (sequential, ahead) = (time(1)?, time(8)?);
    let pages = SLOW_ROWS / u64::from(SLOW_PAGE);
    println!(
        "{}: {pages} pages, each after {RESPONSE_TIME:?}",
        client.name()
    );
    println!("  sequential    {sequential:>8.3} s");
    println!("  prefetch(8)   {ahead:>8.3} s");
    println!("  ratio         {:>8.2}", sequential / ahead);
    Ok(())
}

/// Measures the peak of additional memory while all rows are read.
fn measure_memory(client: &Either, prefetch: usize) -> Result<(), Error> {
    let list = || records::list().page_size(LARGE_PAGE);
    let before = MEMORY.current_usage();
    let page = client.page(list())?;
    let of_page = MEMORY.current_usage() - before;
    drop(page);

    MEMORY.reset_peak_usage();
    let (before, start) = (MEMORY.current_usage(), Instant::now());
    assert_eq!(client.count_fast(list().prefetch(prefetch))?, MANY_ROWS);
    let (peak, elapsed) = (MEMORY.peak_usage() - before, start.elapsed().as_secs_f64());
    println!(
        "{}: {MANY_ROWS} rows in pages of {LARGE_PAGE}, prefetch({prefetch})",
        client.name()
    );
    println!("  memory        {:>8.2} MB at most", megabytes(peak));
    println!("  one page      {:>8.2} MB", megabytes(of_page));
    println!("  time          {elapsed:>8.1} s");
    Ok(())
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The server, in a separate process, so that its memory is not counted.
struct Platform {
    process: Child,
    address: String,
}

impl Platform {
    fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        let output = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut address)?;
        Ok(Self {
            process,
            address: address.trim().to_owned(),
        })
    }

    fn client(&self, kind: &str) -> Result<Client, Error> {
        Client::builder()
            .api_key(ApiKey::new("SU-1:secret")?)
            .base_url(format!("{}/{kind}", self.address))
            .build()
    }

    fn blocking(&self, kind: &str) -> Result<blocking::Client, Error> {
        blocking::Client::builder()
            .api_key(ApiKey::new("SU-1:secret")?)
            .base_url(format!("{}/{kind}", self.address))
            .build()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        // The server ends when its input ends.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Serves until the input ends.
fn serve() -> std::io::Result<()> {
    let rows = |count: u32| -> String {
        let rows: Vec<String> = (0..count).map(record).collect();
        format!("[{}]", rows.join(","))
    };
    let (small, large) = (rows(SLOW_PAGE), rows(LARGE_PAGE));
    let server = Server::start(move |request| match request.target.starts_with("/slow") {
        true => page(request, SLOW_ROWS, SLOW_PAGE, &small).delayed(RESPONSE_TIME),
        false => page(request, MANY_ROWS, LARGE_PAGE, &large),
    });
    let mut output = std::io::stdout();
    writeln!(output, "{}", server.url(""))?;
    output.flush()?;
    std::io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

/// Returns a page. All pages have the same rows, whose content is not read.
fn page(request: &Received, total: u64, size: u32, rows: &str) -> Reply {
    let (_, offset) = request.target.split_once("offset=").unwrap_or(("", "0"));
    let first: u64 = offset.parse().unwrap_or(0);
    let last = first + u64::from(size) - 1;
    Reply::json(200, rows).header("Content-Range", &format!("items {first}-{last}/{total}"))
}

fn record(n: u32) -> String {
    format!(
        r#"{{"id":"UR-2029-10-0001-0002-{n:08}","record_id":"r-{n}","record_note":"","item":{{"id":"PRD-000-000-000-0001","name":"Storage","mpn":"MPN-1","unit":"GB","precision":"decimal(4)","type":"PPU"}},"asset":{{"id":"AS-0000-0000-{n:04}","external_id":"{n}","external_uid":"8f3c"}},"start_date":"2029-10-01T00:00:00+00:00","end_date":"2029-10-02T00:00:00+00:00","usage":"12.5000","amount":"3.2500","category":{{"id":"default","name":"Default"}},"status":"valid","tier":1,"product":{{"id":"PRD-000-000-000","name":"Cloud"}},"usage_file":{{"id":"UF-2029-10-0001-0002","name":"October"}}}}"#
    )
}

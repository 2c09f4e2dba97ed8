//! Serves a fake of the platform on loopback, for programs in any language.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use connect_fake::{Builder, Platform};

const HELP: &str = "\
A fake of CloudBlue Connect's Usage API on 127.0.0.1.

Usage: connect-fake [OPTIONS]

It prints the base URL of the API and the keys of both accounts, as lines that a shell can evaluate, and serves until it
is ended.

Options:
  --port <PORT>        The port of the API; 0 is a free one [default: 0]
  --steps <READS>      After how many GETs an object in work makes one transition [default: 1]
  --hubs <NUMBER>      How many hubs bill a report: it has one chunk for each [default: 1]
  --page-cap <ROWS>    The maximum rows of a page [default: 1000]
  --schema <SCHEMA>    The schema of created reports: qt, cr, pr or tr [default: cr]
  --rate-limit <RATE>  How many requests of a key are handled in how many seconds, such as 100/60 [default: no limit]
  --retry-after-dates  Say as a date when a request above the limit can be sent again, not in seconds
  --spreadsheets       Read uploads as workbooks, and return workbooks (needs the feature `spreadsheets`)
  -h, --help           Print this
";

/// What the arguments ask for.
enum Asked {
    Help,
    Serve(Box<Builder>),
}

fn main() -> ExitCode {
    match asked(std::env::args().skip(1)) {
        Ok(Asked::Help) => print(HELP),
        Ok(Asked::Serve(builder)) => serve(*builder),
        Err(message) => {
            eprintln!("error: {message}\nhelp: `connect-fake --help` lists the options");
            ExitCode::from(2)
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut builder = Platform::builder();
    while let Some(option) = arguments.next() {
        if matches!(option.as_str(), "-h" | "--help") {
            return Ok(Asked::Help);
        }
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option.as_str(), None),
        };
        if value.is_none()
            && let Some(changed) = switched(name, &builder)
        {
            builder = changed?;
            continue;
        }
        let value = || value.or_else(|| arguments.next());
        builder = match name {
            "--port" => builder.port(parsed(name, value())?),
            "--steps" => builder.steps(parsed(name, value())?),
            "--hubs" => builder.hubs(parsed(name, value())?),
            "--page-cap" => builder.page_cap(parsed(name, value())?),
            "--schema" => builder.schema(read(name, value(), schema)?),
            "--rate-limit" => {
                let (requests, per) = read(name, value(), rate)?;
                builder.rate_limit(requests, per)
            }
            _ => return Err(format!("unknown option `{option}`")),
        };
    }
    Ok(Asked::Serve(Box::new(builder)))
}

/// The builder with an option that has no value; `None` if it is no such option.
fn switched(name: &str, builder: &Builder) -> Option<Result<Builder, String>> {
    match name {
        "--retry-after-dates" => Some(Ok(builder.clone().retry_after_dates())),
        "--spreadsheets" => Some(with_workbooks(builder.clone())),
        _ => None,
    }
}

#[cfg(feature = "spreadsheets")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it fails")]
fn with_workbooks(builder: Builder) -> Result<Builder, String> {
    Ok(builder.read_workbooks())
}

#[cfg(not(feature = "spreadsheets"))]
fn with_workbooks(_: Builder) -> Result<Builder, String> {
    Err(
        "`--spreadsheets` needs the feature `spreadsheets`: `cargo run --features spreadsheets`"
            .to_owned(),
    )
}

fn parsed<T: std::str::FromStr>(name: &str, value: Option<String>) -> Result<T, String> {
    read(name, value, |it| it.parse().ok())
}

fn read<T>(
    name: &str,
    value: Option<String>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, String> {
    let value = value.ok_or_else(|| format!("`{name}` needs a value"))?;
    read(&value).ok_or_else(|| format!("`{name}` cannot be `{value}`"))
}

fn schema(text: &str) -> Option<&'static str> {
    ["qt", "cr", "pr", "tr"].into_iter().find(|it| *it == text)
}

/// A number of requests and the seconds in which they are sent.
fn rate(text: &str) -> Option<(usize, Duration)> {
    let (requests, seconds) = text.split_once('/')?;
    let seconds = seconds.parse().ok().filter(|it| *it > 0)?;
    Some((requests.parse().ok()?, Duration::from_secs(seconds)))
}

/// Serves until the process is ended.
fn serve(builder: Builder) -> ExitCode {
    let platform = match builder.try_start() {
        Ok(platform) => platform,
        Err(error) => {
            eprintln!("error: cannot listen on 127.0.0.1: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lines = format!(
        "CONNECT_ENDPOINT={}\nCONNECT_VENDOR_KEY={}\nCONNECT_PROVIDER_KEY={}\n",
        platform.url(),
        platform.vendor_key(),
        platform.provider_key()
    );
    let printed = print(&lines);
    if printed != ExitCode::SUCCESS {
        // Nobody would know where it is.
        return printed;
    }
    loop {
        std::thread::park();
    }
}

fn print(text: &str) -> ExitCode {
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

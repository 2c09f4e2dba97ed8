//! Serves a fake of the platform on loopback, for programs in any language.

use std::io::{self, Write};
use std::process::ExitCode;

use connect_fake::{Builder, Platform};

const HELP: &str = "\
A fake of CloudBlue Connect's Usage API on 127.0.0.1.

Usage: connect-fake [OPTIONS]

It prints the base URL of the API and the keys of both accounts, as lines that a shell can evaluate, and serves until it
is ended.

Options:
  --port <PORT>      The port of the API; 0 is a free one [default: 0]
  --steps <READS>    After how many GETs an object in work makes one transition [default: 1]
  --hubs <NUMBER>    How many hubs bill a report: it has one chunk for each [default: 1]
  --page-cap <ROWS>  The maximum rows of a page [default: 1000]
  -h, --help         Print this
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
        let number = || value.or_else(|| arguments.next());
        builder = match name {
            "--port" => builder.port(parsed(name, number())?),
            "--steps" => builder.steps(parsed(name, number())?),
            "--hubs" => builder.hubs(parsed(name, number())?),
            "--page-cap" => builder.page_cap(parsed(name, number())?),
            _ => return Err(format!("unknown option `{option}`")),
        };
    }
    Ok(Asked::Serve(Box::new(builder)))
}

fn parsed<T: std::str::FromStr>(name: &str, value: Option<String>) -> Result<T, String> {
    let value = value.ok_or_else(|| format!("`{name}` needs a value"))?;
    value
        .parse()
        .map_err(|_| format!("`{name}` cannot be `{value}`"))
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

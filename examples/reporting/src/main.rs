//! `reporting report TABLE` reports what a table says; `reporting overview DAY` shows what became of it.
//!
//! `CONNECT_API_KEY` has the vendor's key, and `CONNECT_ENDPOINT`, if it is set, the base URL of the API.

use std::error::Error;
use std::process::ExitCode;

use connect_usage::{Client, blocking};
use example_reporting::{overview::overview, report_all, table};

const USAGE: &str = "usage: reporting report TABLE | reporting overview DAY";

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["report", path] => report(path),
        ["overview", day] => {
            let counts = overview(&blocking::Client::from_env()?, day.parse()?)?;
            for (status, count) in counts {
                println!("{count} {status}");
            }
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(USAGE.into()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn report(path: &str) -> Result<ExitCode, Box<dyn Error>> {
    let rows = table::parse(&std::fs::read_to_string(path)?)?;
    let client = Client::from_env()?;
    let mut code = ExitCode::SUCCESS;
    for (row, result) in report_all(&client, &rows).await {
        let what = format!("{} {} {}", row.day, row.product, row.contract);
        match result {
            Ok(reported) => println!("{what}: {reported}"),
            Err(failure) => {
                eprintln!("{what}: {failure}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

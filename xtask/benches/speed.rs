//! What the generator costs, against the least that any could do: parsing the same text with
//! `serde_yaml` into an `openapiv3` document.
//!
//! `cargo bench -p xtask --bench speed`. Each takes turns with the parse, so that a change in the
//! machine's pace meets both. Printed are the medians, and how many parses each costs. The limits are 8
//! for generating from the slice, and 1.4 for fetching the whole document, which needs `../shared`. The
//! commands are run as a maintainer runs them, from the start of the program to its end.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use connect_codegen::{Input, Source, generate};
use openapiv3::OpenAPI;
use tempfile::TempDir;

/// That of the program, for the parse as well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each side is run. Odd, so that the median is one of them.
const ROUNDS: usize = 51;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    // `cargo test --benches` asks whether it runs at all.
    let is_bench = std::env::args().any(|it| it == "--bench");
    let rounds = if is_bench { ROUNDS } else { 1 };
    println!("medians of {rounds} runs, in turns");
    println!("{:<34} {:>9} {:>9} {:>6}", "", "parse", "this", "ratio");
    let workspace = workspace()?;
    of_the_slice(&workspace, rounds)?;
    of_the_whole(&workspace, rounds)
}

fn of_the_slice(workspace: &TempDir, rounds: usize) -> Result<()> {
    let slice = workspace.path().join("specs/usage/contract.yml");
    let input = input(workspace.path())?;
    compare("generate", rounds, &slice, || {
        let started = Instant::now();
        let outcome = generate(&input, &mut |_| {});
        let took = started.elapsed();
        let made = black_box(outcome).value.is_some();
        if made {
            Ok(took)
        } else {
            Err("specs/ is not sound".into())
        }
    })?;
    compare("the command, nothing changed", rounds, &slice, || {
        run(workspace, &["generate"])
    })?;
    let sources = workspace.path().join("generated/usage/src");
    compare("the command, every file written", rounds, &slice, || {
        fs::remove_dir_all(&sources)?;
        run(workspace, &["generate"])
    })
}

fn of_the_whole(workspace: &TempDir, rounds: usize) -> Result<()> {
    let whole = repository().join("../shared/specs/connect-openapi30-v37.yml");
    let Some(from) = whole.to_str().filter(|_| whole.is_file()) else {
        println!(
            "SKIPPED: fetching the whole document, which is not at {}",
            whole.display()
        );
        return Ok(());
    };
    compare("the command `fetch --from FILE`", rounds, &whole, || {
        run(workspace, &["fetch", "--from", from])
    })
}

/// What `cargo xtask generate` reads.
fn input(root: &Path) -> Result<Input> {
    let source = |below: &str| -> Result<Source> {
        Ok(Source::new(below, fs::read_to_string(root.join(below))?))
    };
    let overlays = ["corrections", "names", "behaviour", "docs"];
    let overlays = overlays.map(|name| source(&format!("specs/usage/overlay/{name}.yml")));
    Ok(Input {
        document: source("specs/usage/contract.yml")?,
        overlays: overlays.into_iter().collect::<Result<_>>()?,
        prefixes: Vec::new(),
        ..Input::default()
    })
}

/// Times the parse of a text and something else in turns, and prints both.
fn compare(
    name: &str,
    rounds: usize,
    document: &Path,
    mut other: impl FnMut() -> Result<Duration>,
) -> Result<()> {
    let text = fs::read_to_string(document)?;
    let (mut parses, mut others) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let started = Instant::now();
        let parsed: OpenAPI = serde_yaml::from_str(&text)?;
        parses.push(started.elapsed());
        drop(parsed);
        others.push(other()?);
    }
    let (parse, other) = (median(parses), median(others));
    println!(
        "{name:<34} {:>6.2} ms {:>6.2} ms {:>6.2}",
        milliseconds(parse),
        milliseconds(other),
        milliseconds(other) / milliseconds(parse),
    );
    Ok(())
}

/// Runs the program in the workspace, and says how long it took.
fn run(workspace: &TempDir, arguments: &[&str]) -> Result<Duration> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("--root").arg(workspace.path()).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    let status = command.status()?;
    let took = started.elapsed();
    if status.success() {
        Ok(took)
    } else {
        Err(format!("`{}` ended with {status}", arguments.join(" ")).into())
    }
}

/// A copy of what the commands read and write, so that the repository stays as it is.
fn workspace() -> Result<TempDir> {
    let folder = TempDir::new()?;
    for part in ["specs/usage", "generated/usage"] {
        copy(&repository().join(part), &folder.path().join(part))?;
    }
    let runtime = folder.path().join("runtime");
    fs::create_dir(&runtime)?;
    fs::copy(
        repository().join("runtime/Cargo.toml"),
        runtime.join("Cargo.toml"),
    )?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

//! `cargo run --release -p fuzz -- [--executions N] [--seed N] [--keep DIR] [--corpus DIR] [FILE…]`
//!
//! With files, judges them. Without, runs the mutator; faults are printed, one case of each kind is kept
//! in the folder `--keep` (by default `target/fuzz`), and the exit status is then 1. The current case is
//! always in `current.case` there, for a fault that aborts the process. With `--corpus DIR`, the cases with
//! a unique outcome are added to that folder at the end.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use fuzz::{Case, Fault, Run, judge, seeds};

/// How long one case may take, in a release build.
const LONGEST: Duration = Duration::from_secs(2);

struct Arguments {
    executions: u64,
    seed: u64,
    keep: PathBuf,
    corpus: Option<PathBuf>,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    // A panic is a fault like any other, and reported as one.
    std::panic::set_hook(Box::new(|_| {}));
    let ended = arguments().and_then(|arguments| {
        if arguments.files.is_empty() {
            explore(&arguments)
        } else {
            replay(&arguments.files)
        }
    });
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments {
        executions: 100_000,
        seed: 1,
        keep: PathBuf::from("target/fuzz"),
        corpus: None,
        files: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--executions" => arguments.executions = value()?.parse()?,
            "--seed" => arguments.seed = value()?.parse()?,
            "--corpus" => arguments.corpus = Some(value()?.into()),
            "--keep" => arguments.keep = value()?.into(),
            option if option.starts_with('-') => {
                return Err(format!("there is no option {option}").into());
            }
            file => arguments.files.push(file.into()),
        }
    }
    Ok(arguments)
}

/// Judges files; true if there is no fault.
fn replay(files: &[PathBuf]) -> Result<bool, Box<dyn Error>> {
    let mut well = true;
    for file in files {
        let started = Instant::now();
        let judged = judge(&Case::from_bytes(&fs::read(file)?));
        println!("{} in {:?}: {judged:?}", file.display(), started.elapsed());
        well &= judged.is_ok();
    }
    Ok(well)
}

/// Runs the mutator; true if there is no fault.
fn explore(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::create_dir_all(&arguments.keep)?;
    let corpus = seeds(&workspace)?;
    println!(
        "seed {}, {} cases to begin with",
        arguments.seed,
        corpus.len()
    );
    let mut run = Run::new(arguments.seed, corpus);
    let (started, mut shown) = (Instant::now(), Instant::now());
    let mut slowest = Duration::ZERO;
    let current = arguments.keep.join("current.case");
    let mut kinds = BTreeSet::new();
    while run.totals().executions < arguments.executions {
        let case = run.next_case();
        fs::write(&current, case.to_bytes())?;
        let began = busy();
        let mut judged = run.judge(&case);
        let took = busy().saturating_sub(began);
        if took > LONGEST {
            judged = Err(Fault(format!("took too long: {took:?}")));
        }
        if took > slowest {
            slowest = took;
            fs::write(arguments.keep.join("slowest.case"), case.to_bytes())?;
        }
        if let Err(fault) = judged {
            // One case of each kind of fault is sufficient.
            let kind = fault.0.split([',', ':']).next().unwrap_or_default();
            if !kinds.insert(kind.to_owned()) {
                continue;
            }
            let name = format!("fault-{}-{}.case", arguments.seed, run.totals().executions);
            fs::write(arguments.keep.join(&name), case.to_bytes())?;
            println!("{name}: {}", fault.0);
        }
        if shown.elapsed() > Duration::from_secs(30) {
            shown = Instant::now();
            summary(&run, started.elapsed(), slowest);
        }
    }
    summary(&run, started.elapsed(), slowest);
    if let Some(folder) = &arguments.corpus {
        keep(&run, arguments.seed, folder)?;
    }
    Ok(kinds.is_empty())
}

/// Adds the cases of the run to a corpus.
fn keep(run: &Run, seed: u64, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let cases = run.distilled();
    for (index, case) in cases.iter().enumerate() {
        let name = format!("{seed}-{index:03}.case");
        fs::write(folder.join(name), case.to_bytes())?;
    }
    println!("{} cases added to {}", cases.len(), folder.display());
    Ok(())
}

/// The CPU time of the thread, where the system reports it: waiting on a busy machine does not count.
fn busy() -> Duration {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = statistics.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(
        || BEGIN.get_or_init(Instant::now).elapsed(),
        Duration::from_nanos,
    )
}

fn summary(run: &Run, time: Duration, slowest: Duration) {
    let totals = run.totals();
    println!(
        "{} executions in {} s; {} generated; ended in {:?}; {} different outcomes; corpus {}; slowest {} ms",
        totals.executions,
        time.as_secs(),
        totals.generated,
        totals.stages,
        totals.signatures.len(),
        run.corpus_len(),
        slowest.as_millis(),
    );
}

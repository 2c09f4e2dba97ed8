//! `scripts/fuzz [--executions N] [--seed N] [--compiled N] [--keep DIR] [FILE…]`
//!
//! Of `--compiled` cases (by default 16) that give bindings, the compiler checks one, in addition to those that reach new
//! code. It takes most of the time of a run, so a long one asks for fewer.
//!
//! With files, judges them. Without, runs the fuzzer: of each kind of fault one case is made small and kept in the
//! folder `--keep` (by default `target/fuzz`), and the exit status is then 1. The current case is always in
//! `current.case` there, for a fault that ends the process; a case that takes a minute ends it with status 3.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fuzz::{Case, Checks, Compiler, Coverage, Fault, Run, Sample, as_crate, judge, seeds, shrink};

/// How much CPU time one case may take, with all checks.
const LONGEST: Duration = Duration::from_secs(5);

/// When a case hangs.
const HANGS: Duration = Duration::from_secs(60);

/// Of so many cases that give bindings, one is compiled, unless an option says another number.
const COMPILED: NonZeroU64 = NonZeroU64::MIN.saturating_add(15);

/// How many generated crates are compiled at once.
const BATCH: usize = 24;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Arguments {
    executions: u64,
    seed: u64,
    compiled: NonZeroU64,
    keep: PathBuf,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let ended = arguments().and_then(|arguments| {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let compiler = Compiler::new(&arguments.keep.join("compile"), &workspace)?;
        if arguments.files.is_empty() {
            Session::new(arguments, compiler)?.explore(&workspace)
        } else {
            replay(&arguments.files, &compiler)
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

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments {
        executions: 100_000,
        seed: 1,
        compiled: COMPILED,
        keep: PathBuf::from("target/fuzz"),
        files: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--executions" => arguments.executions = value()?.parse()?,
            "--seed" => arguments.seed = value()?.parse()?,
            "--compiled" => arguments.compiled = value()?.parse()?,
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
fn replay(files: &[PathBuf], compiler: &Compiler) -> Result<bool> {
    let mut well = true;
    for file in files {
        let started = Instant::now();
        let case = Case::from_bytes(&fs::read(file)?);
        let fault = fault(&case, Checks::All, Some(compiler))?;
        let text = fault.as_ref().map_or("no fault", |fault| &fault.text);
        println!("{} in {:?}: {text}", file.display(), started.elapsed());
        well &= fault.is_none();
    }
    Ok(well)
}

/// The fault of a case, of the compiler as well where there is one.
fn fault(case: &Case, checks: Checks, compiler: Option<&Compiler>) -> Result<Option<Fault>> {
    let files = match judge(case, checks) {
        Ok(verdict) => verdict.files,
        Err(fault) => return Ok(Some(fault)),
    };
    match (files, compiler) {
        (Some(files), Some(compiler)) => Ok(compiler.check(&[as_crate(&files)])?.remove(&0)),
        _ => Ok(None),
    }
}

/// A run, and what became of it.
struct Session {
    arguments: Arguments,
    compiler: Compiler,
    sample: Sample<Case>,
    compiled: usize,
    kinds: BTreeSet<String>,
    slowest: Duration,
    started: Instant,
}

impl Session {
    fn new(arguments: Arguments, compiler: Compiler) -> Result<Self> {
        fs::create_dir_all(&arguments.keep)?;
        Ok(Self {
            arguments,
            compiler,
            sample: Sample::new(BATCH),
            compiled: 0,
            kinds: BTreeSet::new(),
            slowest: Duration::ZERO,
            started: Instant::now(),
        })
    }

    /// Runs the fuzzer; true if there is no fault.
    fn explore(mut self, workspace: &Path) -> Result<bool> {
        let mut run = Run::new(
            self.arguments.seed,
            seeds(workspace)?,
            self.arguments.compiled,
        );
        let guide = if Coverage::is_available() {
            "coverage"
        } else {
            "diagnostic codes alone"
        };
        println!(
            "seed {}, {} cases to begin with, guided by {guide}",
            self.arguments.seed,
            run.corpus_len()
        );
        let mut shown = Instant::now();
        while run.totals().executions < self.arguments.executions {
            let case = run.next_case();
            self.one(&mut run, case)?;
            if self.sample.is_full() {
                self.compile()?;
            }
            if shown.elapsed() > Duration::from_secs(30) {
                shown = Instant::now();
                self.summary(&run);
            }
        }
        self.compile()?;
        self.summary(&run);
        Ok(self.kinds.is_empty())
    }

    fn one(&mut self, run: &mut Run, case: Case) -> Result<()> {
        fs::write(self.arguments.keep.join("current.case"), case.to_bytes())?;
        let began = busy();
        watch(true);
        let judged = run.judge(&case);
        watch(false);
        let took = busy().saturating_sub(began);
        if took > self.slowest {
            self.slowest = took;
            fs::write(self.arguments.keep.join("slowest.case"), case.to_bytes())?;
        }
        match judged {
            _ if took > LONGEST => {
                let fault = Fault::new("too slow", &format!("{took:?}"));
                self.keep(&case, &fault, 0, &mut |_| false)
            }
            Err(fault) => {
                let mut is_same = |case: &Case| matches!(judge(case, Checks::All), Err(it) if it.kind == fault.kind);
                self.keep(&case, &fault, 2_000, &mut is_same)
            }
            Ok(Some(files)) => {
                self.sample.add(case, as_crate(&files));
                Ok(())
            }
            Ok(None) => Ok(()),
        }
    }

    /// Compiles the sample.
    fn compile(&mut self) -> Result<()> {
        let (cases, crates) = self.sample.take();
        self.compiled += crates.len();
        for (index, found) in self.compiler.check(&crates)? {
            let compiler = Compiler::new(&self.arguments.keep.join("compile"), Path::new("."))?;
            let mut is_same = |case: &Case| {
                let again = fault(case, Checks::Once, Some(&compiler));
                again.is_ok_and(|again| again.is_some_and(|again| again.kind == found.kind))
            };
            self.keep(&cases[index], &found, 150, &mut is_same)?;
        }
        Ok(())
    }

    /// Keeps a case of a fault, made small with at most `budget` attempts, unless there is one of its kind.
    fn keep(
        &mut self,
        case: &Case,
        fault: &Fault,
        budget: usize,
        is_same: &mut dyn FnMut(&Case) -> bool,
    ) -> Result<()> {
        if !self.kinds.insert(fault.kind.clone()) {
            return Ok(());
        }
        let small = shrink(case, budget, is_same);
        let name = format!("fault-{}-{}.case", self.arguments.seed, self.kinds.len());
        fs::write(self.arguments.keep.join(&name), small.to_bytes())?;
        println!("{name} ({} bytes): {}", small.size(), fault.text);
        Ok(())
    }

    fn summary(&self, run: &Run) {
        let (totals, (reached, regions)) = (run.totals(), run.coverage().counts());
        println!(
            "{} executions in {} s; {} generated, {} compiled; ended in {:?}; {} codes; {reached} of {regions} regions; corpus {}; slowest {} ms; {} kinds of faults",
            totals.executions,
            self.started.elapsed().as_secs(),
            totals.generated,
            self.compiled,
            totals.stages,
            totals.codes.len(),
            run.corpus_len(),
            self.slowest.as_millis(),
            self.kinds.len(),
        );
    }
}

/// Ends the process if a case is not done in time. Called before and after each case.
fn watch(begins: bool) {
    static START: OnceLock<Instant> = OnceLock::new();
    /// The second since the start, plus one, in which the case began; zero between cases.
    static BEGAN: AtomicU64 = AtomicU64::new(0);
    let start = *START.get_or_init(|| {
        std::thread::spawn(|| {
            loop {
                std::thread::sleep(Duration::from_secs(1));
                let began = BEGAN.load(Ordering::Relaxed);
                let now = START.get().map_or(0, |start| start.elapsed().as_secs());
                if began > 0 && now + 1 > began + HANGS.as_secs() {
                    eprintln!("the case in current.case hangs");
                    std::process::exit(3);
                }
            }
        });
        Instant::now()
    });
    BEGAN.store(
        if begins {
            start.elapsed().as_secs() + 1
        } else {
            0
        },
        Ordering::Relaxed,
    );
}

/// The CPU time of the thread, where the system reports it: waiting on a busy machine does not count.
fn busy() -> Duration {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = statistics.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(
        || BEGIN.get_or_init(Instant::now).elapsed(),
        Duration::from_nanos,
    )
}

//! `cargo xtask update`: all steps from the vendor's document to bindings that compile.
//!
//! All results are prepared outside of the working tree and written together at the end. A failure or
//! an interrupt before that leaves the tree unchanged.

mod interrupt;
mod rehearsal;

use clap::Args;
use connect_codegen::{Bindings, Choice, Input, Outcome, Program, Source};
use connect_codegen_cli::diff::{Format, print};
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::plan::{self, Change};
use connect_codegen_cli::report::{GOOD, Report};
use connect_codegen_cli::results;
use connect_codegen_cli::wording::count;
use connect_codegen_cli::write::Changes;
use connect_review::diff::{self, Comparison};

use crate::args::{FetchArgs, InputArgs};
use crate::changelog::{self, Entries};
use crate::diff::{Side, committed, crate_version};
use crate::facade;
use crate::fetch::{self, Document, Fetched, Pin, is_new};
use crate::lock::{self, Lock};
use crate::plan::Planned;
use crate::slice::Slice;
use crate::sources;
use crate::workspace::{CHANGELOG, Workspace};

use rehearsal::Files;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask update
      asks the vendor; runs the other steps if the document is new
  cargo xtask update --from ~/Downloads/connect-openapi30.yml
      the same from a file, if this machine cannot reach the vendor

The steps, for each slice, or for that of --slice; most are also commands:
  1. fetch       sends the ETag of the lock file; with the same ETag or the same
                 SHA-256 there is nothing new, and nothing is written
  2. diff        compares the new contract with specs/
  3. generate    generates the bindings of the new contract
  4. compile     runs `cargo check --workspace --all-targets --all-features` in a copy
                 of the workspace below target/
  5. changelog   adds what callers notice to [Unreleased] in CHANGELOG.md
  6. prints the version that the changes require; you choose it

Then contracts, locks, bindings and changelog are written: those of all slices, or none.
If an overlay does not fit the new document, step 3 fails: fix the overlay/ of the slice
and run the command again. If a caller in this workspace no longer compiles, step 4
fails: fix it, or write the bindings first with --no-compile.";

/// The arguments of `update`.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// The source and the slices.
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// Write the bindings without compiling the workspace
    #[arg(long)]
    pub no_compile: bool,
}

/// Runs all steps.
///
/// # Errors
/// Returns an error if a step fails; nothing is written then.
pub fn run(
    workspace: &Workspace,
    args: &UpdateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let result = steps(workspace, args, report);
    if result.is_err() {
        report.parting("nothing was written");
    }
    result
}

fn steps(workspace: &Workspace, args: &UpdateArgs, report: &mut Report) -> Result<Verdict, Error> {
    let pins = fetch::pins(workspace, &args.fetch, false)?;
    let known: Vec<Option<Lock>> = pins.iter().map(|pin| known(workspace, pin)).collect();
    let is_known = |sha256: &str| {
        known
            .iter()
            .all(|lock| lock.as_ref().is_some_and(|lock| lock.sha256 == sha256))
    };
    let etag = common_etag(&known, &args.fetch.from);
    let Some(document) = fetch::get(&args.fetch, etag, is_known, report)? else {
        report.line("nothing new: specs/ was made from the same document");
        pins.iter()
            .for_each(|pin| report_stale(workspace, &pin.slice, report));
        return Ok(Verdict::Well);
    };
    let pairs: Vec<(&Pin, &Option<Lock>)> = pins.iter().zip(&known).collect();
    let steps = results::each(&pairs, report, |(pin, known), report| {
        results::heading(Some(pin.slice.name()), pairs.len(), report);
        step(workspace, &document, (pin, known.as_ref()), args, report)
    })?;
    let mut files: Files = steps.iter().flat_map(|step| step.files.clone()).collect();
    let news: Vec<&News> = steps.iter().filter_map(|step| step.news.as_ref()).collect();
    if !news.is_empty() {
        files.extend(changelog_of(workspace, &news, report)?);
        if args.no_compile {
            report.line("not compiled: --no-compile");
        } else {
            report.stage("compile");
            rehearsal::compile(workspace, &files, report)?;
        }
    }
    if !files.is_empty() || !news.is_empty() {
        commit(workspace, &files, report)?;
    }
    for (pin, step) in pins.iter().zip(&steps) {
        match &step.news {
            Some(news) => {
                results::heading(Some(pin.slice.name()), pins.len(), report);
                let version = news.version.as_deref();
                report.line(news.comparison.advice().sentence(version));
            }
            None => report_stale(workspace, &pin.slice, report),
        }
    }
    if !news.is_empty() {
        report.line("next: read `git diff`, choose the version, then `.ci/run`");
    }
    Ok(Verdict::Well)
}

/// The result for a slice.
struct Step {
    /// The changed files of contract, lock and bindings.
    files: Files,
    /// The change of the contract, if any.
    news: Option<News>,
}

/// A contract that changed.
struct News {
    slice: Slice,
    comparison: Comparison,
    /// The version of the old crate.
    version: Option<String>,
}

/// Runs the steps for one slice, without writing.
fn step(
    workspace: &Workspace,
    document: &Document,
    (pin, known): (&Pin, Option<&Lock>),
    args: &UpdateArgs,
    report: &mut Report,
) -> Result<Step, Error> {
    if known.is_some_and(|lock| lock.sha256 == document.sha256) {
        report.line("nothing new: specs/ was made from the same document");
        return Ok(Step {
            files: Files::new(),
            news: None,
        });
    }
    let fetched = fetch::select(document, pin, report)?;
    fetch::print(&fetched, report);
    if !args.fetch.accept_losses {
        fetch::check_size(workspace, &pin.slice, &fetched.lock)?;
    }
    let slice = &pin.slice;
    if !is_new(workspace, &slice.contract(), &fetched.selected.text) {
        let paths = pin.part.prefixes.join(", ");
        report.line(match known {
            Some(_) => format!("nothing new under {paths}: the document changed elsewhere"),
            None => format!(
                "nothing new under {paths}: only {} is outdated",
                slice.lock()
            ),
        });
        return Ok(Step {
            files: specs(workspace, &fetched),
            news: None,
        });
    }
    let new = Input {
        // The vendor's own document, so that a maintainer can look up the spans of diagnostics.
        document: fetched.document.clone(),
        files: fetched.files.clone(),
        overlays: overlays(workspace, slice, report)?,
        prefixes: pin.part.prefixes.clone(),
        choice: pin.part.choice.clone(),
        reserved: facade::reserved_in(workspace, slice)?,
        strict: true,
        program: Program::Xtask,
        ..Input::default()
    };
    let (comparison, version) = compare(workspace, slice, &new, report)?;
    let files = changed(workspace, &fetched, new, report)?;
    Ok(Step {
        files,
        news: Some(News {
            slice: slice.clone(),
            comparison,
            version,
        }),
    })
}

/// Returns the lock of a slice, if it matches the contract and what is selected.
fn known(workspace: &Workspace, pin: &Pin) -> Option<Lock> {
    let contract = std::fs::read_to_string(workspace.path(pin.slice.contract())).ok()?;
    let lock = lock::of(workspace, &pin.slice)?;
    let is_true = lock.slice_sha256 == lock::sha256_of_text(&contract);
    (is_true && lock.part() == pin.part).then_some(lock)
}

/// Returns the `ETag` for the request: only if all slices have the same one from this source does a
/// match mean that there is nothing new for any of them.
fn common_etag<'a>(known: &'a [Option<Lock>], from: &str) -> Option<&'a str> {
    let mut etags = known.iter().map(|lock| {
        let lock = lock.as_ref().filter(|lock| lock.source == from)?;
        lock.etag.as_deref()
    });
    let first = etags.next()??;
    etags.all(|etag| etag == Some(first)).then_some(first)
}

/// Reports bindings that are not up to date with `specs/`: they can be stale although there is nothing
/// to fetch.
fn report_stale(workspace: &Workspace, slice: &Slice, report: &mut Report) {
    let own = InputArgs::default();
    let stale = match sources::read(workspace, Some(slice), &own, report) {
        Ok(sources) => bound(Input {
            document: sources.document,
            overlays: sources.overlays,
            files: sources.files,
            program: Program::Xtask,
            ..Input::default()
        })
        .value
        .and_then(|bindings| Planned::of_bindings(workspace, slice, bindings).ok())
        .is_none_or(|plan| plan.changes()),
        Err(_) => true,
    };
    if stale {
        report.line(format_args!(
            "but {}/ is not up to date with {}/: see `cargo xtask check`",
            slice.generated(),
            slice.folder()
        ));
    }
}

/// Returns the overlays in the working copy.
fn overlays(
    workspace: &Workspace,
    slice: &Slice,
    report: &mut Report,
) -> Result<Vec<Source>, Error> {
    sources::overlays_of(workspace, Some(slice), &InputArgs::default(), report)
}

/// Compares the current contract with the new document and prints the result. Also returns the version
/// of the old crate.
fn compare(
    workspace: &Workspace,
    slice: &Slice,
    new: &Input,
    report: &mut Report,
) -> Result<(Comparison, Option<String>), Error> {
    report.stage("diff");
    let contract = slice.contract();
    let (old, version) = match before(workspace, slice, report)? {
        Some(Side { input, version }) => (input, version),
        None => {
            let path = workspace.path(&contract);
            let text = String::from_utf8_lossy(&sources::bytes(&path)?).into_owned();
            let document = Source::new(contract, text);
            let old = Input {
                files: sources::files_beside(&path, &document, report)?,
                document,
                overlays: new.overlays.clone(),
                prefixes: Vec::new(),
                ..Input::default()
            };
            (old, crate_version(&workspace.path("Cargo.toml")))
        }
    };
    let comparison = report.take(diff::compare(&old, new))?;
    print(&comparison, version.as_deref(), Format::Text, report);
    Ok((comparison, version))
}

/// Returns the committed contract, if it is the same as in the working copy.
fn before(
    workspace: &Workspace,
    slice: &Slice,
    report: &mut Report,
) -> Result<Option<Side>, Error> {
    let path = workspace.path(slice.contract());
    if path.exists() {
        return committed(workspace, slice, report);
    }
    Err(Error::Missing {
        path,
        help: format!("start with `cargo xtask fetch --slice {slice}`"),
    })
}

/// Returns the changed files of contract and lock.
fn specs(workspace: &Workspace, fetched: &Fetched) -> Files {
    fetched
        .files()
        .into_iter()
        .filter(|(name, text)| is_new(workspace, name, text))
        .map(|(name, text)| (workspace.path(name), Some(text.as_bytes().to_vec())))
        .collect()
}

/// Returns the bindings of the slice, as `generate` makes them. Diagnostics are only reported for the
/// complete document.
fn of_slice(fetched: &Fetched, new: Input, report: &mut Report) -> Result<Bindings, Error> {
    plan::bind(&new, report)?;
    report.stage("emit");
    let outcome = bound(Input {
        document: Source::new(fetched.slice.contract(), fetched.selected.text.clone()),
        // The slice holds what it needs of them.
        files: Vec::new(),
        prefixes: Vec::new(),
        choice: Choice::default(),
        ..new
    });
    match outcome.value {
        Some(bindings) => Ok(bindings),
        None => report.take(outcome),
    }
}

fn bound(input: Input) -> Outcome<Bindings> {
    connect_codegen::generate(&input, &mut |_| {})
}

/// Returns the changed files of a slice: contract, lock and bindings.
fn changed(
    workspace: &Workspace,
    fetched: &Fetched,
    new: Input,
    report: &mut Report,
) -> Result<Files, Error> {
    let mut files = specs(workspace, fetched);
    let bindings = of_slice(fetched, new, report)?;
    let plan = Planned::of_bindings(workspace, &fetched.slice, bindings)?;
    for file in &plan.files {
        match &file.change {
            Change::Keep => {}
            Change::Write { new, .. } => {
                files.insert(file.path.clone(), Some(new.as_bytes().to_vec()));
            }
            Change::Remove { .. } => {
                files.insert(file.path.clone(), None);
            }
        }
    }
    Ok(files)
}

/// Returns the changelog with the new entries, if there is a changelog and it changes.
fn changelog_of(
    workspace: &Workspace,
    news: &[&News],
    report: &mut Report,
) -> Result<Files, Error> {
    let mut files = Files::new();
    if workspace.path(CHANGELOG).exists() {
        report.stage("changelog");
        let mut entries = Vec::new();
        for one in news {
            entries.push(Entries::of(workspace, Some(&one.slice), &one.comparison)?);
        }
        let old = changelog::read(workspace)?;
        let new = changelog::with_entries(workspace, &old, &entries, report)?;
        if new != old {
            files.insert(workspace.path(CHANGELOG), Some(new.into_bytes()));
        }
    }
    Ok(files)
}

/// Writes all files or none, even if the command is interrupted.
fn commit(workspace: &Workspace, files: &Files, report: &mut Report) -> Result<Verdict, Error> {
    report.stage("write");
    let guard = interrupt::delay()?;
    let mut changes = Changes::new();
    for (path, bytes) in files {
        match bytes {
            Some(bytes) => changes.write(path, bytes)?,
            None => changes.remove(path)?,
        }
    }
    changes.commit()?;
    guard.written();
    for (path, bytes) in files {
        let shown = path
            .strip_prefix(workspace.root())
            .unwrap_or(path)
            .display();
        match bytes {
            Some(_) => report.line_in(GOOD, format_args!("wrote     {shown}")),
            None => report.line(format_args!("removed   {shown}")),
        }
    }
    report.line(format_args!("{} changed", count(files.len(), "file")));
    Ok(Verdict::Well)
}

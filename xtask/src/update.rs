//! `cargo xtask update`: the whole round, from the vendor's document to bindings that compile.
//!
//! Everything is made ready beside the tree, and is put into it at the very end, together. Whatever
//! fails before that leaves the tree as it was, and so does whoever stops the command.

mod interrupt;
mod rehearsal;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use connect_codegen::diff::{self, Comparison};
use connect_codegen::{Bindings, Input, Outcome, Source};

use crate::changelog;
use crate::cli::{FetchArgs, InputArgs};
use crate::diff::{Side, committed, crate_version, print};
use crate::exit::{Error, Verdict};
use crate::fetch::{self, Fetched, is_new};
use crate::lock::{self, Lock};
use crate::plan::{Change, Plan, bind_input};
use crate::report::{GOOD, Report, count};
use crate::sources;
use crate::workspace::{CHANGELOG, LOCK, SLICE, Workspace};
use crate::write::Changes;

/// What the command explains behind its options.
pub const HELP: &str = "\
Examples:
  cargo xtask update
      asks the vendor; if the document is new, does all of the round
  cargo xtask update --from ~/Downloads/connect-openapi30.yml
      the same from a file, when this machine cannot reach the vendor

The round, each step of which is a command of its own:
  1. fetch       asks with the ETag of specs/usage/lock.toml; the same ETag or
                 the same SHA-256 is nothing new, and nothing is touched
  2. diff        the new slice against specs/, with what it means
  3. generate    the bindings of the new slice
  4. compile     `cargo check --workspace --all-targets --all-features`, in a copy of
                 the workspace below target/
  5. changelog   what users notice, under [Unreleased] in CHANGELOG.md
  6. the version that the changes ask for; choosing it stays with you

Only then slice, lock, bindings and changelog are written, all or none. An overlay that
does not fit the new document ends the round at step 3: mend specs/usage/overlay/ by what it
says and run the command again. A caller in this workspace that does not compile any
more ends it at step 4: mend it, or see with --no-compile what there is to mend.";

/// What `update` is told.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// What is fetched.
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// Do not compile: write what no compiler has seen
    #[arg(long)]
    pub no_compile: bool,
}

/// Does the round.
///
/// # Errors
/// If a step fails; the tree is then as it was.
pub fn run(
    workspace: &Workspace,
    args: &UpdateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let result = round(workspace, args, report);
    if result.is_err() {
        report.parting("nothing was written: the tree is as it was");
    }
    result
}

fn round(workspace: &Workspace, args: &UpdateArgs, report: &mut Report) -> Result<Verdict, Error> {
    let known = known(workspace, &args.fetch.prefix);
    let Some(fetched) = fetch::fetch(&args.fetch, known.as_ref(), report)? else {
        report.line("nothing new: the document is the one that specs/ was made from");
        follows(workspace, report);
        return Ok(Verdict::Well);
    };
    fetch::tell(&fetched, report);
    if !is_new(workspace, SLICE, &fetched.slice.text) {
        let paths = args.fetch.prefix.join(", ");
        report.line(match known {
            Some(_) => format!("nothing new under {paths}: the document changed elsewhere"),
            None => format!("nothing new under {paths}: only {LOCK} did not say so"),
        });
        commit(workspace, &specs(workspace, &fetched), report)?;
        follows(workspace, report);
        return Ok(Verdict::Well);
    }
    let new = Input {
        // The vendor's own text, in which a maintainer can look up what is found.
        document: fetched.document.clone(),
        overlays: overlays(workspace, report)?,
        prefixes: args.fetch.prefix.clone(),
        reserved: None,
    };
    let (comparison, version) = compare(workspace, &new, report)?;
    let files = made(workspace, &fetched, new, &comparison, report)?;
    if args.no_compile {
        report.line("not compiled, as you asked");
    } else {
        report.stage("compile");
        rehearsal::compile(workspace, &files, report)?;
    }
    commit(workspace, &files, report)?;
    report.line(comparison.advice().sentence(version.as_deref()));
    report.line("next: read `git diff`, choose the version, then `.ci/run`");
    Ok(Verdict::Well)
}

/// The files that change: what they are to hold, or nothing if they are to go.
type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// The lock, if `specs/` still is what it says, and of these paths.
fn known(workspace: &Workspace, prefixes: &[String]) -> Option<Lock> {
    let text = |name| std::fs::read_to_string(workspace.path(name)).ok();
    let lock = Lock::from_text(&text(LOCK)?).ok()?;
    let is_true = lock.slice_sha256 == lock::sha256_of_text(&text(SLICE)?);
    (is_true && lock.prefixes == prefixes).then_some(lock)
}

/// Says so where the bindings do not follow `specs/`: that there is nothing to fetch does not mean that
/// there is nothing to do.
fn follows(workspace: &Workspace, report: &mut Report) {
    let own = InputArgs::default();
    let stale = match sources::read(workspace, &own, report) {
        Ok(sources) => bound(Input {
            document: sources.document,
            overlays: sources.overlays,
            prefixes: Vec::new(),
            reserved: None,
        })
        .value
        .and_then(|bindings| Plan::of_bindings(workspace, bindings).ok())
        .is_none_or(|plan| plan.changes()),
        Err(_) => true,
    };
    if stale {
        report.line(
            "but generated/usage/ is not what specs/usage/ says: `cargo xtask check` shows how",
        );
    }
}

/// The overlays as they lie there.
fn overlays(workspace: &Workspace, report: &mut Report) -> Result<Vec<Source>, Error> {
    sources::overlays_of(workspace, &InputArgs::default(), report)
}

/// Compares the slice that lies there with the new document, and tells. With it comes the version of the
/// crate before.
fn compare(
    workspace: &Workspace,
    new: &Input,
    report: &mut Report,
) -> Result<(Comparison, Option<String>), Error> {
    report.stage("diff");
    let (old, version) = match before(workspace, report)? {
        Some(Side { input, version }) => (input, version),
        None => {
            let text =
                String::from_utf8_lossy(&sources::bytes(&workspace.path(SLICE))?).into_owned();
            let old = Input {
                document: Source::new(SLICE, text),
                overlays: new.overlays.clone(),
                prefixes: Vec::new(),
                reserved: None,
            };
            (old, crate_version(&workspace.path("Cargo.toml")))
        }
    };
    let comparison = report.take(diff::compare(&old, new))?;
    print(
        &comparison,
        version.as_deref(),
        crate::diff::Format::Text,
        report,
    );
    Ok((comparison, version))
}

/// The contract before: the committed one, if it is the one that lies there.
fn before(workspace: &Workspace, report: &mut Report) -> Result<Option<Side>, Error> {
    if workspace.path(SLICE).exists() {
        return committed(workspace, report);
    }
    Err(Error::Missing {
        path: workspace.path(SLICE),
        help: "begin with `cargo xtask fetch`".to_owned(),
    })
}

/// The two files of `specs/` that change.
fn specs(workspace: &Workspace, fetched: &Fetched) -> Files {
    fetched
        .files()
        .into_iter()
        .filter(|(name, text)| is_new(workspace, name, text))
        .map(|(name, text)| (workspace.path(name), Some(text.as_bytes().to_vec())))
        .collect()
}

/// The bindings of the slice, as `generate` will make them. What there is to say of them was said of the
/// whole document.
fn of_slice(fetched: &Fetched, new: Input, report: &mut Report) -> Result<Bindings, Error> {
    bind_input(&new, report)?;
    report.stage("emit");
    let outcome = bound(Input {
        document: Source::new(SLICE, fetched.slice.text.clone()),
        prefixes: Vec::new(),
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

/// Everything that changes: specs, bindings, changelog.
fn made(
    workspace: &Workspace,
    fetched: &Fetched,
    new: Input,
    comparison: &Comparison,
    report: &mut Report,
) -> Result<Files, Error> {
    let mut files = specs(workspace, fetched);
    let plan = Plan::of_bindings(workspace, of_slice(fetched, new, report)?)?;
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
    if workspace.path(CHANGELOG).exists() {
        report.stage("changelog");
        let old = changelog::read(workspace)?;
        let new = changelog::with_entries(workspace, &old, comparison, report)?;
        if new != old {
            files.insert(workspace.path(CHANGELOG), Some(new.into_bytes()));
        }
    }
    Ok(files)
}

/// Puts all of it into the tree, or nothing, whoever interrupts.
fn commit(workspace: &Workspace, files: &Files, report: &mut Report) -> Result<Verdict, Error> {
    report.stage("write");
    let guard = interrupt::hold_off()?;
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

//! `cargo xtask check`: compares the generated files with their input. It makes the same plan as
//! `generate` and writes nothing.

use anstyle::Style;
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::plan::{Change, FilePlan};
use connect_codegen_cli::report::{AID, BAD, GOOD, Report};
use connect_codegen_cli::results;
use connect_codegen_cli::target::RuntimeArgs;
use connect_codegen_cli::wording::count;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::args::CheckArgs;
use crate::lock::{self, Lock};
use crate::plan::Planned;
use crate::slice::Slice;
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask check
      a unified diff of the stale files in generated/, and the command that fixes them
  cargo xtask check --slice usage
      the same for one slice
  cargo xtask check | head -50
      the first lines
  cargo xtask check --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      the same for a crate made with `generate --out`

Writes nothing. Without --out, the lock file of each slice must match its contract.";

/// The name of a missing file in a diff.
const MISSING: &str = "/dev/null";

/// Prints the stale files as a unified diff, and the command that fixes them.
///
/// # Errors
/// Returns an error if the input or the command line is invalid, or something cannot be read.
pub fn run(workspace: &Workspace, args: &CheckArgs, report: &mut Report) -> Result<Verdict, Error> {
    let runtime = RuntimeArgs::default();
    let out = args.out.as_deref();
    let plans = Planned::make_all(workspace, &args.input, out, &runtime, report)?;
    let mut all = Vec::new();
    for plan in &plans {
        all.push(Found::of(workspace, args, plan, plans.len())?);
    }
    report.result(
        || {
            results::json(
                all.iter()
                    .map(|found| (found.slice.map(Slice::name), found.json())),
            )
        },
        |report| {
            for found in &all {
                results::heading(found.slice.map(Slice::name), all.len(), report);
                found.text(report);
            }
        },
    );
    Ok(match all.iter().all(Found::is_well) {
        true => Verdict::Well,
        false => Verdict::Difference,
    })
}

/// The result for one crate.
struct Found<'a> {
    slice: Option<&'a Slice>,
    stale: Vec<&'a FilePlan>,
    /// The number of all files.
    files: usize,
    lock: LockState,
    /// The command that fixes stale files.
    fix_command: String,
    /// The command that fixes contract and lock file.
    fetch_command: String,
}

impl<'a> Found<'a> {
    /// Returns the result for one of `count` plans.
    fn of(
        workspace: &Workspace,
        args: &CheckArgs,
        planned: &'a Planned,
        count: usize,
    ) -> Result<Self, Error> {
        let is_stale = |file: &&FilePlan| !matches!(file.change, Change::Keep);
        let slice = planned.slice.as_ref();
        // The only slice need not be named.
        let named = slice.filter(|_| count > 1 || args.input.slice.is_some());
        Ok(Self {
            slice,
            stale: planned.plan.files.iter().filter(is_stale).collect(),
            files: planned.plan.files.len(),
            lock: match slice {
                Some(slice) if args.out.is_none() => check_lock(workspace, slice)?,
                _ => LockState::Good,
            },
            fix_command: args.fix_command(named),
            fetch_command: match named {
                Some(slice) => format!("cargo xtask fetch --slice {slice}"),
                None => "cargo xtask fetch".to_owned(),
            },
        })
    }

    fn is_well(&self) -> bool {
        self.stale.is_empty() && self.lock == LockState::Good
    }

    fn text(&self, report: &mut Report) {
        for file in &self.stale {
            for line in difference(file).lines() {
                report.line_in(style(line), line);
            }
        }
        if let LockState::Stale(reason) = &self.lock {
            report.line_in(BAD, reason);
            report.line(format_args!("fix it with: {}", self.fetch_command));
        }
        if !self.stale.is_empty() {
            report.line_in(
                BAD,
                format_args!(
                    "{} of {} not up to date",
                    self.stale.len(),
                    count(self.files, "file")
                ),
            );
            report.line(format_args!("fix it with: {}", self.fix_command));
        }
        if self.is_well() {
            report.line_in(
                GOOD,
                format_args!("{} up to date", count(self.files, "file")),
            );
        }
    }

    fn json(&self) -> Value {
        let stale = self
            .stale
            .iter()
            .map(|file| json!({ "path": file.shown, "difference": difference(file) }));
        let lock = match &self.lock {
            LockState::Good => Value::Null,
            LockState::Stale(reason) => json!({ "reason": reason, "fix": self.fetch_command }),
        };
        json!({
            "up_to_date": self.is_well(),
            "files": self.files,
            "stale": stale.collect::<Vec<_>>(),
            "fix": (!self.stale.is_empty()).then_some(&self.fix_command),
            "lock": lock,
        })
    }
}

#[derive(Debug, PartialEq, Eq)]
enum LockState {
    Good,
    Stale(String),
}

/// Compares the lock file with the contract.
fn check_lock(workspace: &Workspace, slice: &Slice) -> Result<LockState, Error> {
    let (file, contract) = (slice.lock(), slice.contract());
    let path = workspace.path(&file);
    if !path.exists() {
        return Ok(LockState::Stale(format!(
            "{file} is missing: the source of {contract} is unknown"
        )));
    }
    let text = String::from_utf8_lossy(&sources::bytes(&path)?).into_owned();
    let lock = Lock::from_text(slice, &text).map_err(Error::from)?;
    let text = String::from_utf8_lossy(&sources::bytes(&workspace.path(&contract))?).into_owned();
    let found = lock::sha256_of_text(&text);
    Ok(if lock.slice_sha256 == found {
        LockState::Good
    } else {
        LockState::Stale(format!(
            "{contract} or {file} was edited by hand: slice_sha256 is {}, but the contract has {found}",
            lock.slice_sha256
        ))
    })
}

/// Returns the unified diff that brings a file up to date.
fn difference(file: &FilePlan) -> String {
    let (old, new) = match &file.change {
        Change::Keep => return String::new(),
        Change::Write { old, new } => (old.as_deref(), Some(new.as_str())),
        Change::Remove { old } => (Some(old.as_slice()), None),
    };
    let before = String::from_utf8_lossy(old.unwrap_or_default());
    let diff = TextDiff::from_lines(before.as_ref(), new.unwrap_or_default());
    let shown = file.shown.trim_start_matches('/');
    let name = |side: &str, there: bool| {
        if there {
            format!("{side}/{shown}")
        } else {
            MISSING.to_owned()
        }
    };
    diff.unified_diff()
        .header(&name("a", old.is_some()), &name("b", new.is_some()))
        .to_string()
}

fn style(line: &str) -> Style {
    match line.as_bytes() {
        [b'+', b'+', b'+', b' ', ..] | [b'-', b'-', b'-', b' ', ..] => Style::new().bold(),
        [b'+', ..] => GOOD,
        [b'-', ..] => BAD,
        [b'@', ..] => AID,
        _ => Style::new(),
    }
}

//! `cargo xtask check`: is everything that is generated up to date? The same path as `generate`,
//! writing nothing.

use anstyle::Style;
use similar::TextDiff;

use crate::cli::GenerateArgs;
use crate::exit::{Error, Verdict};
use crate::lock::{self, Lock};
use crate::plan::{Change, FilePlan, Plan};
use crate::report::{AID, BAD, GOOD, Report, count};
use crate::sources;
use crate::workspace::{LOCK, SLICE, Workspace};

/// What a diff names in place of a file that is not there.
const NOWHERE: &str = "/dev/null";

/// Shows what is stale as a unified diff, and the command that mends it.
///
/// # Errors
/// If the input or the command line is wrong, or something cannot be read.
pub fn run(
    workspace: &Workspace,
    args: &GenerateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let plan = Plan::make(workspace, args, report)?;
    let stale: Vec<&FilePlan> = plan
        .files
        .iter()
        .filter(|file| !matches!(file.change, Change::Keep))
        .collect();
    for file in &stale {
        show(file, report);
    }
    let lock = if args.out.is_none() {
        check_lock(workspace)?
    } else {
        LockState::Good
    };
    if let LockState::Stale(reason) = &lock {
        report.line_in(BAD, reason);
        report.line("mend it with: cargo xtask fetch");
    }
    if !stale.is_empty() {
        report.line_in(
            BAD,
            format_args!(
                "{} of {} not up to date",
                stale.len(),
                count(plan.files.len(), "file")
            ),
        );
        report.line(format_args!("mend it with: {}", args.command_line()));
    }
    if stale.is_empty() && lock == LockState::Good {
        report.line_in(
            GOOD,
            format_args!("{} up to date", count(plan.files.len(), "file")),
        );
        return Ok(Verdict::Well);
    }
    Ok(Verdict::Difference)
}

#[derive(Debug, PartialEq, Eq)]
enum LockState {
    Good,
    Stale(String),
}

/// Does the lock file speak of the slice that is there?
fn check_lock(workspace: &Workspace) -> Result<LockState, Error> {
    let path = workspace.path(LOCK);
    if !path.exists() {
        return Ok(LockState::Stale(format!(
            "{LOCK} is missing: nothing says where {SLICE} comes from"
        )));
    }
    let text = String::from_utf8_lossy(&sources::bytes(&path)?).into_owned();
    let lock = Lock::from_text(&text).map_err(Error::Lock)?;
    let slice = String::from_utf8_lossy(&sources::bytes(&workspace.path(SLICE))?).into_owned();
    let found = lock::sha256_of_text(&slice);
    Ok(if lock.slice_sha256 == found {
        LockState::Good
    } else {
        LockState::Stale(format!(
            "{SLICE} was changed by hand, or {LOCK} was: slice_sha256 is {} there and {found} in truth",
            lock.slice_sha256
        ))
    })
}

/// Prints the unified diff that would bring one file up to date.
fn show(file: &FilePlan, report: &mut Report) {
    let (old, new) = match &file.change {
        Change::Keep => return,
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
            NOWHERE.to_owned()
        }
    };
    let text = diff
        .unified_diff()
        .header(&name("a", old.is_some()), &name("b", new.is_some()))
        .to_string();
    for line in text.lines() {
        report.line_in(style(line), line);
    }
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

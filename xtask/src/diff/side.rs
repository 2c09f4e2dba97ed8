//! What to compare: a file, a revision, or the working copy of `specs/`.

use std::path::Path;

use connect_codegen::{Choice, Input, Source};
use connect_codegen_cli::args::ChoiceArgs;
use connect_codegen_cli::exit::Error;
use connect_codegen_cli::report::Report;

use super::args::Compared;
use crate::args::InputArgs;
use crate::git::Git;
use crate::lock::{self, Part};
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::Workspace;

/// One of the two contracts.
#[derive(Debug)]
pub struct Side {
    /// The document with its overlays.
    pub input: Input,
    /// The version of the crate that belongs to it, if known.
    pub version: Option<String>,
}

/// Returns what the arguments compare: slices, or (`None`) two files that belong to no slice.
///
/// # Errors
/// Returns an error if the slice does not exist, or an argument needs one slice and there are
/// several.
pub fn subjects(workspace: &Workspace, args: &Compared) -> Result<Vec<Option<Slice>>, Error> {
    let is_file = |side: &Option<String>| side.as_ref().is_some_and(|it| Path::new(it).is_file());
    let files = is_file(&args.old) && is_file(&args.new);
    let name = args.slice.as_deref();
    let has_none = name.is_none() && slice::all(workspace)?.is_empty();
    if files && (has_none || (name.is_none() && !args.prefix.is_empty())) {
        return Ok(vec![None]);
    }
    let of_one = if !args.prefix.is_empty() {
        Some("--prefix")
    } else if !args.overlay.is_empty() {
        Some("--overlay")
    } else if holds_slice(&args.old)? || holds_slice(&args.new)? {
        Some("a file that holds a slice")
    } else {
        None
    };
    let slices = match of_one {
        Some(reason) => vec![slice::one(workspace, name, reason)?],
        None => slice::chosen(workspace, name)?,
    };
    Ok(slices.into_iter().map(Some).collect())
}

/// Returns whether a side is a file that `fetch` wrote. A file that is not UTF-8 is reported when it is
/// read.
fn holds_slice(side: &Option<String>) -> Result<bool, Error> {
    match side.as_ref().map(Path::new).filter(|path| path.is_file()) {
        Some(path) => Ok(is_slice(&String::from_utf8_lossy(&sources::bytes(path)?))),
        None => Ok(false),
    }
}

/// Returns the new contract: the argument, or the working copy of `specs/`.
///
/// # Errors
/// Returns an error if it is missing or cannot be read.
pub fn new(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    match &args.new {
        Some(name) => named(workspace, slice, name, args, report),
        None => here(workspace, slice, args, report),
    }
}

/// Returns the old contract: the argument, or the predecessor of `specs/` in git.
///
/// # Errors
/// Returns an error if it is missing or cannot be read.
pub fn old(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    match &args.old {
        Some(name) => named(workspace, slice, name, args, report),
        None => {
            let git = Git::new(workspace);
            let slice = needed(slice)?;
            let revision = predecessor(&git, slice)?;
            at_revision(workspace, &git, slice, &revision, args, report)
        }
    }
}

/// Returns the committed contract, if its slice is the same as in the working copy; `None` without
/// git. This way, overlays that were changed for another slice are not applied to this one.
///
/// # Errors
/// Returns an error if the committed files are not UTF-8.
pub fn committed(
    workspace: &Workspace,
    slice: &Slice,
    report: &mut Report,
) -> Result<Option<Side>, Error> {
    let git = Git::new(workspace);
    let there = sources::bytes(&workspace.path(slice.contract()))?;
    match git.read("HEAD", &slice.contract()) {
        Ok(Some(text)) if lock::same_text(&text, &there) => {
            at_revision(workspace, &git, slice, "HEAD", &Compared::default(), report).map(Some)
        }
        _ => Ok(None),
    }
}

/// Returns the slice of a side that is not a file. There always is one: without slices, only files are
/// compared.
fn needed(slice: Option<&Slice>) -> Result<&Slice, Error> {
    slice.ok_or_else(|| Error::Usage {
        what: "a revision can only be compared for a slice".to_owned(),
        help: "pass the slice with --slice NAME".to_owned(),
    })
}

/// Returns HEAD if the slice has changes; otherwise the commit before the last one that changed it.
fn predecessor(git: &Git, slice: &Slice) -> Result<String, Error> {
    let contract = slice.contract();
    if git.differs_from_head(&[&contract, &slice.overlays()])? {
        return Ok("HEAD".to_owned());
    }
    let last = git.last_commit_of(&contract)?;
    let before = last.map(|last| format!("{last}^"));
    match before {
        Some(before) if git.has(&before, &contract)? => git.short(&before),
        _ => Err(Error::NoPredecessor {
            what: format!("{contract} has no predecessor in git"),
            help: "pass a file or a revision to compare with (in a shallow clone, fetch the history first)".to_owned(),
        }),
    }
}

fn named(
    workspace: &Workspace,
    slice: Option<&Slice>,
    name: &str,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let path = Path::new(name);
    if path.is_file() {
        return file(workspace, slice, path, args, report);
    }
    let git = Git::new(workspace);
    if git.is_revision(name)? {
        return at_revision(workspace, &git, needed(slice)?, name, args, report);
    }
    Err(Error::Usage {
        what: format!("`{name}` is neither a file nor a git revision"),
        help: "pass an OpenAPI document, a slice, or a commit, branch or tag of this repository"
            .to_owned(),
    })
}

fn here(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let slice = needed(slice)?;
    let sources = sources::read(workspace, Some(slice), &input_args(args), report)?;
    Ok(Side {
        input: Input {
            document: sources.document,
            overlays: sources.overlays,
            files: sources.files,
            prefixes: args.prefix.clone(),
            naming: args.naming.naming(),
            ..Input::default()
        },
        version: crate_version(&workspace.path("Cargo.toml")),
    })
}

/// Returns the input options in the form of the other commands.
fn input_args(args: &Compared) -> InputArgs {
    InputArgs {
        slice: None,
        spec: None,
        overlay: args.overlay.clone(),
        no_overlay: args.no_overlay,
        chosen: ChoiceArgs {
            prefix: args.prefix.clone(),
            ..ChoiceArgs::default()
        },
        ..InputArgs::default()
    }
}

fn file(
    workspace: &Workspace,
    slice: Option<&Slice>,
    path: &Path,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let name = path.display().to_string();
    let document = report.source(Source::from_bytes(&name, sources::bytes(path)?))?;
    let is_pinned = args.prefix.is_empty() && !is_slice(&document.text);
    let pinned = slice.filter(|_| is_pinned);
    let pinned = pinned.and_then(|slice| lock::pinned(workspace, slice));
    let Part { prefixes, choice } = pinned.unwrap_or_else(|| Part {
        prefixes: args.prefix.clone(),
        choice: Choice::default(),
    });
    let others = InputArgs {
        // The overlays of a slice belong to the paths that it pins, not to others.
        no_overlay: args.no_overlay || (!args.prefix.is_empty() && args.overlay.is_empty()),
        ..input_args(args)
    };
    Ok(Side {
        input: Input {
            files: sources::files_beside(path, &document, report)?,
            document,
            overlays: sources::overlays_of(workspace, slice, &others, report)?,
            prefixes,
            choice,
            naming: args.naming.naming(),
            ..Input::default()
        },
        version: crate_version(&workspace.path("Cargo.toml")),
    })
}

/// Returns whether `fetch` wrote the document; then all of it is compared. Its first lines show it.
fn is_slice(text: &str) -> bool {
    let mut head = text.lines().take(20);
    head.any(|line| line.trim_start().starts_with("x-connect-prefixes:"))
}

fn at_revision(
    workspace: &Workspace,
    git: &Git,
    slice: &Slice,
    revision: &str,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let contract = slice.contract();
    let Some(text) = git.read(revision, &contract)? else {
        return Err(Error::NoPredecessor {
            what: format!("the revision `{revision}` has no {contract}"),
            help: "pass a revision that has it".to_owned(),
        });
    };
    let document = report.source(Source::from_bytes(format!("{revision}:{contract}"), text))?;
    let read = |path: &str| git.read(revision, &format!("{}/{path}", slice.folder()));
    let files = sources::files(&document, read, report)?;
    let overlays = if args.no_overlay || !args.overlay.is_empty() {
        sources::overlays_of(workspace, Some(slice), &input_args(args), report)?
    } else {
        overlays_at(git, slice, revision, report)?
    };
    let manifest = git.read(revision, "Cargo.toml")?;
    Ok(Side {
        input: Input {
            document,
            files,
            overlays,
            prefixes: args.prefix.clone(),
            naming: args.naming.naming(),
            ..Input::default()
        },
        version: manifest.and_then(|manifest| version_in(&String::from_utf8_lossy(&manifest))),
    })
}

fn overlays_at(
    git: &Git,
    slice: &Slice,
    revision: &str,
    report: &mut Report,
) -> Result<Vec<Source>, Error> {
    let folder = slice.overlays();
    let files: Vec<String> = git
        .list(revision, &folder)?
        .into_iter()
        .filter(|file| file.ends_with(".yml"))
        .collect();
    let mut overlays = Vec::new();
    for file in sources::in_order(files) {
        if let Some(bytes) = git.read(revision, &format!("{folder}/{file}"))? {
            let name = format!("{revision}:{folder}/{file}");
            overlays.push(report.source(Source::from_bytes(name, bytes))?);
        }
    }
    Ok(overlays)
}

/// Returns the version of the published packages from the workspace's manifest.
pub fn crate_version(manifest: &Path) -> Option<String> {
    version_in(&std::fs::read_to_string(manifest).ok()?)
}

fn version_in(manifest: &str) -> Option<String> {
    let manifest: toml::Table = manifest.parse().ok()?;
    let version = manifest.get("workspace")?.get("package")?.get("version")?;
    version.as_str().map(str::to_owned)
}

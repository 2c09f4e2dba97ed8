//! What is compared: a file, a revision, or `specs/` as it lies there.

use std::path::Path;

use connect_codegen::{Input, Source};

use super::Compared;
use crate::cli::InputArgs;
use crate::exit::Error;
use crate::git::Git;
use crate::lock::{self, Lock};
use crate::report::Report;
use crate::sources;
use crate::workspace::{LOCK, OVERLAYS, SLICE, Workspace};

/// Which paths of a whole document are taken where nothing says otherwise.
const PREFIX: &str = "/usage*";

/// One of the two contracts.
#[derive(Debug)]
pub struct Side {
    /// The document with its overlays.
    pub input: Input,
    /// The version of the crate that belongs to it, as far as that is known.
    pub version: Option<String>,
}

/// The contract after: what the arguments name, else `specs/` as it lies there.
///
/// # Errors
/// If it is not there or cannot be read.
pub fn new(workspace: &Workspace, args: &Compared, report: &mut Report) -> Result<Side, Error> {
    match &args.new {
        Some(name) => named(workspace, name, args, report),
        None => here(workspace, args, report),
    }
}

/// The contract before: what the arguments name, else the predecessor of `specs/` in git.
///
/// # Errors
/// If it is not there or cannot be read.
pub fn old(workspace: &Workspace, args: &Compared, report: &mut Report) -> Result<Side, Error> {
    match &args.old {
        Some(name) => named(workspace, name, args, report),
        None => {
            let git = Git::new(workspace);
            let revision = predecessor(&git)?;
            at_revision(workspace, &git, &revision, args, report)
        }
    }
}

/// The contract that is committed, if its slice is the one that lies there; nothing without git.
/// Overlays that were mended since for another slice are so not laid over this one.
///
/// # Errors
/// If what is committed is no text.
pub fn committed(workspace: &Workspace, report: &mut Report) -> Result<Option<Side>, Error> {
    let git = Git::new(workspace);
    let there = sources::bytes(&workspace.path(SLICE))?;
    match git.read("HEAD", SLICE) {
        Ok(Some(slice)) if lock::same_text(&slice, &there) => {
            at_revision(workspace, &git, "HEAD", &Compared::default(), report).map(Some)
        }
        _ => Ok(None),
    }
}

/// HEAD, if `specs/` was changed since; else the commit before the last one that changed the slice.
fn predecessor(git: &Git) -> Result<String, Error> {
    if git.differs_from_head(&[SLICE, OVERLAYS])? {
        return Ok("HEAD".to_owned());
    }
    let last = git.last_commit_of(SLICE)?;
    let before = last.map(|last| format!("{last}^"));
    match before {
        Some(before) if git.has(&before, SLICE)? => git.short(&before),
        _ => Err(Error::Usage {
            what: format!("{SLICE} has no predecessor in git"),
            help: "name what to compare with: a file, or a revision that has one (in a shallow clone, fetch the history first)".to_owned(),
        }),
    }
}

fn named(
    workspace: &Workspace,
    name: &str,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let path = Path::new(name);
    if path.is_file() {
        return file(workspace, path, args, report);
    }
    let git = Git::new(workspace);
    if git.is_revision(name)? {
        return at_revision(workspace, &git, name, args, report);
    }
    Err(Error::Usage {
        what: format!("`{name}` is neither a file nor a git revision"),
        help: "name an OpenAPI document or a slice, or a commit, branch or tag of this repository"
            .to_owned(),
    })
}

fn here(workspace: &Workspace, args: &Compared, report: &mut Report) -> Result<Side, Error> {
    let sources = sources::read(workspace, &input_args(args), report)?;
    Ok(Side {
        input: Input {
            document: sources.document,
            overlays: sources.overlays,
            prefixes: args.prefix.clone(),
            reserved: None,
        },
        version: crate_version(&workspace.path("Cargo.toml")),
    })
}

/// The options that say what is read, as the other commands have them.
fn input_args(args: &Compared) -> InputArgs {
    InputArgs {
        spec: None,
        overlay: args.overlay.clone(),
        no_overlay: args.no_overlay,
        prefix: args.prefix.clone(),
    }
}

fn file(
    workspace: &Workspace,
    path: &Path,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let name = path.display().to_string();
    let document = report.source(Source::from_bytes(&name, sources::bytes(path)?))?;
    let prefixes = if args.prefix.is_empty() && !is_slice(&document) {
        pinned_prefixes(workspace)
    } else {
        args.prefix.clone()
    };
    let others = InputArgs {
        // The overlays of this workspace are about the paths that it pins, not about others.
        no_overlay: args.no_overlay || (!args.prefix.is_empty() && args.overlay.is_empty()),
        ..input_args(args)
    };
    Ok(Side {
        input: Input {
            document,
            overlays: sources::overlays_of(workspace, &others, report)?,
            prefixes,
            reserved: None,
        },
        version: crate_version(&workspace.path("Cargo.toml")),
    })
}

/// Whether `fetch` wrote it: then all of it is meant. It says so at its beginning.
fn is_slice(document: &Source) -> bool {
    let mut head = document.text.lines().take(20);
    head.any(|line| line.trim_start().starts_with("x-connect-prefixes:"))
}

fn pinned_prefixes(workspace: &Workspace) -> Vec<String> {
    let lock = std::fs::read_to_string(workspace.path(LOCK)).ok();
    let lock = lock.and_then(|text| Lock::from_text(&text).ok());
    lock.map_or_else(|| vec![PREFIX.to_owned()], |lock| lock.prefixes)
}

fn at_revision(
    workspace: &Workspace,
    git: &Git,
    revision: &str,
    args: &Compared,
    report: &mut Report,
) -> Result<Side, Error> {
    let Some(slice) = git.read(revision, SLICE)? else {
        return Err(Error::Usage {
            what: format!("the revision `{revision}` has no {SLICE}"),
            help: "name a revision that has one".to_owned(),
        });
    };
    let document = report.source(Source::from_bytes(format!("{revision}:{SLICE}"), slice))?;
    let overlays = if args.no_overlay || !args.overlay.is_empty() {
        sources::overlays_of(workspace, &input_args(args), report)?
    } else {
        overlays_at(git, revision, report)?
    };
    let manifest = git.read(revision, "Cargo.toml")?;
    Ok(Side {
        input: Input {
            document,
            overlays,
            prefixes: args.prefix.clone(),
            reserved: None,
        },
        version: manifest.and_then(|manifest| version_in(&String::from_utf8_lossy(&manifest))),
    })
}

fn overlays_at(git: &Git, revision: &str, report: &mut Report) -> Result<Vec<Source>, Error> {
    let files: Vec<String> = git
        .list(revision, OVERLAYS)?
        .into_iter()
        .filter(|file| file.ends_with(".yml"))
        .collect();
    let mut overlays = Vec::new();
    for file in sources::in_order(files) {
        if let Some(bytes) = git.read(revision, &format!("{OVERLAYS}/{file}"))? {
            let name = format!("{revision}:{OVERLAYS}/{file}");
            overlays.push(report.source(Source::from_bytes(name, bytes))?);
        }
    }
    Ok(overlays)
}

/// The version of the published packages, from the workspace's manifest.
pub fn crate_version(manifest: &Path) -> Option<String> {
    version_in(&std::fs::read_to_string(manifest).ok()?)
}

fn version_in(manifest: &str) -> Option<String> {
    let manifest: toml::Table = manifest.parse().ok()?;
    let version = manifest.get("workspace")?.get("package")?.get("version")?;
    version.as_str().map(str::to_owned)
}

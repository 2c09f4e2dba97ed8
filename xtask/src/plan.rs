//! What generating would change on the disk. `generate` carries the plan out, `check` only shows
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use connect_codegen::{Bindings, GENERATED_MARK, Input, Reserved};

use crate::cli::{InputArgs, RuntimeArgs};
use crate::exit::Error;
use crate::facade;
use crate::progress::Progress;
use crate::report::Report;
use crate::slice::{self, Slice};
use crate::sources;
use crate::target::Target;
use crate::workspace::Workspace;
use crate::write::Changes;

/// The bindings of a run, and what it would take to bring a crate up to date with them.
pub struct Plan {
    /// The slice that they are made from, unless it is a document of its own.
    pub slice: Option<Slice>,
    /// The crate's files in the order of their paths: all that were generated, and all that no
    /// longer are.
    pub files: Vec<FilePlan>,
    /// What was generated.
    pub bindings: Bindings,
    /// The manifest that was kept although the arguments say how it should be.
    pub kept_manifest: Option<String>,
    source_folder: PathBuf,
}

/// One file of a plan.
#[derive(Debug)]
pub struct FilePlan {
    /// The path as it is shown.
    pub shown: String,
    /// What is to be done with it.
    pub change: Change,
    /// The path.
    pub path: PathBuf,
}

/// What is to be done with a file.
#[derive(Debug)]
pub enum Change {
    /// Nothing: it is up to date.
    Keep,
    /// It is to be written.
    Write {
        /// What is there now, if anything is.
        old: Option<Vec<u8>>,
        /// What is to be there.
        new: String,
    },
    /// It was generated once, and is to go.
    Remove {
        /// What is there now.
        old: Vec<u8>,
    },
}

impl Plan {
    /// Generates in memory and compares with the disk: each slice that the arguments name, or the one
    /// crate of `--out`.
    ///
    /// # Errors
    /// If the input or the command line is wrong, or if a file in the way was not generated.
    pub fn make_all(
        workspace: &Workspace,
        input: &InputArgs,
        out: Option<&Path>,
        runtime: &RuntimeArgs,
        report: &mut Report,
    ) -> Result<Vec<Self>, Error> {
        let subjects = subjects(workspace, input, out)?;
        slice::each(&subjects, report, |slice, report| {
            let (target, reserved) = match (out, slice) {
                (Some(out), _) => (
                    Target::elsewhere(workspace, out, runtime)?,
                    facade::reserved_elsewhere(workspace)?,
                ),
                (None, Some(slice)) => (
                    Target::committed(workspace, slice)?,
                    facade::reserved_in(workspace, slice)?,
                ),
                (None, None) => return Err(needs_out("--spec")),
            };
            let bindings = bind(workspace, slice.as_ref(), input, reserved, report)?;
            report.stage("compare");
            Self::compared(slice.as_ref(), &target, bindings)
        })
    }

    /// Compares bindings with what is committed of a slice.
    ///
    /// # Errors
    /// If a file in the way was not generated.
    pub fn of_bindings(
        workspace: &Workspace,
        slice: &Slice,
        bindings: Bindings,
    ) -> Result<Self, Error> {
        Self::compared(Some(slice), &Target::committed(workspace, slice)?, bindings)
    }

    /// Whether there is anything to do.
    pub fn changes(&self) -> bool {
        let is_change = |file: &FilePlan| !matches!(file.change, Change::Keep);
        self.files.iter().any(is_change)
    }

    fn compared(slice: Option<&Slice>, target: &Target, bindings: Bindings) -> Result<Self, Error> {
        let files = compare(target, &bindings)?;
        Ok(Self {
            slice: slice.cloned(),
            files,
            bindings,
            kept_manifest: target.kept_manifest.clone(),
            source_folder: target.folder.join("src"),
        })
    }

    /// Carries plans out: all of them, or nothing.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn carry_out(plans: &[Self], report: &mut Report) -> Result<(), Error> {
        report.stage("write");
        let mut changes = Changes::new();
        for file in plans.iter().flat_map(|plan| &plan.files) {
            match &file.change {
                Change::Keep => {}
                Change::Write { new, .. } => changes.write(&file.path, new.as_bytes())?,
                Change::Remove { .. } => changes.remove(&file.path)?,
            }
        }
        changes.commit()?;
        plans.iter().for_each(Self::remove_empty_folders);
        Ok(())
    }

    /// Removes the folders that only held files that are gone. One that holds anything else cannot
    /// be removed, and stays.
    fn remove_empty_folders(&self) {
        for file in self
            .files
            .iter()
            .filter(|file| matches!(file.change, Change::Remove { .. }))
        {
            let inside = |folder: &&Path| {
                *folder != self.source_folder && folder.starts_with(&self.source_folder)
            };
            for folder in file.path.ancestors().skip(1).take_while(inside) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
    }
}

/// Generates in memory, with names that no resource module may have.
///
/// # Errors
/// If the input is wrong or cannot be read.
pub fn bind(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
    reserved: Option<Reserved>,
    report: &mut Report,
) -> Result<Bindings, Error> {
    report.stage("read");
    let sources = sources::read(workspace, slice, args, report)?;
    let input = Input {
        document: sources.document,
        overlays: sources.overlays,
        prefixes: args.prefix.clone(),
        reserved,
    };
    bind_input(&input, report)
}

/// Generates in memory, stage by stage.
///
/// # Errors
/// If the input is wrong.
pub fn bind_input(input: &Input, report: &mut Report) -> Result<Bindings, Error> {
    let mut progress = Progress::new();
    let outcome = connect_codegen::generate(input, &mut |stage| {
        progress.show(format_args!("generating: {stage} …"));
        report.stage(stage);
    });
    drop(progress);
    report.take(outcome)
}

/// What is generated from. What is committed belongs to `specs/`, so anything else needs another crate,
/// and such a crate is made of one contract.
fn subjects(
    workspace: &Workspace,
    input: &InputArgs,
    out: Option<&Path>,
) -> Result<Vec<Option<Slice>>, Error> {
    match (out, input.given().first()) {
        (Some(_), _) if input.spec.is_none() => {
            let slice = slice::one(workspace, input.slice.as_deref(), "--out")?;
            Ok(vec![Some(slice)])
        }
        (Some(_), _) | (None, None) => sources::subjects(workspace, input),
        (None, Some(option)) => Err(needs_out(option)),
    }
}

fn needs_out(option: &str) -> Error {
    Error::Usage {
        what: format!("{option} needs --out DIR, for generated/ is made of specs/ and its overlays alone"),
        help: "add --out DIR to get a crate of its own, or leave the option away to regenerate generated/".to_owned(),
    }
}

fn compare(target: &Target, bindings: &Bindings) -> Result<Vec<FilePlan>, Error> {
    let wanted: BTreeMap<&str, &str> = bindings.files.iter().collect();
    let mut blocked = Vec::new();
    let mut files = Vec::new();
    for (&name, &text) in &wanted {
        match wanted_file(target, name, text)? {
            Some(file) => files.push(file),
            None => blocked.push(format!("{}/{name}", target.shown)),
        }
    }
    if !blocked.is_empty() {
        return Err(Error::HandWritten { paths: blocked });
    }
    files.append(&mut leftovers(target, &wanted.keys().copied().collect())?);
    for (name, text) in &target.once {
        files.push(FilePlan {
            shown: format!("{}/{name}", target.shown),
            path: target.folder.join(name),
            change: Change::Write {
                old: None,
                new: text.clone(),
            },
        });
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The plan for a generated file; `None` if something that was not generated is in its place.
fn wanted_file(target: &Target, name: &str, text: &str) -> Result<Option<FilePlan>, Error> {
    let path = target.folder.join(name);
    let shown = format!("{}/{name}", target.shown);
    let change = match existing(&path)? {
        Existing::Nothing => Change::Write {
            old: None,
            new: text.to_owned(),
        },
        Existing::Generated(old) if old == text.as_bytes() => Change::Keep,
        Existing::Generated(old) => Change::Write {
            old: Some(old),
            new: text.to_owned(),
        },
        Existing::Other => return Ok(None),
    };
    Ok(Some(FilePlan {
        shown,
        change,
        path,
    }))
}

enum Existing {
    Nothing,
    Generated(Vec<u8>),
    /// A hand-written file, a link, a folder.
    Other,
}

fn existing(path: &Path) -> Result<Existing, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Ok(Existing::Other),
        Ok(_) => {}
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound) => {
            return Ok(Existing::Nothing);
        }
        // A file where a folder is to be.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotADirectory) => {
            return Ok(Existing::Other);
        }
        Err(error) => return Err(Error::read(path, error)),
    }
    let bytes = sources::bytes(path)?;
    Ok(if bytes.starts_with(GENERATED_MARK.as_bytes()) {
        Existing::Generated(bytes)
    } else {
        Existing::Other
    })
}

/// The files that were generated once and are not wanted any more.
fn leftovers(target: &Target, wanted: &BTreeSet<&str>) -> Result<Vec<FilePlan>, Error> {
    let mut found = Vec::new();
    rust_files(&target.folder.join("src"), "src", &mut found)?;
    let mut files = Vec::new();
    for (name, path) in found
        .into_iter()
        .filter(|(name, _)| !wanted.contains(name.as_str()))
    {
        if let Existing::Generated(old) = existing(&path)? {
            files.push(FilePlan {
                shown: format!("{}/{name}", target.shown),
                change: Change::Remove { old },
                path,
            });
        }
    }
    Ok(files)
}

/// Collects the `.rs` files below a folder as name and path. Links are not followed: what they lead
/// to is not ours.
fn rust_files(folder: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(());
        }
        Err(error) => return Err(Error::read(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| Error::read(folder, error))?;
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(|error| Error::read(&path, error))?;
        // A name that is not Unicode is none of ours.
        let Ok(file) = entry.file_name().into_string() else {
            continue;
        };
        let name = format!("{name}/{file}");
        if kind.is_dir() {
            rust_files(&path, &name, found)?;
        } else if kind.is_file() && file.ends_with(".rs") {
            found.push((name, path));
        }
    }
    Ok(())
}

//! `cargo xtask fetch`: gets the vendor's document and writes the slices and their lock files.

mod losses;
mod raw;

use std::path::Path;

use connect_codegen::{OtherFile, Slice as Selected, Source};
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::report::{GOOD, Report};
use connect_codegen_cli::results;
use connect_codegen_cli::wording::{count, size};
use connect_codegen_cli::write::Changes;
use serde_json::{Value, json};

use crate::args::FetchArgs;
use crate::download;
use crate::lock::{self, Lock, Part};
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::Workspace;
use losses::check_references;
use raw::{get_raw, is_url};

pub use losses::check_size;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask fetch
      the vendor's document; each slice selects what its lock.toml says
  cargo xtask fetch --from ~/Downloads/connect-openapi30.yml
      the same from a file, if this machine cannot reach the vendor
  cargo xtask fetch --slice directory --prefix '/accounts*' --prefix '/hubs*' --only method:get
      starts a slice, or selects other operations for one (quote globs for the shell);
      then `cargo xtask generate --slice directory` writes its crate

Writes specs/NAME/contract.yml and specs/NAME/lock.toml of each slice. On failure nothing
is written. A slice that lost more than 20 % of its operations, components or filters, or
whose references lead nowhere, is refused: the document may have been cut off. Pass
--accept-losses if it is right.

Up to 5 redirects are followed, but none from https to http. The variables HTTPS_PROXY,
HTTP_PROXY and NO_PROXY are honoured. A web page instead of the document is invalid input
(2). A status other than 200, a rejected redirect, and a document that is incomplete, too
large or too late are network failures (3).";

/// A complete document, and the facts about its source for the lock file.
pub struct Document {
    /// The text.
    source: Source,
    /// The other files that it refers to, if it was read from a file.
    files: Vec<OtherFile>,
    /// SHA-256 of its bytes; see [`lock::sha256_with`].
    pub sha256: String,
    size: u64,
    /// The source for the lock file.
    origin: String,
    etag: Option<String>,
}

/// A slice and what it selects.
pub struct Pin {
    /// The slice.
    pub slice: Slice,
    /// Which part of the document it is.
    pub part: Part,
}

/// The new content of a slice's folder.
pub struct Fetched {
    /// The slice.
    pub slice: Slice,
    /// The complete document.
    pub document: Source,
    /// Its other files.
    pub files: Vec<OtherFile>,
    /// The selected part.
    pub selected: Selected,
    /// The lock file.
    pub lock: Lock,
    lock_text: String,
}

impl Fetched {
    /// Returns the files of the slice and their texts.
    pub fn files(&self) -> [(String, &str); 2] {
        [
            (self.slice.contract(), &self.selected.text),
            (self.slice.lock(), &self.lock_text),
        ]
    }
}

/// Fetches, selects, and writes contract and lock of each slice, or nothing.
///
/// # Errors
/// Returns an error if the document cannot be read or is not an OpenAPI document, a prefix matches
/// nothing, or the disk fails. `specs/` is unchanged then.
pub fn run(workspace: &Workspace, args: &FetchArgs, report: &mut Report) -> Result<Verdict, Error> {
    let pins = pins(workspace, args, true)?;
    // Without a known ETag there is always a document.
    let Some(document) = get(args, None, |_| false, report)? else {
        return Ok(Verdict::Well);
    };
    let all = results::each(&pins, report, |pin, report| {
        let fetched = select(&document, pin, report)?;
        check(workspace, args, (pin, &fetched), report)?;
        Ok(fetched)
    })?;
    report.stage("write");
    let files = write(workspace, &all)?;
    let all: Vec<(&Fetched, &Vec<Written>)> = all.iter().zip(&files).collect();
    report.result(
        || {
            results::json(
                all.iter()
                    .map(|(one, files)| (Some(one.slice.name()), json(&one.lock, files))),
            )
        },
        |report| text(&all, report),
    );
    Ok(Verdict::Well)
}

/// Refuses a slice that lost much, or whose references lead nowhere, unless the arguments accept that.
///
/// # Errors
/// Returns an error for such a slice.
fn check(
    workspace: &Workspace,
    args: &FetchArgs,
    (pin, fetched): (&Pin, &Fetched),
    report: &mut Report,
) -> Result<(), Error> {
    if args.accept_losses {
        return Ok(());
    }
    check_size(workspace, &pin.slice, &fetched.lock)?;
    report.stage("references");
    check_references(workspace, &pin.slice, &fetched.selected.text, report)
}

/// Returns the selected slices with what they select. If `may_start`, the slice can be a new one.
///
/// # Errors
/// Returns an error if there is no such slice, or its prefixes are unknown.
pub fn pins(workspace: &Workspace, args: &FetchArgs, may_start: bool) -> Result<Vec<Pin>, Error> {
    let name = args.slice.as_deref();
    if !args.prefix.is_empty() {
        let slice = match name.map(Slice::named).transpose()? {
            Some(slice) if may_start => slice,
            _ => slice::one(workspace, name, "--prefix")?,
        };
        return Ok(vec![Pin {
            slice,
            part: Part {
                prefixes: args.prefix.clone(),
                choice: args.choice(),
            },
        }]);
    }
    let slices = slice::chosen(workspace, name)?.into_iter();
    let pins = slices.map(|slice| match lock::pinned(workspace, &slice) {
        Some(part) => Ok(Pin { slice, part }),
        None => Err(Error::Usage {
            what: format!(
                "the prefixes of slice `{slice}` are unknown: cannot read {} or {}",
                slice.lock(),
                slice.contract()
            ),
            help: format!("pass them: `cargo xtask fetch --slice {slice} --prefix GLOB`"),
        }),
    });
    pins.collect()
}

/// Gets the document; `None` if its `ETag` still matches, or if its SHA-256 `is_known`.
///
/// # Errors
/// Returns an error if the document cannot be got, or is not text.
pub fn get(
    args: &FetchArgs,
    etag: Option<&str>,
    is_known: impl FnOnce(&str) -> bool,
    report: &mut Report,
) -> Result<Option<Document>, Error> {
    report.stage("get");
    let Some(raw) = get_raw(args, etag)? else {
        return Ok(None);
    };
    report.stage("digest");
    let (own, size) = (lock::sha256(&raw.bytes), raw.bytes.len() as u64);
    let source = report.source(Source::from_bytes(download::shown(&args.from), raw.bytes))?;
    let files = match is_url(&args.from) {
        true => Vec::new(),
        false => sources::files_beside(Path::new(&args.from), &source, report)?,
    };
    let sha256 = lock::sha256_with(own, &files);
    if is_known(&sha256) {
        return Ok(None);
    }
    let others = files.iter().map(|file| file.source.text.len() as u64);
    Ok(Some(Document {
        size: size + others.sum::<u64>(),
        source,
        files,
        sha256,
        origin: raw.origin,
        etag: raw.etag,
    }))
}

/// Selects a slice of the document.
///
/// # Errors
/// Returns an error if it is not an OpenAPI document, or has nothing under a prefix.
pub fn select(document: &Document, pin: &Pin, report: &mut Report) -> Result<Fetched, Error> {
    let (source, files) = (&document.source, &document.files);
    let mut stage = |stage| report.stage(stage);
    let Part { prefixes, choice } = &pin.part;
    let part = (prefixes.as_slice(), choice);
    let selected = connect_codegen::select_in_stages(source, files, part, &mut stage);
    let selected = report.take(selected)?;
    report.stage("lock");
    let lock = Lock {
        source: document.origin.clone(),
        api_version: selected.api_version.clone(),
        sha256: document.sha256.clone(),
        size: document.size,
        etag: document.etag.clone(),
        prefixes: prefixes.clone(),
        only: choice.only.clone(),
        skip: choice.skip.clone(),
        slice_sha256: lock::sha256_of_text(&selected.text),
        counts: selected.counts.into(),
    };
    Ok(Fetched {
        slice: pin.slice.clone(),
        document: source.clone(),
        files: files.clone(),
        lock_text: lock.to_text(&pin.slice).map_err(Error::from)?,
        selected,
        lock,
    })
}

/// A file of `specs/` after the run.
struct Written {
    name: String,
    bytes: usize,
    changed: bool,
}

/// Returns the result for `--format json`.
fn json(lock: &Lock, files: &[Written]) -> Value {
    let names = |changed: bool| -> Vec<&str> {
        let files = files.iter().filter(|file| file.changed == changed);
        files.map(|file| file.name.as_str()).collect()
    };
    json!({
        "source": lock.source,
        "api_version": lock.api_version,
        "size": lock.size,
        "prefixes": lock.prefixes,
        "written": names(true),
        "unchanged": names(false),
    })
}

/// Prints what was fetched.
pub fn print(fetched: &Fetched, report: &mut Report) {
    let Fetched { selected, lock, .. } = fetched;
    report.line(format_args!(
        "source    {} ({}, version {})",
        lock.source,
        size(lock.size),
        lock.api_version
    ));
    report.line(format_args!(
        "selected  {} under {}",
        contents(selected),
        lock.prefixes.join(", ")
    ));
}

fn text(all: &[(&Fetched, &Vec<Written>)], report: &mut Report) {
    let mut has_news = false;
    for (fetched, files) in all {
        results::heading(Some(fetched.slice.name()), all.len(), report);
        print(fetched, report);
        for file in *files {
            if file.changed {
                let size = size(file.bytes as u64);
                report.line_in(GOOD, format_args!("wrote     {} ({size})", file.name));
            } else {
                report.line(format_args!("unchanged {}", file.name));
            }
        }
        let contract = fetched.slice.contract();
        has_news |= files
            .iter()
            .any(|file| file.changed && file.name == contract);
    }
    if has_news {
        report.line("next: `cargo xtask diff`, then `cargo xtask generate`");
    }
}

fn contents(selected: &Selected) -> String {
    let counts = &selected.counts;
    format!(
        "{}, {}, {} ({}), {}",
        count(counts.paths, "path"),
        count(counts.operations, "operation"),
        count(counts.components, "component"),
        count(counts.schemas, "schema"),
        count(counts.filters, "filter"),
    )
}

/// Writes the files of all slices together, and returns which of them changed.
fn write(workspace: &Workspace, all: &[Fetched]) -> Result<Vec<Vec<Written>>, Error> {
    let mut changes = Changes::new();
    let mut written = Vec::new();
    for fetched in all {
        let mut files = Vec::new();
        for (name, text) in fetched.files() {
            let changed = is_new(workspace, &name, text);
            if changed {
                changes.write(&workspace.path(&name), text.as_bytes())?;
            }
            files.push(Written {
                name,
                bytes: text.len(),
                changed,
            });
        }
        written.push(files);
    }
    changes.commit()?;
    Ok(written)
}

/// Returns whether a file is missing or has other content.
pub fn is_new(workspace: &Workspace, name: &str, text: &str) -> bool {
    let old = std::fs::read(workspace.path(name));
    !old.is_ok_and(|old| old == text.as_bytes())
}

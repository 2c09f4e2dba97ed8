//! `cargo xtask fetch`: gets the vendor's document, and writes the slice of it that is ours with
//! its lock file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use connect_codegen::{Slice, Source};
use serde_json::{Value, json};
use url::Url;

use crate::cli::FetchArgs;
use crate::download::{self, Limits};
use crate::exit::{Error, Verdict};
use crate::lock::{self, Lock};
use crate::report::{GOOD, Report, count, size};
use crate::workspace::{LOCK, SLICE, Workspace};
use crate::write::Changes;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask fetch
      the vendor's document, everything under /usage
  cargo xtask fetch --from ~/Downloads/connect-openapi30.yml
      the same from a file, when this machine cannot reach the vendor
  cargo xtask fetch --prefix '/usage*' --prefix '/products/{product_id}/taxonomies*'
      two parts of the API (quote the globs, or the shell takes them)

Writes specs/usage/contract.yml and specs/usage/lock.toml: both or neither.
On any failure both stay as they were.

At most 5 redirects are followed, none of them from https to http. The variables
HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured. A web page in place of the
document is wrong input (2); a status other than 200, a refused redirect, a document
cut short, too large or too late is a failure of the network (3).";

/// A whole document, and what the lock file says of where it came from.
struct Document {
    bytes: Vec<u8>,
    source: String,
    etag: Option<String>,
}

/// What `specs/` is to hold after a document was fetched.
pub struct Fetched {
    /// The whole document.
    pub document: Source,
    /// The slice.
    pub slice: Slice,
    /// Where it comes from.
    pub lock: Lock,
    lock_text: String,
}

impl Fetched {
    /// The files of `specs/` and their texts.
    pub fn files(&self) -> [(&'static str, &str); 2] {
        [(SLICE, &self.slice.text), (LOCK, &self.lock_text)]
    }
}

/// Fetches, selects, and writes slice and lock: both, or neither.
///
/// # Errors
/// If the document cannot be got, is no OpenAPI document, has nothing under a prefix, or the disk
/// fails. `specs/` is then as it was.
pub fn run(workspace: &Workspace, args: &FetchArgs, report: &mut Report) -> Result<Verdict, Error> {
    // Without a known document there is always one.
    if let Some(fetched) = fetch(args, None, report)? {
        report.stage("write");
        let files = write(workspace, &fetched)?;
        report.result(
            || json(&fetched.lock, &files),
            |report| text(&fetched, &files, report),
        );
    }
    Ok(Verdict::Well)
}

/// Gets the document and selects from it; nothing if it is the one that is `known`.
///
/// # Errors
/// If the document cannot be got, is no OpenAPI document, or has nothing under a prefix.
pub fn fetch(
    args: &FetchArgs,
    known: Option<&Lock>,
    report: &mut Report,
) -> Result<Option<Fetched>, Error> {
    let etag = known
        .filter(|lock| lock.source == args.from)
        .and_then(|lock| lock.etag.as_deref());
    report.stage("get");
    let Some(document) = get(args, etag)? else {
        return Ok(None);
    };
    report.stage("digest");
    let (sha256, bytes) = (lock::sha256(&document.bytes), document.bytes.len() as u64);
    if known.is_some_and(|lock| lock.sha256 == sha256) {
        return Ok(None);
    }
    let source = report.source(Source::from_bytes(&args.from, document.bytes))?;
    let selected = connect_codegen::select_in_stages(&source, &args.prefix, &mut |stage| {
        report.stage(stage);
    });
    let slice = report.take(selected)?;
    report.stage("lock");
    let lock = Lock {
        source: document.source,
        api_version: slice.api_version.clone(),
        sha256,
        size: bytes,
        etag: document.etag,
        prefixes: args.prefix.clone(),
        slice_sha256: lock::sha256_of_text(&slice.text),
        counts: slice.counts.into(),
    };
    Ok(Some(Fetched {
        document: source,
        lock_text: lock.to_text().map_err(Error::Lock)?,
        slice,
        lock,
    }))
}

/// A file of `specs/` after the run.
struct Written {
    name: &'static str,
    bytes: usize,
    changed: bool,
}

/// What was fetched and written, for programs.
fn json(lock: &Lock, files: &[Written]) -> Value {
    let names = |changed: bool| -> Vec<&str> {
        let files = files.iter().filter(|file| file.changed == changed);
        files.map(|file| file.name).collect()
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

/// Says what was fetched.
pub fn tell(fetched: &Fetched, report: &mut Report) {
    let Fetched { slice, lock, .. } = fetched;
    report.line(format_args!(
        "source    {} ({}, version {})",
        lock.source,
        size(lock.size),
        lock.api_version
    ));
    report.line(format_args!(
        "selected  {} under {}",
        contents(slice),
        lock.prefixes.join(", ")
    ));
}

fn text(fetched: &Fetched, files: &[Written], report: &mut Report) {
    tell(fetched, report);
    for file in files {
        if file.changed {
            let size = size(file.bytes as u64);
            report.line_in(GOOD, format_args!("wrote     {} ({size})", file.name));
        } else {
            report.line(format_args!("unchanged {}", file.name));
        }
    }
    if files.iter().any(|file| file.changed && file.name == SLICE) {
        report.line("next: `cargo xtask diff`, then `cargo xtask generate`");
    }
}

fn contents(slice: &Slice) -> String {
    let counts = &slice.counts;
    format!(
        "{}, {}, {} ({}), {}",
        count(counts.paths, "path"),
        count(counts.operations, "operation"),
        count(counts.components, "component"),
        count(counts.schemas, "schema"),
        count(counts.filters, "filter"),
    )
}

/// Writes both files together, and says of each whether it changed.
fn write(workspace: &Workspace, fetched: &Fetched) -> Result<Vec<Written>, Error> {
    let mut changes = Changes::new();
    let mut files = Vec::new();
    for (name, text) in fetched.files() {
        let changed = is_new(workspace, name, text);
        if changed {
            changes.write(&workspace.path(name), text.as_bytes())?;
        }
        files.push(Written {
            name,
            bytes: text.len(),
            changed,
        });
    }
    changes.commit()?;
    Ok(files)
}

/// Whether a file holds something else than this text, or is not there.
pub fn is_new(workspace: &Workspace, name: &str, text: &str) -> bool {
    let old = std::fs::read(workspace.path(name));
    !old.is_ok_and(|old| old == text.as_bytes())
}

/// Gets the document from where the arguments say; nothing if the server says that it is still the
/// one with the `ETag`.
fn get(args: &FetchArgs, etag: Option<&str>) -> Result<Option<Document>, Error> {
    let limit = args.max_size.saturating_mul(1024 * 1024);
    if !args.from.contains("://") {
        return from_file(Path::new(&args.from), limit).map(Some);
    }
    let url = parse_url(&args.from)?;
    let limits = Limits {
        time: Duration::from_secs(args.timeout),
        bytes: limit,
    };
    let downloaded = download::get(&url, limits, etag)?;
    Ok(downloaded.map(|downloaded| Document {
        bytes: downloaded.bytes,
        source: args.from.clone(),
        etag: downloaded.etag,
    }))
}

fn parse_url(text: &str) -> Result<Url, Error> {
    let wrong = |what: &str, help: &str| Error::Usage {
        what: format!("--from: {what}"),
        help: help.to_owned(),
    };
    let url = Url::parse(text).map_err(|error| {
        wrong(
            &format!("`{text}` is no URL: {error}"),
            "give http://…, https://… or the path of a file",
        )
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(
            &format!("`{text}` is neither http nor https"),
            "give http://…, https://… or the path of a file without a scheme",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong(
            "the URL holds a user name or password, which would end up in the lock file",
            "download the document by other means and give the path of the file",
        ));
    }
    Ok(url)
}

fn from_file(path: &Path, limit: u64) -> Result<Document, Error> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Error::read(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge {
            path: path.to_path_buf(),
            limit,
        });
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Document {
        bytes,
        source: format!("file:{name}"),
        etag: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_that_cannot_be_fetched_are_wrong_input() {
        for text in [
            "ftp://a.example/x",
            "file:///x",
            "https://",
            "https://me:secret@a.example/x",
            "https://me@a.example/x",
        ] {
            let error = parse_url(text).unwrap_err();
            assert_eq!(error.status(), 2, "{text}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(parse_url("https://a.example/x").is_ok());
    }
}

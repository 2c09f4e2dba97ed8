//! `cargo xtask fetch`: gets the vendor's document, and writes the slice of it that is ours with
//! its lock file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use connect_codegen::{Slice, Source};
use url::Url;

use crate::cli::FetchArgs;
use crate::download::{self, Limits};
use crate::exit::{Error, Verdict};
use crate::lock::{self, Lock};
use crate::report::{GOOD, Report, count, size};
use crate::workspace::{LOCK, SLICE, Workspace};
use crate::write::Changes;

/// A whole document, and what the lock file says of where it came from.
struct Document {
    bytes: Vec<u8>,
    source: String,
    etag: Option<String>,
}

/// Fetches, selects, and writes slice and lock: both, or neither.
///
/// # Errors
/// If the document cannot be got, is no OpenAPI document, has nothing under a prefix, or the disk
/// fails. `specs/` is then as it was.
pub fn run(workspace: &Workspace, args: &FetchArgs, report: &mut Report) -> Result<Verdict, Error> {
    let document = get(args)?;
    let (sha256, bytes) = (lock::sha256(&document.bytes), document.bytes.len() as u64);
    let text = report.take(Source::from_bytes(&args.from, document.bytes))?;
    let slice = report.take(connect_codegen::select(&text, &args.prefix))?;
    report.line(format_args!(
        "source    {} ({}, version {})",
        document.source,
        size(bytes),
        slice.api_version
    ));
    report.line(format_args!(
        "selected  {} under {}",
        contents(&slice),
        args.prefix.join(", ")
    ));
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
    let lock = lock.to_text().map_err(Error::Lock)?;
    if write(workspace, &slice.text, &lock, report)? {
        report.line("next: look at the difference with git, then run `cargo xtask generate`");
    }
    Ok(Verdict::Well)
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

/// Writes both files together, says of each whether it changed, and returns whether the slice did.
fn write(
    workspace: &Workspace,
    slice: &str,
    lock: &str,
    report: &mut Report,
) -> Result<bool, Error> {
    let mut changes = Changes::new();
    let mut changed = Vec::new();
    for (name, text) in [(SLICE, slice), (LOCK, lock)] {
        let path = workspace.path(name);
        let same = std::fs::read(&path).is_ok_and(|old| old == text.as_bytes());
        if !same {
            changes.write(&path, text.as_bytes())?;
            changed.push(name);
        }
    }
    changes.commit()?;
    for (name, text) in [(SLICE, slice), (LOCK, lock)] {
        if changed.contains(&name) {
            report.line_in(
                GOOD,
                format_args!("wrote     {name} ({})", size(text.len() as u64)),
            );
        } else {
            report.line(format_args!("unchanged {name}"));
        }
    }
    Ok(changed.contains(&SLICE))
}

/// Gets the document from where the arguments say.
fn get(args: &FetchArgs) -> Result<Document, Error> {
    let limit = args.max_size.saturating_mul(1024 * 1024);
    if !args.from.contains("://") {
        return from_file(Path::new(&args.from), limit);
    }
    let url = parse_url(&args.from)?;
    let limits = Limits {
        time: Duration::from_secs(args.timeout),
        bytes: limit,
    };
    let downloaded = download::get(&url, limits)?;
    Ok(Document {
        bytes: downloaded.bytes,
        source: args.from.clone(),
        etag: downloaded.etag,
    })
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

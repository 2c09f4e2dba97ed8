//! The bytes of a document, from the network or the disk.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use connect_codegen_cli::exit::Error;
use connect_codegen_cli::wording::size;
use url::Url;

use crate::args::FetchArgs;
use crate::download::{self, Limits};

/// The bytes from the network or the disk.
pub struct Raw {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The source for the lock file.
    pub origin: String,
    /// The `ETag` of the response, if there was one.
    pub etag: Option<String>,
}

/// Gets the bytes from the source of the arguments; `None` if the `ETag` still matches.
pub fn get_raw(args: &FetchArgs, etag: Option<&str>) -> Result<Option<Raw>, Error> {
    let limit = args.max_size.saturating_mul(1024 * 1024);
    if !is_url(&args.from) {
        return from_file(Path::new(&args.from), limit).map(Some);
    }
    let url = parse_url(&args.from)?;
    let limits = Limits {
        time: Duration::from_secs(args.timeout),
        bytes: limit,
    };
    let downloaded = download::get(&url, limits, etag)?;
    Ok(downloaded.map(|downloaded| Raw {
        bytes: downloaded.bytes,
        origin: download::shown(&args.from),
        etag: downloaded.etag,
    }))
}

/// Returns whether a source is fetched rather than read from a file.
pub fn is_url(from: &str) -> bool {
    from.contains("://")
}

fn parse_url(text: &str) -> Result<Url, Error> {
    let invalid = |what: &str, help: &str| Error::Usage {
        what: format!("--from: {what}"),
        help: help.to_owned(),
    };
    let url = Url::parse(text).map_err(|error| {
        invalid(
            &format!("`{}` is not a URL: {error}", download::shown(text)),
            "pass http://…, https://… or the path of a file",
        )
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(
            &format!("`{}` is neither http nor https", download::shown(text)),
            "pass http://…, https://… or the path of a file without a scheme",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "the URL contains a user name or password",
            "download the document by other means and pass the path of the file",
        ));
    }
    Ok(url)
}

fn from_file(path: &Path, limit: u64) -> Result<Raw, Error> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Error::read(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::Usage {
            what: format!(
                "{} is larger than the limit of {}",
                path.display(),
                size(limit)
            ),
            help: "raise the limit with --max-size MIB if this is the correct file".to_owned(),
        });
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Raw {
        bytes,
        origin: format!("file:{name}"),
        etag: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_that_cannot_be_fetched_are_invalid_input() {
        for text in [
            "ftp://a.example/x",
            "file:///x",
            "https://",
            "https://me:secret@a.example/x",
            "https://me:secret@",
            "https://a.example:port/x?secret",
            "ftp://me:secret@a.example/x?secret",
            "https://me@a.example/x",
        ] {
            let error = parse_url(text).unwrap_err();
            assert_eq!(error.status(), 2, "{text}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(parse_url("https://a.example/x").is_ok());
    }
}

//! The lock file beside the slice: which document the slice was selected from.
//!
//! It holds facts of the document only, no time of ours: fetching the same document again gives the
//! same bytes.

use std::fmt;

use connect_codegen::{Counts, Source};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::slice::Slice;
use crate::workspace::Workspace;

/// The first line of the file.
const HEADER: &str = "# Written by `cargo xtask fetch`; do not edit. It pins the document that contract.yml was selected from.\n";

/// What the lock file says. The order of the fields is their order in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The URL as it was given, or `file:` and the file's name: where a file lay is the business of
    /// one machine.
    pub source: String,
    /// The version that the document gives itself.
    pub api_version: String,
    /// SHA-256 of the whole document, decompressed, in hexadecimal.
    pub sha256: String,
    /// Size of the whole document in bytes, decompressed.
    pub size: u64,
    /// The `ETag` that the server gave the document, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The globs over the path that were selected.
    pub prefixes: Vec<String>,
    /// SHA-256 of the slice, with line feeds as line ends, in hexadecimal.
    pub slice_sha256: String,
    /// What the slice holds.
    pub counts: SliceCounts,
}

/// What the slice holds. A type of ours, so that the file's shape changes only on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SliceCounts {
    /// Paths.
    pub paths: usize,
    /// Operations.
    pub operations: usize,
    /// Components that the operations reach.
    pub components: usize,
    /// Schemas among the components.
    pub schemas: usize,
    /// Filter parameters.
    pub filters: usize,
}

impl From<Counts> for SliceCounts {
    fn from(counts: Counts) -> Self {
        let Counts {
            paths,
            operations,
            components,
            schemas,
            filters,
        } = counts;
        Self {
            paths,
            operations,
            components,
            schemas,
            filters,
        }
    }
}

impl Lock {
    /// The text of the file of a slice.
    ///
    /// # Errors
    /// If a value cannot be written as TOML, such as a size past its integers.
    pub fn to_text(&self, slice: &Slice) -> Result<String, Error> {
        let body = toml::to_string(self).map_err(|error| Error {
            file: slice.lock(),
            reason: error.to_string(),
        })?;
        Ok(format!("{HEADER}{body}"))
    }

    /// Reads the text of the file of a slice.
    ///
    /// # Errors
    /// If it is not TOML, or a field is missing, superfluous or of the wrong type.
    pub fn from_text(slice: &Slice, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error {
            file: slice.lock(),
            reason: error.to_string().trim_end().to_owned(),
        })
    }
}

/// The lock of a slice, if there is one that can be understood.
pub fn of(workspace: &Workspace, slice: &Slice) -> Option<Lock> {
    let text = std::fs::read_to_string(workspace.path(slice.lock())).ok()?;
    Lock::from_text(slice, &text).ok()
}

/// The globs that a slice selects: those of its lock file. If that is lost, its contract says them, too.
pub fn pinned_prefixes(workspace: &Workspace, slice: &Slice) -> Option<Vec<String>> {
    if let Some(lock) = of(workspace, slice) {
        return Some(lock.prefixes);
    }
    let text = std::fs::read_to_string(workspace.path(slice.contract())).ok()?;
    let prefixes = connect_codegen::prefixes_of(&Source::new(slice.contract(), text));
    (!prefixes.is_empty()).then_some(prefixes)
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// SHA-256 of a text, with line feeds as line ends: git may check a text out with others.
pub fn sha256_of_text(text: &str) -> String {
    sha256(text.replace("\r\n", "\n").as_bytes())
}

/// Whether two texts are the same but for their line ends.
pub fn same_text(one: &[u8], other: &[u8]) -> bool {
    let plain = |text: &[u8]| String::from_utf8_lossy(text).replace("\r\n", "\n");
    plain(one) == plain(other)
}

/// A lock file that cannot be read or written.
#[derive(Debug)]
pub struct Error {
    /// The file, below the root.
    file: String,
    reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice() -> Slice {
        Slice::named("usage").unwrap()
    }

    fn lock() -> Lock {
        Lock {
            source: "https://example.com/a.yml".to_owned(),
            api_version: "37.0".to_owned(),
            sha256: sha256(b"abc"),
            size: 3,
            etag: Some("W/\"1\"".to_owned()),
            prefixes: vec!["/usage*".to_owned(), "/a\"b".to_owned()],
            slice_sha256: sha256(b""),
            counts: SliceCounts {
                paths: 1,
                operations: 2,
                components: 3,
                schemas: 4,
                filters: 5,
            },
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = lock().to_text(&slice()).unwrap();
        assert!(
            text.starts_with("# Written by `cargo xtask fetch`"),
            "{text}"
        );
        assert_eq!(Lock::from_text(&slice(), &text).unwrap(), lock());
        assert!(
            !Lock {
                etag: None,
                ..lock()
            }
            .to_text(&slice())
            .unwrap()
            .contains("etag")
        );
    }

    #[test]
    fn a_wrong_file_is_an_error_that_says_where() {
        let error = Lock::from_text(&slice(), "source = 1")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("specs/usage/lock.toml") && error.contains("line 1"),
            "{error}"
        );
    }

    #[test]
    fn digests_are_the_usual_ones() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(sha256_of_text("a\r\nb"), sha256(b"a\nb"));
    }
}

//! The lock file of a slice, which pins the document that the slice was selected from.
//!
//! It contains only facts about the document and no time of fetching: fetching the same document again
//! writes the same bytes.

mod error;

use connect_codegen::{Choice, Counts, Matcher, OtherFile, Source};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::slice::Slice;
use crate::workspace::Workspace;

pub use error::Error;

/// The first line of the file.
const HEADER: &str = "# Written by `cargo xtask fetch`; do not edit. It pins the document that contract.yml was selected from.\n";

/// The content of the lock file. The fields are written in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The URL as given, or `file:` and the name of the file, without its folder on this machine.
    pub source: String,
    /// The version in the document.
    pub api_version: String,
    /// SHA-256 of the complete document, decompressed, in hexadecimal; see [`sha256_with`].
    pub sha256: String,
    /// Size of the complete document in bytes, decompressed, with its other files.
    pub size: u64,
    /// The `ETag` of the document, if the server sent one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The globs that select paths.
    pub prefixes: Vec<String>,
    /// What an operation of these paths must match one of; empty for all operations.
    #[serde(with = "matchers", default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Matcher>,
    /// What no operation may match.
    #[serde(with = "matchers", default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<Matcher>,
    /// SHA-256 of the slice with LF line endings, in hexadecimal.
    pub slice_sha256: String,
    /// The size of the slice.
    pub counts: SliceCounts,
}

/// The size of the slice. A type of this module, so that a change in `connect-codegen` does not change
/// the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SliceCounts {
    /// Paths.
    pub paths: usize,
    /// Operations.
    pub operations: usize,
    /// Components that the operations use.
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

/// Conditions on operations as texts.
mod matchers {
    use connect_codegen::Matcher;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(all: &[Matcher], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(all.iter().map(ToString::to_string))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Matcher>, D::Error> {
        let all = Vec::<String>::deserialize(from)?.into_iter();
        all.map(|text| Matcher::parse(&text).map_err(D::Error::custom))
            .collect()
    }
}

/// Which part of the document a slice is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The globs that select paths.
    pub prefixes: Vec<String>,
    /// Which operations of these paths.
    pub choice: Choice,
}

impl Lock {
    /// Returns which part of the document the slice is.
    pub fn part(&self) -> Part {
        Part {
            prefixes: self.prefixes.clone(),
            choice: Choice {
                only: self.only.clone(),
                skip: self.skip.clone(),
            },
        }
    }

    /// Returns the text of the lock file.
    ///
    /// # Errors
    /// Returns an error if a value cannot be written as TOML, such as a size past its integers.
    pub fn to_text(&self, slice: &Slice) -> Result<String, Error> {
        let body = toml::to_string(self).map_err(|error| Error {
            file: slice.lock(),
            reason: error.to_string(),
        })?;
        Ok(format!("{HEADER}{body}"))
    }

    /// Parses the text of the lock file.
    ///
    /// # Errors
    /// Returns an error if it is not TOML, or a field is missing, unknown or of the wrong type.
    pub fn from_text(slice: &Slice, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error {
            file: slice.lock(),
            reason: error.to_string().trim_end().to_owned(),
        })
    }
}

/// Returns the lock of a slice, if it exists and is valid.
pub fn of(workspace: &Workspace, slice: &Slice) -> Option<Lock> {
    let text = std::fs::read_to_string(workspace.path(slice.lock())).ok()?;
    Lock::from_text(slice, &text).ok()
}

/// Returns which part of the document a slice is, from its lock file or, if that is missing, from its contract, which
/// tells the globs alone.
pub fn pinned(workspace: &Workspace, slice: &Slice) -> Option<Part> {
    if let Some(lock) = of(workspace, slice) {
        return Some(lock.part());
    }
    let text = std::fs::read_to_string(workspace.path(slice.contract())).ok()?;
    let prefixes = connect_codegen::prefixes_of(&Source::new(slice.contract(), text));
    let choice = Choice::default();
    (!prefixes.is_empty()).then_some(Part { prefixes, choice })
}

/// Returns the SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Returns the SHA-256 of a document with other files: that of a list of all digests, each with the path of its file.
/// That of a document of one file is its `own`.
pub fn sha256_with(own: String, files: &[OtherFile]) -> String {
    if files.is_empty() {
        return own;
    }
    let others = files.iter().map(|file| {
        let digest = sha256(file.source.text.as_bytes());
        format!("{digest}  {}\n", file.path)
    });
    let list: String = std::iter::once(format!("{own}\n")).chain(others).collect();
    sha256(list.as_bytes())
}

/// Returns the SHA-256 of a text with LF line endings, because git can check it out with CRLF.
pub fn sha256_of_text(text: &str) -> String {
    sha256(text.replace("\r\n", "\n").as_bytes())
}

/// Returns whether two texts are equal except for line endings.
pub fn same_text(one: &[u8], other: &[u8]) -> bool {
    let plain = |text: &[u8]| String::from_utf8_lossy(text).replace("\r\n", "\n");
    plain(one) == plain(other)
}

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
            only: Vec::new(),
            skip: Vec::new(),
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
    fn a_written_lock_can_be_read() {
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
    fn a_choice_of_operations_can_be_read() {
        let parse = |text: &str| Matcher::parse(text).unwrap();
        let chosen = Lock {
            only: vec![parse("method:get"), parse("POST /usage/files")],
            skip: vec![parse("id:listFiles")],
            ..lock()
        };
        let text = chosen.to_text(&slice()).unwrap();
        assert!(
            text.contains(r#"only = ["method:get", "POST /usage/files"]"#),
            "{text}"
        );
        assert_eq!(Lock::from_text(&slice(), &text).unwrap(), chosen);
        let wrong = text.replace("method:get", "method:fetch");
        let error = Lock::from_text(&slice(), &wrong).unwrap_err().to_string();
        assert!(error.contains("`fetch` is not an HTTP method"), "{error}");
    }

    #[test]
    fn an_invalid_file_is_an_error_with_its_line() {
        let error = Lock::from_text(&slice(), "source = 1")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("specs/usage/lock.toml") && error.contains("line 1"),
            "{error}"
        );
    }

    #[test]
    fn digests_are_sha256_in_hexadecimal() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(sha256_of_text("a\r\nb"), sha256(b"a\nb"));
    }
}

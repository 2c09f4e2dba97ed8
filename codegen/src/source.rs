//! An input text with the name under which findings show it.

use crate::diagnostics::{Diagnostic, Diagnostics, Outcome, Place};

/// A text to read, with the name that findings show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What findings show as the file, such as `specs/usage/contract.yml`.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source from a text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// A source from what a file or a server gave. A byte order mark is taken off; what is not
    /// UTF-8, is compressed or is an HTML page is an error that says so.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Outcome<Self> {
        let name = name.into();
        match Self::decode(&name, bytes) {
            Ok(text) => Outcome::new(Self { name, text }, Diagnostics::new()),
            Err(diagnostic) => {
                let mut diagnostics = Diagnostics::new();
                diagnostics.push(*diagnostic);
                Outcome::failed(diagnostics)
            }
        }
    }

    fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
        let start = Place {
            file: name.to_owned(),
            line: 1,
            column: 1,
            length: 0,
        };
        if bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(Box::new(
                Diagnostic::error("compressed", "the input is compressed with gzip")
                    .at(start)
                    .help("unpack it first"),
            ));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
            Diagnostic::error("not-utf8", format!("byte {valid} is not UTF-8"))
                .at(Place {
                    file: name.to_owned(),
                    line,
                    column,
                    length: 1,
                })
                .help("the document must be YAML or JSON in UTF-8")
        })?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let head: String = text.trim_start().chars().take(14).collect();
        let head = head.to_ascii_lowercase();
        if head.starts_with("<!doctype html") || head.starts_with("<html") {
            return Err(Box::new(
                Diagnostic::error("html", "this is an HTML page, not an OpenAPI document")
                    .at(start)
                    .help("look at the address: a sign-in page or an error page may have answered"),
            ));
        }
        Ok(text)
    }
}

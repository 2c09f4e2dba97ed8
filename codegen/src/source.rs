//! An input text and the file name that diagnostics show for it.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Outcome, Span};

/// A text to read, with the file name that diagnostics show.
#[derive(Default, Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file name in diagnostics, such as `specs/usage/contract.yml`.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// Creates a source from a text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Creates a source from the bytes of a file or a response. Removes a byte order mark. Input
    /// that is not UTF-8, is compressed, or is an HTML page is an error with its own diagnostic
    /// code.
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
        let start = Span {
            file: name.to_owned(),
            line: 1,
            column: 1,
            length: 0,
        };
        if bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(Box::new(
                Diagnostic::error(
                    Code::Compressed,
                    "input is compressed with gzip, expected text",
                )
                .at(start)
                .help("decompress the file first"),
            ));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
            Diagnostic::error(Code::NotUtf8, format!("invalid UTF-8 at byte {valid}"))
                .at(Span {
                    file: name.to_owned(),
                    line,
                    column,
                    length: 1,
                })
                .help("save the document as YAML or JSON in UTF-8")
        })?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let head: String = text.trim_start().chars().take(14).collect();
        let head = head.to_ascii_lowercase();
        if head.starts_with("<!doctype html") || head.starts_with("<html") {
            return Err(Box::new(
                Diagnostic::error(Code::Html, "found an HTML page, expected an OpenAPI document")
                    .at(start)
                    .help("check the address: the server may have returned a sign-in page or an error page"),
            ));
        }
        Ok(text)
    }
}

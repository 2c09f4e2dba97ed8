//! How an error prints. Every text of foreign origin goes through [`redact`].

use std::fmt;

use super::redact::{excerpt, mask};
use super::{Error, ErrorKind, place};
use crate::states::Outcome;

/// How many of the API's texts a message shows.
const TEXTS: usize = 5;

/// `files::accept (POST /usage/files/UF-1/accept at https://api.example): 400 Bad Request, VAL_001: note:
/// too long`
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            place::write(f, operation, &self.0.place)?;
            f.write_str(": ")?;
        }
        match self.0.kind {
            ErrorKind::Api => self.api_says(f),
            ErrorKind::Decode => self.not_read(f),
            _ => f.write_str(&mask(&self.0.message)),
        }?;
        self.afterwards(f)
    }
}

impl Error {
    fn api_says(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status() {
            write!(f, "{status}")?;
        }
        if !self.0.message.is_empty() {
            write!(f, ", {}", self.0.message)?;
        }
        if let Some(code) = self.code() {
            write!(f, ", {}", excerpt(code.as_bytes()))?;
        }
        let texts = self.messages();
        for (index, text) in texts.iter().take(TEXTS).enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            f.write_str(&excerpt(text.as_bytes()))?;
        }
        if let Some(more) = texts.len().checked_sub(TEXTS).filter(|it| *it > 0) {
            write!(f, "; and {more} more")?;
        }
        if self.code().is_none() && texts.is_empty() && !self.body().is_empty() {
            write!(f, ": {}", excerpt(self.body()))?;
        }
        Ok(())
    }

    /// How often it was sent, why not once more, and what the object said then.
    fn afterwards(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.attempts > 1 {
            write!(f, " (after {} attempts)", self.0.attempts)?;
        }
        if let Some((_, message)) = &self.0.not_retried
            && !message.is_empty()
        {
            write!(f, "; not retried: {message}")?;
        }
        match self.0.outcome {
            None => Ok(()),
            Some(Outcome::Happened) => f.write_str("; it has happened all the same"),
            Some(Outcome::DidNotHappen) => f.write_str("; it has not happened"),
            Some(Outcome::Unknown) => f.write_str("; whether it has happened is not known"),
        }
    }

    fn not_read(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match self.status() {
            Some(status) => write!(f, " (status {status})"),
            None => Ok(()),
        }
    }
}

/// As `Display`, by field. Headers are not shown, of the body an excerpt.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind);
        if let Some(operation) = self.0.operation {
            debug.field("operation", &format_args!("{operation}"));
        }
        if let Some(path) = self.request_path() {
            debug.field("path", &mask(path));
        }
        if let Some(origin) = self.origin() {
            debug.field("origin", &origin);
        }
        if !self.0.message.is_empty() {
            debug.field("message", &mask(&self.0.message));
        }
        if let Some(status) = self.status() {
            debug.field("status", &status.as_u16());
            debug.field("body", &excerpt(self.body()));
        }
        if self.0.attempts > 0 {
            debug.field("attempts", &self.0.attempts);
        }
        if let Some(reason) = self.not_retried() {
            debug.field("not_retried", &reason);
        }
        if let Some(outcome) = self.0.outcome {
            debug.field("outcome", &outcome);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &mask(&source.to_string()));
        }
        debug.finish()
    }
}

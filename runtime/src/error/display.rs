//! How an error prints. Of a response only what [`printable`] allows is printed.

use std::fmt;

use super::printable::{self, Cause};
use super::{Error, ErrorKind, place};
use crate::states::Outcome;

/// The most fields that a message names.
const FIELDS: usize = 5;

/// ``files::accept (POST /usage/files/UF-1/accept at https://api.example): 400 Bad Request, VAL_001 about note;
/// `messages()` has 1 text``
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}

/// [`Error::summary`].
struct Summary<'a>(&'a Error);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, false)
    }
}

impl Error {
    /// What the error prints, without saying which methods return more of the response: for programs that print
    /// [`messages`](Self::messages) themselves.
    ///
    /// ```
    /// # use connect_usage::{Error, files};
    /// fn explain(error: &Error) -> String {
    ///     let mut lines = vec![error.summary().to_string()];
    ///     lines.extend(error.messages().iter().map(|it| format!("the platform says: {it}")));
    ///     lines.join("\n")
    /// }
    /// ```
    pub fn summary(&self) -> impl fmt::Display + '_ {
        Summary(self)
    }

    /// With or without the methods that return more of the response.
    fn write(&self, f: &mut fmt::Formatter<'_>, has_methods: bool) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            place::write(f, operation, &self.0.place)?;
            f.write_str(": ")?;
        }
        match self.0.kind {
            ErrorKind::Api => self.api_says(f).and_then(|()| match has_methods {
                true => self.more(f),
                false => Ok(()),
            }),
            ErrorKind::Decode | ErrorKind::NoContent => self.not_read(f),
            _ => f.write_str(&self.0.message),
        }?;
        self.afterwards(f)
    }

    fn api_says(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = *self.status() {
            write!(f, "{status}")?;
        }
        if !self.0.message.is_empty() {
            write!(f, ", {}", self.0.message)?;
        }
        if let Some(code) = self.code().filter(|it| printable::is_code(it)) {
            write!(f, ", {code}")?;
        }
        let texts = self.messages();
        let fields = texts.iter().filter_map(|it| printable::field(it));
        for (index, field) in fields.take(FIELDS).enumerate() {
            write!(f, "{}{field}", if index == 0 { " about " } else { ", " })?;
        }
        Ok(())
    }

    /// Which methods return more of the response.
    fn more(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.messages().len(), self.body().len()) {
            (0, 0) => Ok(()),
            (0, bytes) => write!(f, "; `body()` has {bytes} bytes"),
            (1, _) => f.write_str("; `messages()` has 1 text"),
            (count, _) => write!(f, "; `messages()` has {count} texts"),
        }
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
            None => {}
            Some(Outcome::Happened) => f.write_str("; it has happened all the same")?,
            Some(Outcome::DidNotHappen) => f.write_str("; it has not happened")?,
            Some(Outcome::Unknown) => f.write_str("; whether it has happened is not known")?,
        }
        match self.0.hint {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }

    fn not_read(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match *self.status() {
            Some(status) => write!(f, " (status {status})"),
            None => Ok(()),
        }
    }
}

/// As `Display`, by field. Neither headers nor the body are shown.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind);
        if let Some(operation) = self.0.operation {
            debug.field("operation", &format_args!("{operation}"));
        }
        if let Some(path) = self.request_path() {
            debug.field("path", &printable::path(path));
        }
        if let Some(origin) = self.origin() {
            debug.field("origin", &origin);
        }
        if !self.0.message.is_empty() {
            debug.field("message", &self.0.message);
        }
        if let Some(status) = *self.status() {
            debug.field("status", &status.as_u16());
            debug.field("body", &format_args!("{} bytes", self.body().len()));
        }
        if let Some(code) = self.code().filter(|it| printable::is_code(it)) {
            debug.field("code", &code);
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
            debug.field("source", &Cause(&**source));
        }
        debug.finish()
    }
}

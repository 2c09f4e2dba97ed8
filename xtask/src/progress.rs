//! One line on the terminal that shows how far something has come.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line changes at most.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line on standard error that is overwritten in place, and cleared when dropped. If standard
/// error is no terminal, nothing is ever written.
#[derive(Debug)]
pub struct Progress {
    terminal: bool,
    shown: Option<Instant>,
}

impl Progress {
    /// A line that is empty until the first [`Progress::show`].
    pub fn new() -> Self {
        Self {
            terminal: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Shows `text`, unless the line has just changed.
    pub fn show(&mut self, text: impl fmt::Display) {
        let due = self.shown.is_none_or(|shown| shown.elapsed() >= INTERVAL);
        if self.terminal && due {
            // Progress is a courtesy: a terminal that takes no more is no reason to fail.
            let _ = write!(io::stderr(), "\r\x1b[2K{text}");
            self.shown = Some(Instant::now());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }
}

//! A progress line on the terminal.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// The minimum time between two changes of the line.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line on standard error that is overwritten, and cleared on drop. If standard error is not a
/// terminal, nothing is written.
#[derive(Debug)]
pub struct Progress {
    terminal: bool,
    shown: Option<Instant>,
}

impl Progress {
    /// Shows `text`, unless the line has just changed.
    pub fn show(&mut self, text: impl fmt::Display) {
        let due = self.shown.is_none_or(|shown| shown.elapsed() >= INTERVAL);
        if self.terminal && due {
            // Progress is optional, so write errors are ignored.
            let _ = write!(io::stderr(), "\r\x1b[2K{text}");
            self.shown = Some(Instant::now());
        }
    }
}

impl Default for Progress {
    /// Creates a line that is empty until the first [`Progress::show`].
    fn default() -> Self {
        Self {
            terminal: io::stderr().is_terminal(),
            shown: None,
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

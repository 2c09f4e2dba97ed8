//! Destinations of downloads.

use std::fmt;
use std::io::{ErrorKind, Write};

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};

use crate::machine::Writing;

/// Receives the content of a download.
pub(crate) trait Output: Send {
    /// Returns whether the download can restart after a part of it was written.
    fn can_restart(&self) -> bool {
        true
    }

    /// Begins a response. Its content follows the first `kept` bytes; with 0 the download restarts.
    fn begin(&mut self, operation: &'static Operation, writing: Writing) -> Result<(), Error>;

    /// Writes some bytes.
    fn write(&mut self, operation: &'static Operation, bytes: &[u8]) -> Result<(), Error>;
}

/// The progress callback of a download.
pub(super) struct OnProgress<'a>(pub(super) Box<dyn FnMut(u64, Option<u64>) + Send + 'a>);

impl fmt::Debug for OnProgress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnProgress")
    }
}

/// Counts the bytes that go to another output, and reports the progress.
pub(super) struct Counted<'a, O> {
    pub(super) output: O,
    pub(super) bytes: u64,
    total: Option<u64>,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a, O: Output> Counted<'a, O> {
    pub(super) fn new(output: O, on_progress: Option<OnProgress<'a>>) -> Self {
        Self {
            output,
            bytes: 0,
            total: None,
            on_progress,
        }
    }

    fn report(&mut self) {
        if let Some(OnProgress(report)) = &mut self.on_progress {
            report(self.bytes, self.total);
        }
    }
}

impl<O: Output> Output for Counted<'_, O> {
    fn can_restart(&self) -> bool {
        self.output.can_restart()
    }

    fn begin(&mut self, operation: &'static Operation, writing: Writing) -> Result<(), Error> {
        self.output.begin(operation, writing)?;
        (self.bytes, self.total) = (writing.kept, writing.total);
        self.report();
        Ok(())
    }

    fn write(&mut self, operation: &'static Operation, bytes: &[u8]) -> Result<(), Error> {
        self.output.write(operation, bytes)?;
        self.bytes += bytes.len() as u64;
        self.report();
        Ok(())
    }
}

/// A writer of the caller. Written bytes cannot be undone.
pub(super) struct ToWriter<W>(pub(super) W);

impl<W: Write + Send> Output for ToWriter<W> {
    fn can_restart(&self) -> bool {
        false
    }

    fn begin(&mut self, _: &'static Operation, _: Writing) -> Result<(), Error> {
        Ok(())
    }

    fn write(&mut self, operation: &'static Operation, bytes: &[u8]) -> Result<(), Error> {
        self.0.write_all(bytes).map_err(|error| {
            let message = format!("cannot write the downloaded content: {error}");
            failure::output(operation, message, error)
        })
    }
}

impl<W: Write> ToWriter<W> {
    pub(super) fn flush(mut self, operation: &'static Operation) -> Result<(), Error> {
        match self.0.flush() {
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                let message = format!("cannot write the downloaded content: {error}");
                Err(failure::output(operation, message, error))
            }
            _ => Ok(()),
        }
    }
}

/// Keeps the content in memory.
#[derive(Default)]
pub(super) struct ToMemory(pub(super) Vec<u8>);

impl Output for ToMemory {
    fn begin(&mut self, _: &'static Operation, writing: Writing) -> Result<(), Error> {
        self.0
            .truncate(usize::try_from(writing.kept).unwrap_or(usize::MAX));
        Ok(())
    }

    fn write(&mut self, _: &'static Operation, bytes: &[u8]) -> Result<(), Error> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

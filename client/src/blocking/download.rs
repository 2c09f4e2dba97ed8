//! Downloads with the blocking client.

use std::io::Write;
use std::path::Path;

use connect_runtime::{Binary, Error};

use super::{Client, run};
use crate::download::{Download, Downloadable, Downloaded};

impl Client {
    /// Prepares a download of the file that a call returns, or of the content behind a presigned URL. See
    /// [the module](crate::download).
    pub fn download(&self, what: impl Into<Downloadable>) -> Download<'_, Client> {
        Download::new(self, what.into())
    }
}

impl<'a> Download<'a, Client> {
    /// Writes the content to a file. The content goes to a temporary file in the same folder
    /// (`.NAME.RANDOM.part`), which replaces the target when it is complete. After an error the target is as it was
    /// before.
    ///
    /// A file that exists keeps its permissions, but not its owner, its access control lists or other hard links to
    /// it. If the path is a symbolic link, the file that it leads to is replaced. Temporary files of the same target
    /// that a killed process left are removed.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the file cannot be written, or the path is that of
    /// a directory, a device, a FIFO or a socket, which cannot be replaced.
    pub fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        run(self.operation(), self.asynchronous().to_file(path))
    }

    /// Writes the content to a writer as it arrives. Written bytes cannot be undone: a download that is
    /// interrupted fails unless the server can resume it.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the writer fails.
    pub fn to_writer(self, writer: impl Write + Send) -> Result<Downloaded, Error> {
        run(self.operation(), self.asynchronous().to_writer(writer))
    }

    /// Returns the content, which is kept in memory.
    ///
    /// # Errors
    /// Those of any call.
    pub fn bytes(self) -> Result<Binary, Error> {
        run(self.operation(), self.asynchronous().bytes())
    }

    fn asynchronous(self) -> Download<'a, crate::Client> {
        let client = &self.client().0;
        self.with_client(client)
    }
}

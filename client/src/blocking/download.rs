//! Downloads by the blocking client.

use std::io::Write;
use std::path::Path;

use connect_runtime::{Binary, Error};

use super::{Client, run};
use crate::download::{Download, Downloadable, Downloaded};

impl Client {
    /// Prepares to download the file that a call answers, or what is behind a signed link. See
    /// [the module](crate::download).
    pub fn download(&self, what: impl Into<Downloadable>) -> Download<'_, Client> {
        Download::new(self, what.into())
    }
}

impl<'a> Download<'a, Client> {
    /// Writes the content into a file. It is written beside it under another name, and takes its place
    /// when it is complete: an error leaves what was there before.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the file cannot be written.
    pub fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        run(self.operation(), self.asynchronous().to_file(path))
    }

    /// Writes the content to a writer, as it comes. What it was given cannot be taken back: if the
    /// download breaks off, it fails unless the server can go on in the middle.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the writer fails.
    pub fn to_writer(self, writer: impl Write + Send) -> Result<Downloaded, Error> {
        run(self.operation(), self.asynchronous().to_writer(writer))
    }

    /// Keeps the content in memory.
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

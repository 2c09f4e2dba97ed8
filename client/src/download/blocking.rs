//! Downloads by the blocking client.

use std::io::Write;
use std::path::Path;

use connect_runtime::{Answer, Binary, Error};

use super::file::ToFile;
use super::output::{Counted, OnProgress, Output, ToMemory, ToWriter};
use super::{Download, Downloadable, Downloaded, Ready, downloaded};
use crate::blocking::Client;
use crate::observe::Call;

impl Client {
    /// Prepares to download the file that a call answers, or what is behind a signed link. See
    /// [the module](crate::download).
    pub fn download(&self, what: impl Into<Downloadable>) -> Download<'_, Client> {
        Download::new(self, what.into())
    }
}

impl Download<'_, Client> {
    /// Writes the content into a file. It is written beside it under another name, and takes its place
    /// when it is complete: an error leaves what was there before.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the file cannot be written.
    pub fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let seen = Call::new(self.call.operation());
        seen.ended(seen.within(|| self.write_file(path.as_ref(), &seen)))
    }

    fn write_file(self, path: &Path, seen: &Call) -> Result<Downloaded, Error> {
        let Self {
            client,
            call,
            link,
            max_bytes,
            on_progress,
        } = self;
        let ready = Ready::new(call, link)?;
        let operation = ready.operation();
        let file = ToFile::create(operation, path)?;
        let limit = max_bytes.unwrap_or(u64::MAX);
        let (head, bytes, file) = carry(client, &ready, seen, limit, true, file, on_progress)?;
        file.finish(operation)?;
        Ok(downloaded(bytes, head))
    }

    /// Writes the content to a writer, as it comes. What it was given cannot be taken back: if the
    /// download breaks off, it fails unless the server can go on in the middle.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the writer fails.
    pub fn to_writer(self, writer: impl Write + Send) -> Result<Downloaded, Error> {
        let seen = Call::new(self.call.operation());
        seen.ended(seen.within(|| self.write_to(writer, &seen)))
    }

    fn write_to(self, writer: impl Write + Send, seen: &Call) -> Result<Downloaded, Error> {
        let Self {
            client,
            call,
            link,
            max_bytes,
            on_progress,
        } = self;
        let ready = Ready::new(call, link)?;
        let limit = max_bytes.unwrap_or(u64::MAX);
        let output = ToWriter(writer);
        let (head, bytes, output) = carry(client, &ready, seen, limit, false, output, on_progress)?;
        output.flush(ready.operation())?;
        Ok(downloaded(bytes, head))
    }

    /// Keeps the content in memory.
    ///
    /// # Errors
    /// Those of any call.
    pub fn bytes(self) -> Result<Binary, Error> {
        let seen = Call::new(self.call.operation());
        seen.ended(seen.within(|| self.keep(&seen)))
    }

    fn keep(self, seen: &Call) -> Result<Binary, Error> {
        let Self {
            client,
            call,
            link,
            max_bytes,
            on_progress,
        } = self;
        let ready = Ready::new(call, link)?;
        let limit = max_bytes.unwrap_or(client.settings().max_answer);
        let output = ToMemory::default();
        let (head, _, output) = carry(client, &ready, seen, limit, true, output, on_progress)?;
        let body = output.0.into();
        Ok(Answer { body, ..head }.into())
    }
}

fn carry<O: Output>(
    client: &Client,
    ready: &Ready,
    seen: &Call,
    limit: u64,
    can_restart: bool,
    output: O,
    on_progress: Option<OnProgress<'_>>,
) -> Result<(Answer, u64, O), Error> {
    let mut output = Counted::new(output, on_progress);
    let flow = ready.flow(client.settings(), limit, can_restart)?;
    let head = client.carry(flow, seen, &mut output)?;
    Ok((head, output.bytes, output.output))
}

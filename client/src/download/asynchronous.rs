//! Downloads by the asynchronous client.

use connect_runtime::driver::failure;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use connect_runtime::{Answer, Binary, Error};

use super::file::ToFile;
use super::output::{Counted, OnProgress, Output, ToMemory, ToWriter};
use super::{Download, Downloadable, Downloaded, Ready, downloaded};
use crate::client::Client;
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
    /// Chunks are written by the task that awaits this, as they come.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the file cannot be written.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let seen = Call::new(self.call.operation());
        let result = seen.over(self.write_file(path.as_ref(), &seen)).await;
        seen.ended(result)
    }

    async fn write_file(self, path: &Path, seen: &Call) -> Result<Downloaded, Error> {
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
        let (head, bytes, file) =
            carry(client, &ready, seen, limit, true, file, on_progress).await?;
        // To wait for the disk is not for the threads of an async runtime.
        let result = Arc::new(Mutex::new(None));
        let told = Arc::clone(&result);
        let finish = move || {
            let finished = file.finish(operation);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(finished);
        };
        client.transport().offload(Box::new(finish)).await;
        let finished = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        finished.unwrap_or_else(|| {
            let message = "the file was not put in its place: the runtime is shutting down";
            Err(failure::output(operation, message, message))
        })?;
        Ok(downloaded(bytes, head))
    }

    /// Writes the content to a writer, as it comes. The writer blocks the task that awaits this, so it
    /// should be quick. What it was given cannot be taken back: if the download breaks off, it fails
    /// unless the server can go on in the middle.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the writer fails.
    pub async fn to_writer(self, writer: impl Write + Send) -> Result<Downloaded, Error> {
        let seen = Call::new(self.call.operation());
        let result = seen.over(self.write_to(writer, &seen)).await;
        seen.ended(result)
    }

    async fn write_to(self, writer: impl Write + Send, seen: &Call) -> Result<Downloaded, Error> {
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
        let (head, bytes, output) =
            carry(client, &ready, seen, limit, false, output, on_progress).await?;
        output.flush(ready.operation())?;
        Ok(downloaded(bytes, head))
    }

    /// Keeps the content in memory.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn bytes(self) -> Result<Binary, Error> {
        let seen = Call::new(self.call.operation());
        let result = seen.over(self.keep(&seen)).await;
        seen.ended(result)
    }

    async fn keep(self, seen: &Call) -> Result<Binary, Error> {
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
        let (head, _, output) =
            carry(client, &ready, seen, limit, true, output, on_progress).await?;
        let body = output.0.into();
        Ok(Answer { body, ..head }.into())
    }
}

async fn carry<O: Output>(
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
    let head = client.carry(flow, seen, &mut output).await?;
    Ok((head, output.bytes, output.output))
}

//! Downloads with the asynchronous client.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use connect_runtime::driver::failure;
use connect_runtime::{Binary, Call, Error, Operation, Response, request_id};
use http::Uri;

use super::file::ToFile;
use super::output::{Counted, OnProgress, Output, ToMemory, ToWriter};
use super::{Download, Downloadable, Downloaded};
use crate::client::{Client, drive};
use crate::machine::{Machine, Transfer};
use crate::observe::CallSpan;

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
    /// The task that awaits this writes the chunks as they arrive. The temporary file is created, and moved to its
    /// target, by [`Transport::offload`](crate::transport::Transport::offload).
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the file cannot be written, or the path is that of
    /// a directory, a device, a FIFO or a socket, which cannot be replaced.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let span = CallSpan::new(self.call.operation());
        let result = span.instrument(self.write_file(path.as_ref(), &span)).await;
        span.finish(result)
    }

    async fn write_file(self, path: &Path, span: &CallSpan) -> Result<Downloaded, Error> {
        let fetch = self.check()?;
        let (client, operation) = (fetch.client, fetch.operation());
        let path = path.to_owned();
        let file = on_disk(client, operation, move || ToFile::create(operation, &path)).await?;
        let (head, bytes, file) = fetch.into_output(file, u64::MAX, span).await?;
        on_disk(client, operation, move || file.finish(operation)).await?;
        Ok(downloaded(bytes, head))
    }

    /// Writes the content to a writer as it arrives. The writer blocks the task that awaits this, so it should be
    /// quick. Written bytes cannot be undone: a download that is interrupted fails unless the server can resume
    /// it.
    ///
    /// # Errors
    /// Those of any call; [`Output`](crate::ErrorKind::Output) when the writer fails.
    pub async fn to_writer(self, writer: impl Write + Send) -> Result<Downloaded, Error> {
        let span = CallSpan::new(self.call.operation());
        let result = span.instrument(self.write_to(writer, &span)).await;
        span.finish(result)
    }

    async fn write_to(
        self,
        writer: impl Write + Send,
        span: &CallSpan,
    ) -> Result<Downloaded, Error> {
        let fetch = self.check()?;
        let operation = fetch.operation();
        let (head, bytes, output) = fetch.into_output(ToWriter(writer), u64::MAX, span).await?;
        output.flush(operation)?;
        Ok(downloaded(bytes, head))
    }

    /// Returns the content, which is kept in memory.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn bytes(self) -> Result<Binary, Error> {
        let span = CallSpan::new(self.call.operation());
        let result = span.instrument(self.keep(&span)).await;
        span.finish(result)
    }

    async fn keep(self, span: &CallSpan) -> Result<Binary, Error> {
        let fetch = self.check()?;
        let limit = fetch.client.settings().max_response;
        let (head, _, output) = fetch.into_output(ToMemory::default(), limit, span).await?;
        Ok(head.map(|_| output.0.into()).into())
    }

    /// Checks the call and the presigned URL.
    fn check(self) -> Result<Fetch<'a>, Error> {
        self.call.check()?;
        Ok(Fetch {
            client: self.client,
            call: self.call,
            presigned_url: self.presigned_url.transpose()?,
            max_bytes: self.max_bytes,
            on_progress: self.on_progress,
        })
    }
}

/// A download that can be sent.
struct Fetch<'a> {
    client: &'a Client,
    call: Call<Binary>,
    presigned_url: Option<Uri>,
    max_bytes: Option<u64>,
    on_progress: Option<OnProgress<'a>>,
}

impl Fetch<'_> {
    fn operation(&self) -> &'static Operation {
        self.call.operation()
    }

    /// Fetches the content into an output. Returns the head of the response, the number of bytes, and the output.
    /// `limit` is the maximum size of the content in bytes if `max_bytes` is not set.
    async fn into_output<O: Output>(
        self,
        output: O,
        limit: u64,
        span: &CallSpan,
    ) -> Result<(Response, u64, O), Error> {
        let transfer = Transfer::new(self.max_bytes.unwrap_or(limit), output.can_restart());
        let mut output = Counted::new(output, self.on_progress);
        let (settings, request) = (self.client.settings(), self.call.request());
        let mut machine = Machine::download(settings, request, self.presigned_url, transfer)?;
        let transport = &**self.client.transport();
        let head = drive(&mut machine, transport, span, Some(&mut output)).await?;
        Ok((head, output.bytes, output.output))
    }
}

/// Does work that waits for the disk, so not on a thread of an async runtime.
async fn on_disk<T: Send + 'static>(
    client: &Client,
    operation: &'static Operation,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let result = Arc::new(Mutex::new(None));
    let work_result = Arc::clone(&result);
    let work = move || {
        let done = work();
        *work_result.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    };
    client.transport().offload(Box::new(work)).await;
    let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    done.unwrap_or_else(|| {
        let message = "the file was not written: the async runtime is shutting down";
        Err(failure::output(operation, message, message))
    })
}

/// Reads the properties of the content from the head of the response.
fn downloaded(bytes: u64, head: Response) -> Downloaded {
    let request_id = request_id(head.headers()).map(str::to_owned);
    let Binary {
        media_type,
        file_name,
        ..
    } = head.into();
    Downloaded {
        bytes,
        media_type,
        file_name,
        request_id,
    }
}

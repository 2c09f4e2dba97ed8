//! Request bodies: from memory, or streamed from disk.

use std::collections::VecDeque;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use connect_runtime::driver::{Encoded, OnProgress, Piece, Source, failure};
use connect_runtime::{Bytes, Error, Operation, Upload};

use super::progress::Progress;

/// The body of a request that has not been opened yet.
pub struct RequestBody {
    operation: &'static Operation,
    encoded: Encoded,
    progress: Arc<Progress>,
}

impl RequestBody {
    pub(crate) fn new(
        operation: &'static Operation,
        encoded: Encoded,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            operation,
            encoded,
            progress,
        }
    }

    /// Returns whether the whole body is in memory, so that reading it uses neither files nor readers of the caller.
    pub fn in_memory(&self) -> bool {
        self.encoded.in_memory()
    }

    /// Opens all files, so that an unreadable file is an error before anything is sent, and the length is known.
    pub(crate) fn open(self) -> Result<OpenBody, Error> {
        let operation = self.operation;
        let mut pieces = VecDeque::new();
        for piece in self.encoded.into_pieces() {
            pieces.push_back(match piece {
                Piece::Bytes(bytes) => Ready::Bytes(bytes),
                Piece::Upload(upload) => Ready::of(operation, &upload)?,
            });
        }
        Ok(OpenBody {
            pieces,
            progress: self.progress,
        })
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody")
            .field("content_type", &self.encoded.content_type())
            .field("length", &self.encoded.length())
            .finish_non_exhaustive()
    }
}

/// The body of a request, to be read once from start to end. It has exactly the announced number of bytes, or
/// reading fails.
pub struct OpenBody {
    pieces: VecDeque<Ready>,
    progress: Arc<Progress>,
}

/// A part of the body whose length is known.
enum Ready {
    Bytes(Bytes),
    Reader(Stream),
}

/// A part that is read in chunks.
struct Stream {
    reader: Box<dyn Read + Send>,
    left: u64,
    length: u64,
    on_progress: Option<OnProgress>,
}

impl Ready {
    fn of(operation: &'static Operation, upload: &Upload) -> Result<Self, Error> {
        let (reader, length) = match upload.source() {
            Source::Bytes(bytes) if upload.progress().is_none() => {
                return Ok(Self::Bytes(bytes.clone()));
            }
            Source::Bytes(bytes) => (open_bytes(bytes), bytes.len() as u64),
            Source::Path(path) => open_file(path).map_err(|error| {
                let message = format!("cannot read the file `{}`: {error}", path.display());
                failure::unreadable_body(operation, message, error)
            })?,
            Source::Reader(reopen) => {
                let reader = reopen.open().map_err(|error| {
                    let message = format!("cannot open the reader of the upload: {error}");
                    failure::unreadable_body(operation, message, error)
                })?;
                (reader, reopen.length())
            }
            _ => {
                let message = "this client does not support the source of the upload";
                return Err(failure::invalid_request(operation, message));
            }
        };
        let on_progress = upload.progress().cloned();
        if let Some(it) = &on_progress {
            it.report(0, length);
        }
        Ok(Self::Reader(Stream {
            reader,
            left: length,
            length,
            on_progress,
        }))
    }

    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Reader(stream) => stream.left,
        }
    }
}

fn open_bytes(bytes: &Bytes) -> Box<dyn Read + Send> {
    Box::new(Cursor::new(bytes.clone()))
}

fn open_file(path: &Path) -> io::Result<(Box<dyn Read + Send>, u64)> {
    // Before it is opened: opening a FIFO waits for another process, beyond every time limit.
    check_regular(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    // It may have been replaced in between.
    check_regular(&metadata)?;
    Ok((Box::new(file), metadata.len()))
}

fn check_regular(metadata: &Metadata) -> io::Result<()> {
    let message = match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => return Ok(()),
        (_, true) => "not a regular file, but a directory",
        _ => "not a regular file, but a device, a FIFO or a socket; use `Upload::reader`",
    };
    Err(io::Error::new(ErrorKind::InvalidInput, message))
}

impl Stream {
    /// Reads some bytes. Fails before the last byte unless the reader has exactly the announced number of bytes: the
    /// server must not take an incomplete request for a complete one.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let capacity = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = uninterrupted(|| self.reader.read(&mut buffer[..capacity]))?;
        if count == 0 && capacity > 0 {
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the upload is shorter than its announced length",
            ));
        }
        self.left = self.left.saturating_sub(count as u64);
        if self.left == 0 && uninterrupted(|| self.reader.read(&mut [0]))? > 0 {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "the upload is longer than its announced length",
            ));
        }
        if let Some(it) = &self.on_progress {
            it.report(self.length - self.left, self.length);
        }
        Ok(count)
    }
}

fn uninterrupted(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl OpenBody {
    /// Returns the number of bytes that have not been read yet.
    pub fn length(&self) -> u64 {
        self.pieces.iter().map(Ready::length).sum()
    }

    /// Returns the next part that is in memory, without a copy. Returns `None` if the next part must be read, and at
    /// the end.
    pub fn next_bytes(&mut self) -> Option<Bytes> {
        loop {
            match self.pieces.pop_front()? {
                Ready::Bytes(bytes) if bytes.is_empty() => {}
                Ready::Bytes(bytes) => {
                    self.progress.touch();
                    return Some(bytes);
                }
                reader @ Ready::Reader(_) => {
                    self.pieces.push_front(reader);
                    return None;
                }
            }
        }
    }
}

impl Read for OpenBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(piece) = self.pieces.front_mut() {
            let count = match piece {
                Ready::Bytes(bytes) => {
                    let count = bytes.len().min(buffer.len());
                    buffer[..count].copy_from_slice(&bytes.split_to(count));
                    count
                }
                Ready::Reader(stream) => match stream.read(buffer) {
                    Ok(count) => count,
                    Err(error) => return Err(self.progress.broken(error)),
                },
            };
            if piece.length() == 0 {
                self.pieces.pop_front();
            }
            if count > 0 {
                self.progress.touch();
                return Ok(count);
            }
        }
        Ok(0)
    }
}

impl fmt::Debug for OpenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenBody")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Instant;

    use super::*;

    fn opened(upload: Upload) -> Result<OpenBody, Error> {
        static UPLOAD: Operation = Operation::new("x", connect_runtime::Method::POST, &[], "");
        let form = connect_runtime::Multipart::new().file("f", upload);
        RequestBody::new(
            &UPLOAD,
            Encoded::form(&form, "B"),
            Progress::new(Instant::now()),
        )
        .open()
    }

    fn sent(upload: Upload) -> io::Result<String> {
        let mut body = opened(upload).expect("an upload that can be opened");
        let (mut content, length) = (String::new(), body.length());
        body.read_to_string(&mut content)?;
        assert_eq!(content.len() as u64, length);
        assert_eq!(body.length(), 0);
        Ok(content)
    }

    fn reader(announced: u64, bytes: &'static [u8]) -> Upload {
        Upload::reader(announced, move || Ok(Box::new(bytes)))
    }

    #[test]
    fn all_sources_send_the_same_bytes() {
        let expected = sent(Upload::bytes("abc")).expect("bytes");
        assert!(expected.contains("abc"));
        assert_eq!(sent(reader(3, b"abc")).expect("a reader"), expected);
        let reports = Arc::new(Mutex::new(Vec::new()));
        let reports_of_hook = Arc::clone(&reports);
        let upload = Upload::bytes("abc").on_progress(move |sent, total| {
            reports_of_hook.lock().expect("alone").push((sent, total))
        });
        assert_eq!(sent(upload).expect("bytes"), expected);
        assert_eq!(*reports.lock().expect("alone"), [(0, 3), (3, 3)]);
        assert!(sent(reader(0, b"")).is_ok());
    }

    #[test]
    fn another_length_than_announced_is_an_error() {
        for (announced, kind) in [
            (4, ErrorKind::UnexpectedEof),
            (2, ErrorKind::InvalidData),
            (0, ErrorKind::InvalidData),
        ] {
            let error = sent(reader(announced, b"abc")).expect_err("another length");
            assert_eq!(error.kind(), kind, "{announced}");
        }
    }

    #[test]
    fn an_upload_that_cannot_be_opened_is_an_error_before_anything_is_sent() {
        let gone = Upload::reader(3, || Err(ErrorKind::NotFound.into()));
        assert!(opened(gone).is_err());
        assert!(opened(Upload::path("/no/such/file")).is_err());
    }
}

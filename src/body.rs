//! Bodies of requests on their way: from memory, or from disk without being loaded.

use std::collections::VecDeque;
use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use connect_runtime::multipart::{Encoded, Piece};
use connect_runtime::{Bytes, Error, Operation};
use http_body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

/// How much of a file is read at a time.
const CHUNK: u64 = 64 * 1024;

/// Makes a body to send, and says how long it is. Files are opened here, so that one that cannot be
/// read is an error before anything is sent, and so that the length is known.
pub(crate) async fn open(
    operation: &'static Operation,
    body: Encoded,
) -> Result<(reqwest::Body, u64), Error> {
    let mut pieces = VecDeque::new();
    for piece in body.into_pieces() {
        pieces.push_back(match piece {
            Piece::Bytes(bytes) => Ready::Bytes(bytes),
            Piece::File(path) => open_file(operation, path).await?,
        });
    }
    // Bytes in one piece go by the transport's own body, which can be sent again on a connection that
    // turned out to be closed.
    if let [Ready::Bytes(bytes)] = pieces.make_contiguous() {
        let length = bytes.len() as u64;
        return Ok((bytes.clone().into(), length));
    }
    let length = pieces.iter().map(Ready::length).sum();
    let body = Streamed {
        pieces,
        reading: None,
    };
    Ok((reqwest::Body::wrap(body), length))
}

async fn open_file(operation: &'static Operation, path: PathBuf) -> Result<Ready, Error> {
    let shown = path.display().to_string();
    let opened = spawn_blocking(move || open_now(&path)).await;
    opened
        .unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
        .map_err(|error| {
            Error::unreadable_body(
                operation,
                format!("the file `{shown}` cannot be read"),
                error,
            )
        })
}

fn open_now(path: &Path) -> io::Result<Ready> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    Ok(Ready::File {
        file,
        left: metadata.len(),
    })
}

/// A stretch of the body whose length is known.
enum Ready {
    Bytes(Bytes),
    File { file: File, left: u64 },
}

impl Ready {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
        }
    }
}

/// A body that reads its files piece by piece.
struct Streamed {
    pieces: VecDeque<Ready>,
    /// The reading under way, of what stood in front of `pieces`.
    reading: Option<Reading>,
}

struct Reading {
    job: JoinHandle<io::Result<(File, Bytes)>>,
    /// What is left of the file, with what is being read.
    left: u64,
}

impl Streamed {
    fn read(file: File, left: u64) -> Reading {
        Reading {
            job: spawn_blocking(move || read_now(file, left.min(CHUNK))),
            left,
        }
    }
}

/// Reads the next bytes of a file. If it got shorter since it was opened, what was announced cannot be
/// sent; if it got longer, only what was announced is.
fn read_now(mut file: File, length: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = Vec::new();
    file.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        return Ok((file, bytes.into()));
    }
    Err(io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "the file got shorter while it was sent",
    ))
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        loop {
            if let Some(reading) = &mut this.reading {
                let left = reading.left;
                let result = ready!(Pin::new(&mut reading.job).poll(context));
                this.reading = None;
                let (file, bytes) =
                    match result.unwrap_or_else(|stopped| Err(io::Error::other(stopped))) {
                        Ok(read) => read,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                let left = left.saturating_sub(bytes.len() as u64);
                this.pieces.push_front(Ready::File { file, left });
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            match this.pieces.pop_front() {
                None => return Poll::Ready(None),
                Some(piece) if piece.length() == 0 => {}
                Some(Ready::Bytes(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Ready::File { file, left }) => this.reading = Some(Self::read(file, left)),
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let reading = self.reading.as_ref().map_or(0, |it| it.left);
        SizeHint::with_exact(self.pieces.iter().map(Ready::length).sum::<u64>() + reading)
    }

    fn is_end_stream(&self) -> bool {
        self.size_hint().exact() == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_got_shorter_is_an_error() {
        let path = std::env::current_exe().expect("this program");
        let length = path.metadata().expect("a file").len();
        let read = |length| read_now(File::open(&path).expect("a file"), length);
        assert_eq!(read(10).expect("bytes").1.len(), 10);
        assert_eq!(
            read(length + 1).expect_err("shorter").kind(),
            io::ErrorKind::UnexpectedEof
        );
    }
}

//! Bodies as transports write them.

use bytes::Bytes;

use crate::upload::{Source, Upload};

/// A body ready to be written: its media type, and its pieces one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    content_type: String,
    pieces: Vec<Piece>,
}

/// A stretch of an [`Encoded`] body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file, for the transport to open and read.
    Upload(Upload),
}

impl Encoded {
    pub(crate) fn new(content_type: String, pieces: Vec<Piece>) -> Self {
        Self {
            content_type,
            pieces,
        }
    }

    /// The value of the `Content-Type` header.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces in their order.
    pub fn into_pieces(self) -> Vec<Piece> {
        self.pieces
    }

    /// The number of bytes of the whole body, if that is known without looking at a file.
    pub fn length(&self) -> Option<u64> {
        self.pieces.iter().try_fold(0u64, |sum, piece| match piece {
            Piece::Bytes(bytes) => sum.checked_add(bytes.len() as u64),
            Piece::Upload(upload) => sum.checked_add(upload.length()?),
        })
    }

    /// Whether all of it lies in memory, so that reading it opens nothing and does not block.
    pub fn in_memory(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Bytes(_) => true,
            Piece::Upload(upload) => matches!(upload.source(), Source::Bytes(_)),
        })
    }
}

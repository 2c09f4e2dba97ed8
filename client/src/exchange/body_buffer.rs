//! Response bodies, as they are collected in memory.

use connect_runtime::Bytes;

/// A response body that is collected from its chunks, up to a limit.
pub(crate) struct BodyBuffer {
    limit: u64,
    /// The only chunk so far. Most bodies are one chunk, which then is not copied.
    first: Bytes,
    all: Vec<u8>,
}

impl BodyBuffer {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            first: Bytes::new(),
            all: Vec::new(),
        }
    }

    /// Adds a chunk. Returns false if the body is then longer than the limit.
    pub(crate) fn add(&mut self, chunk: Bytes) -> bool {
        let length = self.first.len() + self.all.len() + chunk.len();
        if length as u64 > self.limit {
            return false;
        }
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return true;
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&chunk);
        true
    }
}

impl From<BodyBuffer> for Bytes {
    fn from(buffer: BodyBuffer) -> Self {
        match buffer.all.is_empty() {
            true => buffer.first,
            false => buffer.all.into(),
        }
    }
}

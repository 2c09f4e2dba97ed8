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

    /// Adds a chunk.
    ///
    /// # Errors
    /// The chunk itself, when the body would then be longer than the limit.
    pub(crate) fn add(&mut self, chunk: Bytes) -> Result<(), Bytes> {
        let length = self.first.len() + self.all.len() + chunk.len();
        if length as u64 > self.limit {
            return Err(chunk);
        }
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return Ok(());
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&chunk);
        Ok(())
    }

    /// Adds as much of a chunk as fits into the limit.
    pub(crate) fn add_part(&mut self, mut chunk: Bytes) {
        let kept = (self.first.len() + self.all.len()) as u64;
        let left = usize::try_from(self.limit.saturating_sub(kept)).unwrap_or(usize::MAX);
        chunk.truncate(left);
        let fits = self.add(chunk);
        debug_assert!(fits.is_ok(), "the chunk was cut to what is left");
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

//! Whether a JSON text that comes byte by byte may have ended.

/// How deep in lists, objects and strings a JSON text is.
#[derive(Debug, Clone, Default)]
pub(super) struct Nesting {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Whether a list, an object or a string is open.
    pub(super) fn is_inside(&self) -> bool {
        self.depth > 0 || self.is_in_string
    }

    /// Passes the next byte of the text.
    pub(super) fn pass(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' => self.is_in_string = !self.is_in_string,
            _ if self.is_in_string => {}
            b'[' | b'{' => self.depth = self.depth.saturating_add(1),
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

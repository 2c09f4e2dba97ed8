//! The file with the API key.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::{fmt, fs};

use super::exit::{Failure, Kind};

/// The largest file that is read as a key, in bytes.
const LARGEST: u64 = 64 * 1024;

/// A file with the API key. It is read once, since a pipe has its content only once; clones share the content.
#[derive(Clone)]
pub struct KeyFile {
    path: PathBuf,
    content: Arc<OnceLock<String>>,
}

impl KeyFile {
    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The content, if it was read.
    pub fn known(&self) -> Option<&str> {
        self.content.get().map(String::as_str)
    }

    /// The content.
    ///
    /// # Errors
    /// If it cannot be read, or is too large for a key.
    pub fn text(&self) -> Result<&str, Failure> {
        if let Some(text) = self.content.get() {
            return Ok(text);
        }
        let text = read(&self.path)?;
        Ok(self.content.get_or_init(|| text))
    }
}

impl From<OsString> for KeyFile {
    fn from(path: OsString) -> Self {
        Self {
            path: path.into(),
            content: Arc::default(),
        }
    }
}

/// The path, without the key.
impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyFile").field(&self.path).finish()
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let cannot = |error| {
        let mut failure = Failure::read(path, &error);
        failure.kind = Kind::Access;
        failure
    };
    let size = fs::metadata(path).map_err(cannot)?.len();
    if size > LARGEST {
        let message = format!("{} is too large for a key: {size} bytes", path.display());
        return Err(Failure::new(Kind::Access, message).help("pass the file with the key alone"));
    }
    fs::read_to_string(path).map_err(cannot)
}

//! The file as an archive of parts, within limits.

use std::io::{self, Cursor, Read, Write};

use zip::ZipArchive;

use super::error::{ReadError, ReadErrorKind};
use super::limits::Limits;

/// How many parts a workbook may have.
const MAX_PARTS: usize = 1000;

/// What begins the declaration of entities. Workbooks have none.
const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// Unpacks each part of a workbook to nowhere: the sizes that an archive declares may be wrong.
pub(super) fn check(content: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut archive = open(content)?;
    if archive.len() > MAX_PARTS {
        let message = format!(
            "expected at most {MAX_PARTS} parts, found {}",
            archive.len()
        );
        return Err(ReadError::new(ReadErrorKind::TooLarge, message));
    }
    let mut left = limits.max_unpacked();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(ReadError::format)?;
        let mut search = Search::default();
        let mut part = part.take(left.saturating_add(1));
        let size = io::copy(&mut part, &mut search).map_err(ReadError::format)?;
        left = left.checked_sub(size).ok_or_else(|| {
            let limit = limits.max_unpacked();
            let message = format!("expected at most {limit} bytes when unpacked, found more");
            ReadError::new(ReadErrorKind::TooLarge, message)
        })?;
        if search.is_found {
            return Err(ReadError::format("a part declares entities (`<!DOCTYPE`)"));
        }
    }
    Ok(())
}

pub(super) fn open(content: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ReadError> {
    ZipArchive::new(Cursor::new(content)).map_err(ReadError::format)
}

/// A part as text; `None` if it does not exist.
pub(super) fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
) -> Result<Option<String>, ReadError> {
    let Some(index) = archive.index_for_name(path) else {
        return Ok(None);
    };
    let mut text = String::new();
    let mut part = archive.by_index(index).map_err(ReadError::format)?;
    part.read_to_string(&mut text).map_err(ReadError::format)?;
    Ok(Some(text))
}

/// Searches what is written for the declaration of entities.
#[derive(Default)]
struct Search {
    is_found: bool,
    /// How many bytes of it the last block ended with.
    matched: usize,
}

impl Write for Search {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            // Its first byte does not occur again in it.
            self.matched = match () {
                () if DOCTYPE.get(self.matched) == Some(byte) => self.matched + 1,
                () => usize::from(*byte == b'<'),
            };
            if self.matched == DOCTYPE.len() {
                self.is_found = true;
                self.matched = 0;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Files to upload, as data.

mod progress;
mod reader;

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;

pub use self::progress::OnProgress;
pub use self::reader::Reopen;

/// The media type of a file of which nothing else is known.
const UNKNOWN: &str = "application/octet-stream";

/// A file to upload: where its bytes come from, and the name and media type to send with it.
///
/// Nothing is opened or read when it is built. The transport opens a [`Source::Path`] or a
/// [`Source::Reader`] when it sends the call, and streams it: it is never in memory as a whole. When
/// the call is sent again, it is opened again, and sent from its start.
///
/// ```
/// use connect_usage::Upload;
///
/// let from_disk = Upload::path("reports/october.xlsx");
/// assert_eq!(from_disk.sent_file_name(), "october.xlsx");
///
/// let from_memory = Upload::bytes("a;b").file_name("october.csv").media_type("text/csv");
/// assert_eq!(from_memory.sent_media_type(), "text/csv");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    media_type: Option<String>,
    on_progress: Option<OnProgress>,
}

/// Where the bytes of an [`Upload`] come from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file on disk, opened when the call is sent.
    Path(PathBuf),
    /// A reader of known length, opened when the call is sent.
    Reader(Reopen),
}

/// The length of bytes, not the bytes.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Self::Reader(reader) => write!(f, "Reader({} bytes)", reader.length()),
        }
    }
}

impl Upload {
    /// Uploads bytes in memory. Unless [`file_name`](Self::file_name) is called, they are sent under the name that the
    /// operation has for such files, or as `upload`.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Uploads a file on disk under its own name. It is opened when the call is sent: a file that
    /// cannot be read is an error of the call, and so is a directory, a device or a FIFO.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::new(Source::Path(path.into()))
    }

    /// Uploads what a reader gives, so many bytes of it. `open` is called for each attempt to send the
    /// call, and must give the same bytes each time. Unless [`file_name`](Self::file_name) is called,
    /// they are sent under the name that the operation has for such files, or as `upload`.
    ///
    /// A reader that cannot be opened, or that gives fewer or more bytes than were announced, is an
    /// error of the call. What was sent of them by then is no complete request, which servers discard.
    ///
    /// Opening and reading are not under the time limits of the call: nothing can interrupt a reader that blocks, such
    /// as one of a FIFO or a socket without a limit of its own. The blocking client waits for it as long as it takes.
    /// The asynchronous client reads on a thread for blocking work; its call ends in time with
    /// [`Timeout`](crate::ErrorKind::Timeout), but the thread stays occupied until the reader returns. So give such a
    /// reader a time limit of its own.
    ///
    /// ```
    /// use connect_usage::Upload;
    ///
    /// let made = b"what is made anew each time";
    /// let upload = Upload::reader(made.len() as u64, move || Ok(Box::new(&made[..])));
    /// assert_eq!(upload.length(), Some(27));
    /// ```
    pub fn reader(
        length: u64,
        open: impl Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync + 'static,
    ) -> Self {
        Self::new(Source::Reader(Reopen::new(length, open)))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            file_name: None,
            media_type: None,
            on_progress: None,
        }
    }

    /// Calls `report` while the file is sent, with the number of its bytes that were handed to the
    /// connection so far, and the number of all of them. It begins with 0, and begins so again when
    /// the call is sent again. It is called between reading and sending, so it should be quick.
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(OnProgress::new(report));
        self
    }

    /// What is told of the progress, if anything is.
    pub fn progress(&self) -> Option<&OnProgress> {
        self.on_progress.as_ref()
    }

    /// The number of bytes, if it is known without looking at a file.
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes.len() as u64),
            Source::Reader(reader) => Some(reader.length()),
            Source::Path(_) => None,
        }
    }

    /// Sends the file under this name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sends the file with this media type. By default it is the one that the operation has for such files, or
    /// `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sends the file as the contract says unless it says otherwise itself: with this media type, and under this name if
    /// it has none. If there is such a name, the media type is that of files whose names have the same extension.
    pub(crate) fn with_defaults(
        mut self,
        media_type: Option<&str>,
        file_name: Option<&str>,
    ) -> Self {
        if let (Source::Bytes(_) | Source::Reader(_), Some(name)) = (&self.source, file_name) {
            self.file_name.get_or_insert_with(|| name.to_owned());
        }
        let sent = self.sent_file_name();
        let is_such = file_name.is_none_or(|it| extension(it) == extension(&sent));
        if let Some(media_type) = media_type.filter(|_| is_such) {
            self.media_type.get_or_insert_with(|| media_type.to_owned());
        }
        self
    }

    /// Where the bytes come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The file name that is sent.
    pub fn sent_file_name(&self) -> String {
        if let Some(name) = &self.file_name {
            return name.clone();
        }
        match &self.source {
            Source::Path(path) => path
                .file_name()
                .map_or_else(|| "upload".into(), OsStr::to_string_lossy)
                .into_owned(),
            Source::Bytes(_) | Source::Reader(_) => "upload".to_owned(),
        }
    }

    /// The media type that is sent.
    pub fn sent_media_type(&self) -> String {
        let own = self.media_type.as_deref();
        own.unwrap_or(UNKNOWN).to_owned()
    }
}

/// Returns the extension of a file name, in lower case.
fn extension(name: &str) -> Option<String> {
    let extension = Path::new(name).extension()?;
    Some(extension.to_string_lossy().to_lowercase())
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name and the media type that are sent.
    fn sent(upload: &Upload) -> (String, String) {
        (upload.sent_file_name(), upload.sent_media_type())
    }

    fn pair(name: &str, media_type: &str) -> (String, String) {
        (name.to_owned(), media_type.to_owned())
    }

    #[test]
    fn names_and_media_types_have_defaults() {
        let path = Upload::path("/tmp/x/October.CSV");
        assert_eq!(sent(&path), pair("October.CSV", UNKNOWN));
        let bytes = Upload::bytes(vec![1, 2]);
        assert_eq!(sent(&bytes), pair("upload", UNKNOWN));
    }

    #[test]
    fn the_contract_has_a_name_and_a_media_type_for_such_files() {
        let as_said = |upload: Upload| sent(&upload.with_defaults(Some("text/csv"), Some("a.csv")));
        assert_eq!(as_said(Upload::bytes("x")), pair("a.csv", "text/csv"));
        assert_eq!(
            as_said(Upload::path("October.CSV")),
            pair("October.CSV", "text/csv")
        );
        assert_eq!(
            as_said(Upload::path("October.txt")),
            pair("October.txt", UNKNOWN)
        );
        let own = Upload::bytes("x").file_name("b.bin");
        assert_eq!(as_said(own.clone()), pair("b.bin", UNKNOWN));
        assert_eq!(
            as_said(own.media_type("image/png")),
            pair("b.bin", "image/png")
        );
    }

    #[test]
    fn the_contract_has_only_a_media_type() {
        let as_said = |upload: Upload| sent(&upload.with_defaults(Some("text/csv"), None));
        assert_eq!(as_said(Upload::bytes("x")), pair("upload", "text/csv"));
        assert_eq!(as_said(Upload::path("a.bin")), pair("a.bin", "text/csv"));
    }

    #[test]
    fn debug_does_not_print_the_content() {
        assert!(!format!("{:?}", Upload::bytes("secret text")).contains("secret"));
    }
}

//! Files that are uploaded, and their comparison with what arrived.

use std::fs;
use std::io::{self, Cursor, Read};

use connect_usage::Upload;

use crate::breach::{Breach, Finding};
use crate::habit::Habit;
use crate::stage::Stage;

/// Returns a spreadsheet whose length follows from the seed: mostly short, sometimes longer than the buffers of the
/// kernel.
pub fn workbook(stage: &Stage) -> Vec<u8> {
    let bits = stage.below(20, 19);
    let length = stage.below(21, 1 << bits);
    let mut content = b"PK\x03\x04".to_vec();
    content.extend((0..length).map(|it| (it * 31 + stage.seed) as u8));
    content
}

/// Returns the content as an upload: from memory, from disk, or from a reader, depending on the seed.
pub fn upload(stage: &Stage, content: &[u8]) -> Upload {
    let mut content = content.to_vec();
    if stage.habit == Habit::AltersUploads
        && let Some(byte) = content.last_mut()
    {
        *byte ^= 1;
    }
    match stage.below(22, 3) {
        0 => Upload::bytes(content).file_name("usage.xlsx"),
        1 => {
            let path = stage.folder.join("usage.xlsx");
            fs::write(&path, content).expect("a file");
            Upload::path(path)
        }
        _ => {
            let length = content.len() as u64;
            let open = move || -> io::Result<Box<dyn Read + Send>> {
                Ok(Box::new(Cursor::new(content.clone())))
            };
            Upload::reader(length, open).file_name("usage.xlsx")
        }
    }
}

/// Compares the uploads that arrived with the content that was sent.
pub fn compare_uploads(stage: &mut Stage, id: &str, sent: &[u8], is_done: bool) {
    let arrived = stage.platform.uploads(id);
    stage.tally.uploads += arrived.len() as u64;
    if is_done && arrived.is_empty() {
        let message = "the upload succeeded, but did not arrive";
        stage.findings.push(Finding::new(Breach::Upload, message));
    }
    for upload in arrived.iter().filter(|it| it.content != sent) {
        let message = format!(
            "{} bytes instead of {}, or different ones",
            upload.content.len(),
            sent.len()
        );
        stage.findings.push(Finding::new(Breach::Upload, message));
    }
}

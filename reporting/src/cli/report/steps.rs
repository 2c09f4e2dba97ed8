//! The steps of a report: shown while they are made, remembered for the next run, and said if the run is interrupted.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use connect_reporting::{BoxError, ProgressFolder, ProgressStep, ProgressStore};

use super::super::exit::{Failure, Kind};
use super::super::progress::Progress;
use super::super::session::{Known, Session};

/// Where the progress of reports is kept.
pub struct Steps {
    store: Store,
    bar: Progress,
    known: Known,
}

enum Store {
    Memory(BTreeMap<String, connect_reporting::Progress>),
    /// The file is locked while this exists.
    Folder(
        ProgressFolder,
        #[expect(dead_code, reason = "closing it ends the lock")] File,
    ),
}

/// The file whose lock keeps other runs from the same folder.
const LOCK: &str = "lock";

impl Steps {
    /// Opens the folder, which is created if it does not exist. The fake has none.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn new(folder: Option<&Path>, session: &Session) -> Result<Self, Failure> {
        let folder = folder.map(Path::to_owned);
        let folder = match (session.is_fake(), folder) {
            (true, folder) => folder,
            (false, folder) => folder.or_else(default_folder),
        };
        let store = match folder {
            Some(path) => {
                let created = fs::create_dir_all(&path);
                created.map_err(|error| unwritable(&path, &error))?;
                let lock = lock(&path)?;
                Store::Folder(ProgressFolder::new(path), lock)
            }
            None => Store::Memory(BTreeMap::new()),
        };
        Ok(Self {
            store,
            bar: Progress::spinner(&session.out, "looking for the report"),
            known: session.known(),
        })
    }
}

/// Locks the folder: two runs that look for the same report at the same time could create it twice.
fn lock(folder: &Path) -> Result<File, Failure> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|error| unwritable(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let message = format!("another run works with the folder {}", folder.display());
            Err(Failure::new(Kind::Unfinished, message)
                .known("nothing was created or changed")
                .help("run it again when that has ended, or name another folder with --state"))
        }
        // Some file systems have no locks; a run there is as safe as without this program's.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(unwritable(&path, &error)),
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("cannot write {}: {error}", path.display());
    Failure::new(Kind::Failed, message)
        .known("nothing was created or changed on the platform")
        .help("name a folder that can be written to with --state")
}

/// What systemd gives a service, or the usual folder of a user.
fn default_folder() -> Option<PathBuf> {
    let set = |name: &str| {
        env::var_os(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")));
    set("STATE_DIRECTORY").or_else(|| Some(state?.join("connect-usage")))
}

impl ProgressStore for Steps {
    fn load(&mut self, external_id: &str) -> Result<Option<connect_reporting::Progress>, BoxError> {
        match &mut self.store {
            Store::Memory(all) => all.load(external_id),
            Store::Folder(folder, _) => folder.load(external_id),
        }
    }

    fn save(&mut self, progress: &connect_reporting::Progress) -> Result<(), BoxError> {
        let id = &progress.report;
        let (happened, next) = match progress.step {
            ProgressStep::Found => (format!("{id} existed"), "uploading"),
            ProgressStep::Created => (format!("{id} was created"), "uploading"),
            ProgressStep::Uploading => (format!("the upload to {id} had begun"), "uploading"),
            ProgressStep::Uploaded => (
                format!("the workbook was uploaded to {id}"),
                "waiting for the platform",
            ),
            ProgressStep::Ready => (format!("{id} is ready"), "submitting"),
            ProgressStep::Invalid => (format!("{id} is invalid"), "reading errors"),
            ProgressStep::Submitted => (format!("{id} was submitted"), "submitted"),
            _ => (format!("{id} exists"), "going on"),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push(happened);
        drop(known);
        self.bar.message(&format!("{id}: {next}"));
        match &mut self.store {
            Store::Memory(all) => all.save(progress),
            Store::Folder(folder, _) => folder.save(progress),
        }
    }
}

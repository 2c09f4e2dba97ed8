//! Runs the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use connect_fake::{Builder, Platform};

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_connect-usage");

/// Variables that would change what the program does.
pub const UNSET: [&str; 10] = [
    "CONNECT_API_KEY",
    "CONNECT_ENDPOINT",
    "CONNECT_RETRIES",
    "CONNECT_USAGE_NOW",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "STATE_DIRECTORY",
    "NO_COLOR",
];

/// A run of the program.
pub struct Run(Command);

/// What a run printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// With these arguments, and no key.
    pub fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).stdin(Stdio::null());
        for name in UNSET {
            command.env_remove(name);
        }
        Self(command)
    }

    /// Against a platform on loopback, with a key of it.
    pub fn against(platform: &Platform, key: &str, arguments: &[&str]) -> Self {
        let run = Self::new(arguments);
        run.env("CONNECT_ENDPOINT", &platform.url())
            .env("CONNECT_API_KEY", key)
            .env("CONNECT_RETRIES", "0")
            .env("CONNECT_USAGE_NOW", "2029-02-01T08:00:00Z")
    }

    /// With a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// In this folder, which also keeps the progress of reports.
    pub fn within(mut self, folder: &Folder) -> Self {
        self.0.current_dir(folder.path());
        self.env("XDG_STATE_HOME", &folder.path().display().to_string())
    }

    /// With standard output to a file.
    pub fn to(mut self, path: &str) -> Self {
        let file = fs::OpenOptions::new().write(true).open(path);
        self.0.stdout(file.expect("a file"));
        self
    }

    pub fn command(self) -> Command {
        self.0
    }

    pub fn run(mut self) -> Ran {
        Ran::from(self.0.output().expect("the program runs"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            status: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Ran {
    #[track_caller]
    pub fn ends_with_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:?}");
        self
    }

    /// Says all of these on standard error.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.err.contains(text), "{text:?} is not in {}", self.err);
        }
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect(&self.out)
    }
}

/// A folder that is removed.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"));
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = path.join(format!("{name}-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.0.join(name), content).expect("a file");
    }

    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let names = entries.map(|it| it.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|it| it.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Starts a platform that reads workbooks, whose default product reports quantities of an item.
pub fn platform(builder: Builder) -> Platform {
    let platform = builder.schema("qt").read_workbooks().start();
    platform
        .product("PRD-000-000-001")
        .schema("QT")
        .item("CPU")
        .add();
    platform
}

/// Rows of the default product of the fake.
pub const ROWS: &str = "\
record_id,item_search_criteria,item_search_value,quantity,start_time_utc,end_time_utc,asset_search_criteria,asset_search_value
R-1,item.mpn,CPU,1.5,2029-01-01 00:00:00,2029-01-31 23:59:59,asset.id,AS-0000-0000-0001
R-2,item.mpn,CPU,2,2029-01-01 00:00:00,2029-01-31 23:59:59,asset.id,AS-0000-0000-0001
";

/// The arguments of a report of `rows.csv` about the default product of the fake.
pub const REPORT: [&str; 9] = [
    "report",
    "--csv",
    "rows.csv",
    "--product",
    "PRD-000-000-001",
    "--contract",
    "CRD-00000-00000-00001",
    "--period",
    "2029-01",
];

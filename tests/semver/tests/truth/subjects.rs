//! The crates that are compared, with all that the judges need of them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use connect_codegen::FileSet;
use connect_review::diff::Class;
use semver_tests::caller::caller;
use semver_tests::crates::{Crate, Recorder, Runtime};
use semver_tests::judges::{by_compiler, by_documentation, by_wire};
use semver_tests::recorder::{Program, recorder};
use semver_tests::responses::responses;
use serde_yaml::Value;

/// Who differs from the advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judge {
    /// Rustdoc's list of public items.
    Documentation,
    /// The compiler.
    Compiler,
    /// Recordings of requests and responses.
    Wire,
}

/// The code without its documentation and its stamp, which no caller compiles against.
pub fn code(files: &FileSet) -> String {
    let lines = files
        .iter()
        .flat_map(|(path, text)| std::iter::once(path).chain(text.lines()));
    let is_code = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with("pub const FINGERPRINT")
    };
    lines.filter(is_code).collect::<Vec<_>>().join("\n")
}

/// A crate with all that judges need of it.
struct Subject<'r> {
    made: Crate<'r>,
    caller: String,
    documentation: Option<PathBuf>,
    program: Program,
    /// Made when it is first needed.
    recorder: OnceLock<Recorder>,
}

impl<'r> Subject<'r> {
    fn new(runtime: &'r Runtime, files: &FileSet, folder: PathBuf) -> Self {
        let made = Crate::write(runtime, folder, files);
        sound(&made, made.compile());
        let caller = caller(files);
        // A caller that did not compile for a reason of its own would see a break everywhere.
        sound(
            &made,
            made.compile_caller(&caller, made.folder(), "own_caller"),
        );
        Self {
            documentation: documentation(&made),
            made,
            caller,
            program: recorder(files),
            recorder: OnceLock::new(),
        }
    }

    fn recorder(&self) -> &Recorder {
        let compile = || sound(&self.made, self.made.compile_recorder(&self.program.text));
        self.recorder.get_or_init(compile)
    }
}

/// What the compiler made, of what must compile.
#[track_caller]
fn sound<T>(made: &Crate<'_>, result: Result<T, String>) -> T {
    result.unwrap_or_else(|said| panic!("{}:\n{said}", made.folder().display()))
}

fn documentation(made: &Crate<'_>) -> Option<PathBuf> {
    documentation_can_be_read().then(|| sound(made, made.documentation()))
}

/// A contract before and after an edit.
pub struct Sides<'s> {
    /// What is generated.
    pub files: [&'s FileSet; 2],
    /// The documents, for responses.
    pub documents: [&'s Value; 2],
}

/// The crates that are made of contracts as they are, which every case compares with.
pub struct Subjects<'r> {
    runtime: &'r Runtime,
    folder: PathBuf,
    known: Mutex<BTreeMap<String, Arc<OnceLock<Subject<'r>>>>>,
}

impl<'r> Subjects<'r> {
    pub fn new(runtime: &'r Runtime, folder: PathBuf) -> Self {
        Self {
            runtime,
            folder,
            known: Mutex::default(),
        }
    }

    /// The crate of some files, made once.
    fn get(&self, files: &FileSet) -> Arc<OnceLock<Subject<'r>>> {
        let mut known = self.known.lock().expect("no thread panicked");
        let count = known.len();
        let subject = Arc::clone(known.entry(code(files)).or_default());
        drop(known);
        let folder = self.folder.join(format!("old{count}"));
        subject.get_or_init(|| Subject::new(self.runtime, files, folder));
        subject
    }

    /// What the judges say of two crates. Calls that no longer compile are not recorded.
    pub fn judged(&self, sides: &Sides<'_>, name: &str) -> Vec<(Judge, Class)> {
        let [old, new] = sides.files;
        if code(old) == code(new) {
            let judges = [Judge::Documentation, Judge::Compiler, Judge::Wire];
            return judges.map(|it| (it, Class::None)).to_vec();
        }
        let before = self.get(old);
        let before = before.get().expect("it was made");
        let after = Crate::write(self.runtime, self.folder.join(name), new);
        let mut verdicts = Vec::new();
        if let (Some(before), Some(after)) = (&before.documentation, documentation(&after)) {
            let class = by_documentation(before, &after).expect("it can be read");
            verdicts.push((Judge::Documentation, class));
        }
        sound(&after, after.compile());
        let compiled = by_compiler(&before.made, &before.caller, &after, &caller(new));
        verdicts.push((Judge::Compiler, compiled));
        if compiled != Class::Breaking {
            let class = Self::recorded(before, &after, sides.documents);
            verdicts.push((Judge::Wire, class));
        }
        verdicts
    }

    fn recorded(before: &Subject<'r>, after: &Crate<'r>, documents: [&Value; 2]) -> Class {
        let program = &before.program;
        let recorder = sound(after, after.compile_recorder(&program.text));
        let write = |name: &str, text: &str| {
            let path = after.folder().join(name);
            std::fs::write(&path, text).expect("a file can be written");
            path
        };
        let given = write("responses.txt", &responses(&program.functions, documents));
        let recordings = [before.recorder().run(&given), recorder.run(&given)];
        // For whoever looks into a case.
        write("before.txt", &recordings[0]);
        write("after.txt", &recordings[1]);
        by_wire(&recordings)
    }
}

/// Rustdoc's JSON has another format with every few releases of Rust.
fn documentation_can_be_read() -> bool {
    static READABLE: OnceLock<bool> = OnceLock::new();
    *READABLE.get_or_init(|| {
        let output = std::process::Command::new("rustdoc")
            .arg("--version")
            .output()
            .expect("rustdoc starts");
        let version = String::from_utf8_lossy(&output.stdout).into_owned();
        let readable = version.starts_with("rustdoc 1.95.");
        if !readable {
            skipped(&format!(
                "half of the advice's truth: {} writes a format that is not read here",
                version.trim()
            ));
        }
        readable
    })
}

/// Past the capture of output, so that nobody takes it for run.
pub fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED {what}");
}

//! The advice is true: for single edits of a contract, of every kind, the crates before and after are
//! compared by rustdoc and by the compiler, and both must say what the comparison of the contracts
//! said. Where they do not, [`EXPLAINED`] says why.

mod contracts;
mod first;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use connect_codegen::{FileSet, Input, Source, generate};
use connect_review::diff::{self, Class};
use semver_tests::caller::caller;
use semver_tests::crates::{Crate, Runtime, workspace};
use semver_tests::edits::{Edit, edits};
use semver_tests::judges::{by_compiler, by_documentation};

use contracts::{Contract, contracts};

/// The edits are the same in every run. Another seed picks other places.
const SEED: u64 = 2029;

/// Who differs from the advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Judge {
    Documentation,
    Compiler,
}

/// Kinds of edits of which both judges say something else than the advice, and why the advice is
/// right all the same: kinds, advice, verdict, reason.
const EXPLAINED: &[(&[&str], Class, Class, &str)] = &[
    (
        &["deprecate-operation"],
        Class::Addition,
        Class::None,
        "a warning in the callers' builds is what Cargo's rules count as an addition; it is neither an \
         item nor an error",
    ),
    (
        &[
            "rename-parameter",
            "reorder-parameters",
            "reorder-required",
            "swap-names-of-arguments",
        ],
        Class::Breaking,
        Class::None,
        "an argument of the same type stands in the place of the old one: calls compile, and their \
         values go where others went",
    ),
    (
        &[
            "swap-filters",
            "swap-functions",
            "swap-properties",
            "swap-variants",
        ],
        Class::Breaking,
        Class::None,
        "a name stays and stands for something else: calls compile, and mean another thing",
    ),
    (
        // The filter that had the name gets a longer one, which is what both judges see.
        &["filter-takes-a-name"],
        Class::Breaking,
        Class::Addition,
        "a name stays and stands for something else: calls compile, and filter by another field",
    ),
];

fn temporary() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver")
}

/// The code without its documentation and its stamp, which no caller compiles against.
fn code(files: &FileSet) -> String {
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
}

impl<'r> Subject<'r> {
    fn new(runtime: &'r Runtime, files: &FileSet, folder: PathBuf) -> Self {
        let made = Crate::write(runtime, folder, files);
        let sound = |result: Result<(), String>| {
            result.unwrap_or_else(|said| panic!("{}:\n{said}", made.folder().display()));
        };
        sound(made.compile());
        let caller = caller(files);
        // A caller that did not compile for a reason of its own would see a break everywhere.
        sound(made.compile_caller(&caller, made.folder(), "own_caller"));
        let documentation =
            documentation_can_be_read().then(|| made.documentation().expect("it compiles"));
        Self {
            made,
            caller,
            documentation,
        }
    }
}

/// The crates that are made of contracts as they are, which every case compares with.
struct Subjects<'r> {
    runtime: &'r Runtime,
    folder: PathBuf,
    known: Mutex<BTreeMap<String, Arc<OnceLock<Subject<'r>>>>>,
}

impl<'r> Subjects<'r> {
    fn new(runtime: &'r Runtime, folder: PathBuf) -> Self {
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

    /// What the judges say of two crates.
    fn judged(&self, old: &FileSet, new: &FileSet, name: &str) -> Vec<(Judge, Class)> {
        if code(old) == code(new) {
            return vec![
                (Judge::Documentation, Class::None),
                (Judge::Compiler, Class::None),
            ];
        }
        let before = self.get(old);
        let before = before.get().expect("it was made");
        let after = Subject::new(self.runtime, new, self.folder.join(name));
        let compiled = by_compiler(&before.made, &before.caller, &after.made, &after.caller);
        let mut verdicts = vec![(Judge::Compiler, compiled)];
        if let (Some(before), Some(after)) = (&before.documentation, &after.documentation) {
            let class = by_documentation(before, after).expect("it can be read");
            verdicts.push((Judge::Documentation, class));
        }
        verdicts
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
fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED {what}");
}

/// A variable of the environment: the only kind of edit to make, to look into it.
const ONLY: &str = "SEMVER_ONLY";

/// An edit, the advice and the verdicts.
struct Case {
    contract: &'static str,
    edit: Edit,
    /// Whether an overlay requires the body that the edit adds.
    is_required: bool,
    advice: Class,
    verdicts: Vec<(Judge, Class)>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Edit { kind, place, .. } = &self.edit;
        write!(
            f,
            "{} {kind} at {place}: advised {}",
            self.contract,
            self.advice.as_str()
        )?;
        for (judge, verdict) in &self.verdicts {
            write!(f, ", {judge:?} says {}", verdict.as_str())?;
        }
        Ok(())
    }
}

fn case(subjects: &Subjects<'_>, contract: &Contract, edit: Edit, name: &str) -> Case {
    let text = serde_yaml::to_string(&edit.document).expect("YAML");
    let edited = Input {
        document: Source::new("edited.yml", text),
        ..contract.input.clone()
    };
    let outcome = diff::emit(&contract.input, &edited);
    let said: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    let Some(diff::Emitted {
        comparison,
        old,
        new,
    }) = outcome.value
    else {
        panic!("{} at {}: {}", edit.kind, edit.place, said.join("\n"))
    };
    Case {
        contract: contract.name,
        is_required: first::is_required_by_overlay(edit.kind, &contract.input),
        // No judge sees the wire.
        advice: match comparison.class() {
            Class::Wire => Class::None,
            class => class,
        },
        verdicts: subjects.judged(&old, &new, name),
        edit,
    }
}

/// All cases, on as many threads as there are processors.
fn cases() -> Vec<Case> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
    let runtime = Runtime::build(&target);
    let contracts = contracts();
    let subjects = Subjects::new(&runtime, temporary().join("edits"));
    let mut work = Vec::new();
    for contract in &contracts {
        let document = serde_yaml::from_str(&contract.input.document.text).expect("YAML");
        work.extend(
            edits(&document, SEED, contract.each)
                .into_iter()
                .map(|edit| (contract, edit)),
        );
    }
    if let Ok(only) = std::env::var(ONLY) {
        work.retain(|(_, edit)| edit.kind == only);
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism()
        .map_or(2, usize::from)
        .min(4);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((contract, edit)) = work.get(index) else {
                        break;
                    };
                    let case = case(&subjects, contract, edit.clone(), &format!("new{index}"));
                    done.lock().expect("no thread panicked").push((index, case));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, case)| case).collect()
}

/// What the cases compare is what is generated.
#[test]
fn the_files_that_are_compared_are_those_that_are_generated() {
    for contract in contracts() {
        let emitted = diff::emit(&contract.input, &contract.input)
            .value
            .expect("it is sound");
        let made = generate(&contract.input, &mut |_| {})
            .value
            .expect("it is sound");
        assert_eq!(code(&emitted.old), code(&made.files), "{}", contract.name);
        assert_eq!(code(&emitted.new), code(&made.files), "{}", contract.name);
        assert_eq!(emitted.comparison.changes, [], "{}", contract.name);
    }
}

/// Which explanation a case needs of a judge's verdict: none where it agrees, `Err` where there is
/// none.
fn explained(case: &Case, verdict: Class) -> Result<Option<usize>, ()> {
    if verdict == case.advice {
        return Ok(None);
    }
    let known = EXPLAINED
        .iter()
        .position(|it| it.0.contains(&case.edit.kind) && (it.1, it.2) == (case.advice, verdict));
    known.map(Some).ok_or(())
}

#[test]
fn rustdoc_and_the_compiler_say_what_was_advised() {
    let cases = cases();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for case in &cases {
        println!("{case}");
        let explanations = case
            .verdicts
            .iter()
            .map(|(_, verdict)| explained(case, *verdict));
        match explanations.collect::<Result<Vec<_>, ()>>() {
            Ok(explanations) => used.extend(explanations.into_iter().flatten()),
            Err(()) => wrong.push(case.to_string()),
        }
    }
    let all = cases.len();
    assert!(
        wrong.is_empty(),
        "{} of {all}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    for case in cases.iter().filter(|it| it.edit.kind.starts_with("first-")) {
        let expected = match case.is_required {
            true => Class::Breaking,
            false => Class::Addition,
        };
        assert_eq!(case.advice, expected, "{case}");
    }
    if std::env::var_os(ONLY).is_some() {
        return;
    }
    assert!(all >= 120, "{all} cases");
    for (index, explanation) in EXPLAINED.iter().enumerate() {
        assert!(
            used.contains(&index),
            "no edit needs the explanation {explanation:?}"
        );
    }
    for class in [Class::None, Class::Addition, Class::Breaking] {
        let count = cases.iter().filter(|case| case.advice == class).count();
        assert!(count >= 10, "{count} cases of {}", class.as_str());
    }
}

/// The vendor's two documents lie beside some checkouts only.
#[test]
fn the_vendors_two_versions_are_told_apart_truly() {
    let vendor = |name: &str| {
        let path = workspace()
            .with_file_name("shared")
            .join("specs")
            .join(name);
        std::fs::read_to_string(&path).ok().map(|text| Input {
            document: Source::new(name, text),
            overlays: contracts()[0].input.overlays.clone(),
            prefixes: vec!["/usage*".to_owned()],
            ..Input::default()
        })
    };
    let (Some(old), Some(new)) = (
        vendor("connect-openapi30-v22.yml"),
        vendor("connect-openapi30-v37.yml"),
    ) else {
        skipped(
            "the_vendors_two_versions_are_told_apart_truly: the documents do not lie beside this checkout",
        );
        return;
    };
    let runtime = Runtime::build(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles"));
    let emitted = diff::emit(&old, &new).value.expect("both are sound");
    let (comparison, before, after) = (emitted.comparison, emitted.old, emitted.new);
    let subjects = Subjects::new(&runtime, temporary().join("vendor"));
    for (judge, verdict) in subjects.judged(&before, &after, "new") {
        assert_eq!(verdict, comparison.class(), "{judge:?}");
    }
    let has = |kind: &str, subject: &str| {
        comparison
            .changes
            .iter()
            .any(|it| it.kind.as_str() == kind && it.subject.contains(subject))
    };
    for path in [
        "/usage/chunks/{id}",
        "/usage/files/{id}",
        "/usage/records/{id}",
    ] {
        assert!(has("operation-removed", &format!("PATCH {path}")), "{path}");
    }
    assert!(has("filter-added", "`external_id` of `GET /usage/files`"));
    assert!(has("field-added", "`icon` of `AccountRef`"));
    assert!(has("presence", "`id` of `ProductRef`"));
    assert!(has("limits", ""));
    // All operationIds got a prefix, which is no change.
    assert!(
        !comparison
            .changes
            .iter()
            .any(|it| it.kind.as_str().contains("renamed"))
    );
}

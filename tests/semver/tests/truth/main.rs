//! The advice is true: for single edits of a contract, of every kind, the crates before and after are
//! compared by rustdoc, by the compiler and by recordings of the same calls, and the strongest of the
//! verdicts must be what the comparison of the contracts said. Where it is not, [`EXPLAINED`] says why.

mod contracts;
mod explained;
mod first;
mod subjects;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use connect_codegen::{Input, Source, generate};
use connect_review::diff::{self, Class};
use semver_tests::crates::{Runtime, workspace};
use semver_tests::edits::{Edit, edits};

use contracts::{Contract, contracts};
use explained::EXPLAINED;
use subjects::{Judge, Sides, Subjects, code, skipped};

/// The edits are the same in every run. Another seed picks other places.
const SEED: u64 = 2029;

fn temporary() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver")
}

/// A variable of the environment: the only edits to make, to look into them. Kinds of edits or names of contracts, with
/// commas.
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
    let document = serde_yaml::from_str(&contract.input.document.text).expect("YAML");
    let sides = Sides {
        files: [&old, &new],
        documents: [&document, &edit.document],
    };
    Case {
        contract: contract.name,
        is_required: first::is_required_by_overlay(edit.kind, &contract.input),
        advice: comparison.class(),
        verdicts: subjects.judged(&sides, name),
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
        let only: Vec<&str> = only.split(',').collect();
        work.retain(|(contract, edit)| only.contains(&edit.kind) || only.contains(&contract.name));
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
                    println!("{case}");
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

/// Which explanation a case needs: none if the advice is the strongest verdict, `Err` if there is none.
fn explained(case: &Case) -> Result<Option<usize>, ()> {
    let of_callers = case
        .verdicts
        .iter()
        .filter(|(judge, _)| *judge != Judge::Wire);
    let of_callers: BTreeSet<Class> = of_callers.map(|(_, class)| *class).collect();
    if of_callers.len() > 1 {
        return Err(());
    }
    let verdicts = case.verdicts.iter().map(|(_, class)| *class);
    let strongest = verdicts.max().unwrap_or(Class::None);
    if strongest == case.advice {
        return Ok(None);
    }
    let known = EXPLAINED
        .iter()
        .position(|it| it.0.contains(&case.edit.kind) && (it.1, it.2) == (case.advice, strongest));
    known.map(Some).ok_or(())
}

#[test]
fn rustdoc_the_compiler_and_recordings_say_what_was_advised() {
    let cases = cases();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for case in &cases {
        match explained(case) {
            Ok(explanation) => used.extend(explanation),
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
    for class in [Class::None, Class::Wire, Class::Addition, Class::Breaking] {
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
    let documents = [&old, &new]
        .map(|it| serde_yaml::from_str::<serde_yaml::Value>(&it.document.text).expect("YAML"));
    let sides = Sides {
        files: [&before, &after],
        documents: documents.each_ref(),
    };
    for (judge, verdict) in subjects.judged(&sides, "new") {
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

//! Explain knows every name that a comparison prints, and says of names of the old contract that they are gone.

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use connect_codegen::{Input, Source};
use connect_review::diff::{Comparison, How, compare};
use connect_review::{Guide, Kind};
use support::{ours, read, said, sound, vendor, workspace};

/// The names of both sides, and those of the old side only.
#[derive(Default)]
struct Names {
    new: BTreeSet<String>,
    old: BTreeSet<String>,
}

fn names(comparison: &Comparison) -> Names {
    let mut names = Names::default();
    for change in &comparison.changes {
        for effect in &change.effects {
            let side = match effect.how {
                How::Removed => &mut names.old,
                _ => &mut names.new,
            };
            side.insert(effect.item.clone());
        }
        let is_gone = change.new.is_none();
        let side = if is_gone {
            &mut names.old
        } else {
            &mut names.new
        };
        // What is between backticks in a subject is a name; what it is of exists on both sides.
        let quoted: Vec<&str> = change.subject.split('`').skip(1).step_by(2).collect();
        side.extend(quoted.first().map(|name| (*name).to_owned()));
        let owners = change.places.iter().filter_map(|place| place.of.clone());
        let owners = owners.chain(quoted.iter().skip(1).map(|name| (*name).to_owned()));
        if !is_gone {
            names.new.extend(owners);
        }
    }
    names
}

/// Expects that each name of the new contract is explained, and each other one is said to be gone. Returns how many were
/// tried.
#[track_caller]
fn all_are_explained(old: &Input, new: &Input) -> (usize, usize) {
    let names = names(&sound(compare(old, new)));
    let guide = sound(Guide::new(new));
    let wrong: Vec<String> = names
        .new
        .iter()
        .filter(|name| guide.explain(name).value.is_none())
        .cloned()
        .collect();
    assert!(wrong.is_empty(), "not explained: {wrong:#?}");
    let gone: Vec<&String> = names.old.difference(&names.new).collect();
    for name in &gone {
        let outcome = guide.explain(name);
        let Some(found) = outcome.value else {
            let said = said(&outcome.diagnostics);
            assert!(
                said.contains(&format!(
                    "unknown name `{name}`: this contract does not have it"
                )),
                "{said}"
            );
            assert!(said.contains("similar names: `"), "{said}");
            continue;
        };
        // The name of a field or a parameter that others have too: a path says which one is meant.
        let is_of_another = |kind| !matches!(kind, Kind::Module | Kind::Function | Kind::Type);
        assert!(
            !name.contains("::") && found.iter().all(|one| is_of_another(one.item.kind)),
            "{name} is not in the new contract: {found:?}"
        );
    }
    (names.new.len(), gone.len())
}

fn alone(document: Source) -> Input {
    Input {
        document,
        ..Input::default()
    }
}

#[test]
fn names_of_changes_of_our_slice_are_explained() {
    let new = ours();
    let mut old = ours();
    let text = old.document.text.clone();
    // The old contract lacks a filter and a field, and has an operation more.
    let text = text.replacen(
        "        name: external_id\n",
        "        name: external_no\n",
        1,
    );
    let text = text.replacen(
        "        external_billing_id:\n",
        "        external_billing_no:\n",
        1,
    );
    let text = text.replacen("  /usage/aggregates:\n", "  /usage/aggregates-of-old:\n    get:\n      responses:\n        '204':\n          description: ''\n  /usage/aggregates:\n", 1);
    assert_ne!(text, new.document.text);
    old.document.text = text;
    let (new_names, gone) = all_are_explained(&old, &new);
    assert!(new_names > 5 && gone > 3, "{new_names} {gone}");
}

#[test]
fn names_of_changes_of_the_vendors_documents_are_explained() {
    let documents = (
        vendor("connect-openapi30-v22.yml"),
        vendor("connect-openapi30-v37.yml"),
    );
    let (Some(old), Some(new)) = documents else {
        return;
    };
    let input = |document| Input {
        document,
        prefixes: vec!["/usage*".to_owned()],
        ..ours()
    };
    // The overlays are for the newer document.
    let (new_names, gone) = all_are_explained(&input(old), &input(new));
    assert!(new_names > 15 && gone > 5, "{new_names} {gone}");
}

/// Pairs of small documents lie beside the vendor's.
#[test]
fn names_of_changes_of_small_documents_are_explained() {
    if vendor("connect-openapi30-v37.yml").is_none() {
        return;
    }
    let folder = workspace().with_file_name("shared").join("cases/diff");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".old.yml"))
        .collect();
    files.sort();
    let mut pairs = 0;
    for path in files {
        let other = PathBuf::from(path.to_string_lossy().replace(".old.yml", ".new.yml"));
        let source = |path: &PathBuf| Source::new(path.to_string_lossy(), read(path));
        let (old, new) = (alone(source(&path)), alone(source(&other)));
        pairs += 1;
        // Some pairs cannot be compared, which is the point of them.
        if compare(&old, &new).value.is_some() {
            eprintln!("{}", path.display());
            all_are_explained(&old, &new);
        }
    }
    assert_eq!(pairs, 16);
}

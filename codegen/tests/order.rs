//! A document whose parts changed places makes the same code and the same contract.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use connect_codegen::{Docs, Input, Source, generate, select};
use serde_yaml::Value;
use support::{read, workspace};

/// The lists that are sets.
const SETS: [&str; 4] = ["enum", "parameters", "required", "tags"];

/// The same numbers on every machine.
struct Random(u64);

impl Random {
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
            self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(self.0 >> 33).expect("31 bits") % (last + 1);
            list.swap(last, other);
        }
    }

    /// Shuffles the members of all mappings, and the elements of sets.
    fn document(&mut self, node: &mut Value) {
        match node {
            Value::Mapping(map) => {
                let mut members: Vec<_> = std::mem::take(map).into_iter().collect();
                self.shuffle(&mut members);
                for (key, value) in &mut members {
                    let is_data = matches!(key.as_str(), Some("default" | "example" | "examples"));
                    if !is_data {
                        self.document(value);
                    }
                    if let Value::Sequence(list) = value
                        && key.as_str().is_some_and(|it| SETS.contains(&it))
                    {
                        self.shuffle(list);
                    }
                }
                map.extend(members);
            }
            Value::Sequence(list) => list.iter_mut().for_each(|it| self.document(it)),
            _ => {}
        }
    }
}

/// The document as it is, and in three other orders.
fn orders(text: &str) -> Vec<Source> {
    // The YAML library reads no number with more than 64 bits.
    let text = [
        "-9223372036854775809",
        "18446744073709551616",
        "18446744073709551617",
    ]
    .iter()
    .fold(text.to_owned(), |text, large| {
        text.replace(large, &large[..17])
    });
    let plain: Value = serde_yaml::from_str(&text).expect("YAML");
    let orders = (0..4).map(|seed| {
        let mut document = plain.clone();
        if seed > 0 {
            Random(seed).document(&mut document);
        }
        let text = serde_yaml::to_string(&document).expect("YAML");
        Source::new("spec.yml", text)
    });
    orders.collect()
}

fn files(document: Source, overlays: &[Source]) -> Vec<(String, String)> {
    let input = Input {
        document,
        overlays: overlays.to_vec(),
        docs: Docs::Document,
        ..Input::default()
    };
    let bindings = generate(&input, &mut |_| {}).value;
    let files = bindings.expect("it is generated").files;
    // Both name the text of the document, which is another: the fingerprint, and positions of parameters.
    let without_text = |text: &str| {
        let lines = text.lines().filter(|it| !it.contains("const FINGERPRINT"));
        let text = lines.collect::<Vec<_>>().join("\n");
        let mut parts = text.split("/parameters/");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            let position = |it: char| it.is_ascii_digit();
            text + "/parameters/N" + part.trim_start_matches(position)
        })
    };
    let named = files.iter();
    let named = named.map(|(path, text)| (path.to_owned(), without_text(text)));
    named.collect()
}

#[track_caller]
fn check(name: &str, text: &str, overlays: &[Source]) {
    let mut orders = orders(text).into_iter();
    let first = files(orders.next().expect("the first"), overlays);
    for (number, document) in orders.enumerate() {
        for (one, other) in first.iter().zip(files(document, overlays)) {
            let difference = similar::TextDiff::from_lines(&one.1, &other.1);
            let difference = difference.unified_diff().to_string();
            assert!(
                *one == other,
                "{name}, order {number}, {}:\n{difference}",
                one.0
            );
        }
    }
}

#[test]
fn the_order_of_a_document_says_nothing_to_generated_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for case in std::fs::read_dir(folder).expect("the cases are there") {
        let case = case.expect("an entry").path();
        let overlay = case.join("overlay.yml");
        let overlays = overlay
            .exists()
            .then(|| Source::new("overlay.yml", read(&overlay)));
        let overlays: Vec<Source> = overlays.into_iter().collect();
        let name = case.display().to_string();
        check(&name, &read(&case.join("spec.yml")), &overlays);
    }
    let constructs = workspace().join("tests/constructs/constructs.yml");
    check("constructs", &read(&constructs), &[]);
}

#[test]
fn the_order_of_a_document_says_nothing_to_a_contract() {
    for slice in ["usage", "directory"] {
        let contract = read(&workspace().join(format!("specs/{slice}/contract.yml")));
        let selected = |document| select(&document, &["*".to_owned()]).value;
        let orders = orders(&contract).into_iter();
        let texts = orders.map(|it| selected(it).expect("a slice").text);
        let texts: BTreeSet<String> = texts.collect();
        assert_eq!(texts.len(), 1, "{slice}");
    }
}

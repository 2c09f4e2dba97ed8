//! Models of other documents than `/usage`: presence where requests have fields that can be null, and
//! exact numbers in every nesting that the generator emits. The crates are generated, compiled and run.

use std::path::Path;
use std::sync::LazyLock;

use connect_codegen::{Bindings, Source};
use contract_tests::agree::agree;
use contract_tests::contract::Contract;
use contract_tests::doc::{Doc, Spelling};
use contract_tests::random::responses;
use contract_tests::runner;
use contract_tests::scratch::{Program, bindings, vendor};
use proptest::strategy::{Strategy as _, ValueTree as _};

const NESTS: &str = include_str!("documents/nests.yml");
const PROGRAM: &str = include_str!("documents/program.rs");
const HUBS: &str = include_str!("documents/hubs.rs");

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::parse(NESTS));

fn hubs() -> Option<Bindings> {
    let document = vendor("connect-openapi30-v37.yml")?;
    Some(bindings(document, Vec::new(), &["/hubs*"]))
}

fn random_nests() -> Vec<Doc> {
    let schema = CONTRACT
        .operation_named("get /nests/{id}")
        .success()
        .expect("JSON");
    let (mut runner, strategy) = (runner(1), responses(schema));
    (0..150)
        .map(|_| {
            strategy
                .new_tree(&mut runner)
                .expect("a document")
                .current()
        })
        .collect()
}

/// Numbers that no type holds: in a field, a list, a map, a union, and where any JSON is taken.
const BEYOND: [&str; 8] = [
    r#"{"amount":0.12345678901234567890123456789012345}"#,
    r#"{"again":{"list":[1,1e29]}}"#,
    r#"{"parts_by_name":{"a b":{"inner":{"amounts":[1,2,1e-29]}}}}"#,
    r#"{"whole":9223372036854775808}"#,
    r#"{"whole":1.5}"#,
    r#"{"one":0.12345678901234567890123456789012345}"#,
    r#"{"one":[1,123456789012345678901234567890123]}"#,
    r#"{"anything":{"deep":[0.12345678901234567890123456789012345]}}"#,
];

/// What the program printed: each line by its parts.
static PRINTED: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let program = Program::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "contract-program");
    let nests = Source::new("nests.yml", NESTS);
    program.bindings("nests", &bindings(nests, Vec::new(), &[]));
    let mut input: Vec<String> = random_nests()
        .iter()
        .map(|it| it.write(Spelling::Plain))
        .collect();
    input.extend(BEYOND.map(str::to_owned));
    let input = input.join("\n") + "\n";
    let printed = match hubs() {
        Some(hubs) => {
            program.bindings("hubs", &hubs);
            program.run(&["hubs", "nests"], &PROGRAM.replace("//HUBS", HUBS), &input)
        }
        None => program.run(
            &["nests"],
            &PROGRAM.replace("//HUBS", "fn hubs() {}"),
            &input,
        ),
    };
    printed
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
});

fn printed(name: &str) -> Vec<&'static [String]> {
    PRINTED
        .iter()
        .filter(|line| line[0] == name)
        .map(|line| &line[1..])
        .collect()
}

/// The one document that was printed under a name.
fn document(name: &str) -> String {
    printed(name)[0][0].clone()
}

#[test]
fn presences_of_fields_on_the_wire() {
    if hubs().is_none() {
        return;
    }
    let always = r#""name":"Hub","description":"","instance_id":null,"instance_type":"oa""#;
    let sorted = |text: &str| {
        let Doc::Object(mut members) = Doc::parse(text) else {
            panic!("{text}")
        };
        members.sort_by(|left, right| left.0.cmp(&right.0));
        Doc::Object(members)
    };
    let expect =
        |name: &str, text: &str| assert_eq!(sorted(&document(name)), sorted(text), "{name}");
    expect("leave", &format!("{{{always}}}"));
    expect(
        "clear",
        &format!(r#"{{{always},"last_health_check":null}}"#),
    );
    expect(
        "set",
        &format!(r#"{{{always},"last_health_check":"1970-01-01T00:00:00Z"}}"#),
    );
    expect(
        "full",
        r#"{"name":"Hub","description":"d","instance_id":"I-1","instance_type":"api",
            "company":{"id":"PA-1"},"version":"1"}"#,
    );
    expect(
        "response",
        r#"{"id":"HB-1","name":"Hub","instance":{"id":"I-1","type":"OA"},"company":{"id":"PA-1","name":"P"}}"#,
    );
}

/// The fields of a type, as the inventory lists them.
fn fields(bindings: &Bindings, name: &str) -> Vec<(String, String, String)> {
    let inventory = connect_review::inventory(&bindings.api);
    let types = inventory["types"].as_array().expect("a list").clone();
    let found = types
        .iter()
        .find(|it| it["name"] == name)
        .unwrap_or_else(|| panic!("no {name}"));
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let fields = found["fields"].as_array().expect("a list").iter();
    fields
        .map(|it| {
            (
                text(&it["wire"]),
                text(&it["presence"]),
                text(&it["access"]),
            )
        })
        .collect()
}

fn names(fields: &[(String, String, String)]) -> Vec<&str> {
    fields.iter().map(|(name, ..)| name.as_str()).collect()
}

#[test]
fn what_is_read_only_cannot_be_sent_and_what_is_write_only_is_not_answered() {
    let Some(bindings) = hubs() else {
        return;
    };
    let sent = fields(&bindings, "DpHubInput");
    let returned = fields(&bindings, "DpHub");
    for read_only in ["id", "events", "stats", "instance"] {
        assert!(
            !names(&sent).contains(&read_only),
            "{read_only} can be sent"
        );
        assert!(
            names(&returned).contains(&read_only),
            "{read_only} is not returned"
        );
    }
    for write_only in ["instance_id", "instance_type"] {
        assert!(
            names(&sent).contains(&write_only),
            "{write_only} cannot be sent"
        );
        assert!(
            !names(&returned).contains(&write_only),
            "{write_only} is returned"
        );
    }
    assert!(
        sent.iter().all(|(_, _, access)| access != "read_only"),
        "{sent:?}"
    );
    assert!(
        returned.iter().all(|(_, _, access)| access != "write_only"),
        "{returned:?}"
    );
    // The four presences.
    let presence = |name: &str| {
        sent.iter()
            .find(|it| it.0 == name)
            .expect("the field")
            .1
            .as_str()
    };
    assert_eq!(presence("name"), "required");
    assert_eq!(presence("instance_id"), "required_nullable");
    assert_eq!(presence("version"), "optional");
    assert_eq!(presence("last_health_check"), "optional_nullable");
}

/// The text has no way to set what is read-only, and `new` asks for what is required.
#[test]
fn what_is_read_only_has_no_setter_and_what_is_required_is_an_argument() {
    let Some(bindings) = hubs() else {
        return;
    };
    let models: String = bindings
        .files
        .iter()
        .filter(|it| it.0.starts_with("src/models/"))
        .map(|it| connect_review::expanded_file(it.1).expect("what is generated parses"))
        .collect();
    let start = models.find("impl DpHubInput {").expect("the type");
    let inherent = &models[start..start + models[start..].find("\n}\n").expect("its end")];
    assert!(
        !inherent.contains("fn id(") && !inherent.contains("fn stats("),
        "{inherent}"
    );
    let squeezed: String = inherent.split_whitespace().collect::<Vec<_>>().join(" ");
    let new = squeezed
        .split("pub fn new(")
        .nth(1)
        .and_then(|it| it.split(')').next())
        .expect("new");
    let asked: Vec<&str> = new
        .split(',')
        .filter_map(|it| it.trim().split_once(':'))
        .map(|it| it.0)
        .collect();
    assert_eq!(
        asked,
        ["description", "instance_id", "instance_type", "name"]
    );
}

/// A schema that is used both ways is two types only where they differ.
#[test]
fn two_types_only_where_they_differ() {
    let nests = bindings(Source::new("nests.yml", NESTS), Vec::new(), &[]);
    let inventory = connect_review::inventory(&nests.api);
    let types = inventory["types"].as_array().expect("a list");
    let names: Vec<&str> = types.iter().filter_map(|it| it["name"].as_str()).collect();
    for two in [
        "Nest", "Part", "Fee", "All", "Flat", "Stepped", "One", "Tagged",
    ] {
        assert!(
            names.contains(&two) && names.contains(&format!("{two}Input").as_str()),
            "{two} in {names:?}"
        );
    }
    for one in ["PartInner", "FlatKind", "SteppedKind"] {
        assert!(
            names.contains(&one) && !names.contains(&format!("{one}Input").as_str()),
            "{one} in {names:?}"
        );
    }
    assert_eq!(names.len(), 2 * 8 + 3, "{names:?}");
}

#[test]
fn numbers_are_exact_in_every_nesting() {
    let schema = CONTRACT
        .operation_named("get /nests/{id}")
        .success()
        .expect("JSON");
    let nests = random_nests();
    // What is random reached every nesting.
    let all = format!("{nests:?}");
    for name in [
        "list",
        "table",
        "by_name",
        "lists_by_name",
        "parts_by_name",
        "one",
        "ones",
        "tagged",
        "all",
    ] {
        assert!(
            all.contains(&format!("\"{name}\":")),
            "{name} is never there"
        );
    }
    let responses: Vec<_> = PRINTED
        .iter()
        .filter(|line| line[0] == "ok" || line[0] == "error")
        .collect();
    assert_eq!(responses.len(), nests.len() + BEYOND.len());
    for (nest, response) in nests.iter().zip(responses) {
        assert_eq!(response[0], "ok", "{nest:?} gives {response:?}");
        agree(schema, nest, &Doc::parse(&response[1]))
            .unwrap_or_else(|place| panic!("{place}\nfor {nest:?}"));
    }
}

#[test]
fn numbers_are_exact_in_every_nesting_of_a_request() {
    let number = "9999999999999999.123456";
    let part = format!(r#"{{"amount":{number},"inner":{{"amounts":[{number}]}}}}"#);
    let expected = format!(
        r#"{{"amount":{number},"or_null":{number},"list":[{number}],"table":[[{number}],[]],"part":{part},
            "parts":[{part}],"by_name":{{"a":{number}}},"lists_by_name":{{"a":[{number}]}},
            "parts_by_name":{{"a":{part}}},"one":{{"fee":{number}}},"ones":[{number},[{number}],{part}],
            "tagged":{{"kind":"flat","price":{number}}},
            "tagged_by_name":{{"a":{{"kind":"stepped","prices":[{number}]}}}},
            "all":{{"amount":{number},"more":{number}}},"anything":{number},"again":{{"amount":{number}}}}}"#
    );
    let schema = CONTRACT
        .operation_named("post /nests")
        .request
        .expect("JSON");
    agree(
        schema,
        &Doc::parse(&expected),
        &Doc::parse(&document("nest")),
    )
    .expect("every digit is sent");
    assert_eq!(document("nest clear"), r#"{"or_null":null}"#);
}

/// A number that cannot be held exactly is kept as it came, and so is a value of unknown form. An integer that cannot be
/// held is an error that names the place.
#[test]
fn what_cannot_be_held_is_not_rounded() {
    let responses: Vec<_> = PRINTED
        .iter()
        .filter(|line| line[0] == "ok" || line[0] == "error")
        .collect();
    let beyond = &responses[responses.len() - BEYOND.len()..];
    let (numbers, rest) = (&BEYOND[..3], 5);
    for (json, response) in numbers.iter().zip(beyond) {
        assert_eq!(
            (response[0].as_str(), response[1].as_str()),
            ("ok", *json),
            "{response:?}"
        );
    }
    for response in &beyond[numbers.len()..rest] {
        assert_eq!(
            (response[0].as_str(), response[1].as_str()),
            ("error", "$.whole"),
            "{response:?}"
        );
    }
    for (json, response) in BEYOND.iter().zip(beyond).skip(rest) {
        assert_eq!(
            (response[0].as_str(), response[1].as_str()),
            ("ok", *json),
            "{response:?}"
        );
    }
    // A long number is the member of the union that numbers are; nothing of unknown form is left.
    assert_eq!(beyond[5][2], "");
}

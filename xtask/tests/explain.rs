//! `cargo xtask explain`: what it shows, and what it ends with.

mod support;

use serde_json::Value;
use support::Root;

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: t, version: '1'}
actions:
- target: $.paths['/usage/records/{id}'].get
  description: A name that stays where it is, whatever the document does.
  update:
    x-connect-function: records::get
";

fn root() -> Root {
    let root = Root::fetched();
    root.write("specs/usage/overlay/names.yml", OVERLAY);
    root
}

#[test]
fn an_item_is_shown_with_its_node_its_actions_and_its_neighbours() {
    let root = root();
    let expected = "\
function: `records::get` is `GET /usage/records/{id}`
  --> specs/usage/contract.yml:34:5
   |
33 |   /usage/records/{id}:
34 |     get:
   |     ^^^
   |
   = at: #/paths/~1usage~1records~1{id}/get
   = takes: id
   = returns: Record

overlay actions:
  specs/usage/overlay/names.yml:4:11  $.paths['/usage/records/{id}'].get
      x-connect-function
      A name that stays where it is, whatever the document does.

";
    for what in [
        &["explain", "records::get"][..],
        &["explain", "GET", "/usage/records/{record}"],
        &["explain", "#/paths/~1usage~1records~1{id}/get"],
    ] {
        let run = root.run(what).ends_with(0);
        assert_eq!(run.stdout, expected, "{what:?}");
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn several_items_are_listed_and_shown_in_full_if_wanted() {
    let root = root();
    let run = root.run(&["explain", "id"]).ends_with(0).prints(&[
        "File::id (field)\n  specs/usage/contract.yml:",
        "Record::id (field)\n",
        "records::get::id (parameter)\n",
        "#/components/schemas/File/properties/id\n",
        "pass one of these paths, or --verbose for all details\n",
    ]);
    assert!(!run.stdout.contains("-->"), "{}", run.stdout);
    let run = root.run(&["explain", "id", "--verbose"]).ends_with(0);
    assert_eq!(run.stdout.matches("-->").count(), 3, "{}", run.stdout);
}

/// What editors, compilers and `diff` print can be pasted.
#[test]
fn lines_of_files_lead_to_items() {
    let root = Root::generated();
    root.write("specs/usage/overlay/names.yml", OVERLAY);
    root.run(&["generate"]).ends_with(0);
    let text = root.read("generated/usage/src/models/records.rs");
    let line = text.lines().position(|line| line.contains("pub id:"));
    let field = format!(
        "generated/usage/src/models/records.rs:{}",
        line.unwrap() + 1
    );
    for (what, item) in [
        ("specs/usage/contract.yml:34", "function: `records::get`"),
        (
            "specs/usage/overlay/names.yml:7",
            "function: `records::get`",
        ),
        (field.as_str(), "field: `Record::id` is `id`"),
        (&root.at(&field), "field: `Record::id` is `id`"),
        (
            "connect_usage_api::records::get",
            "function: `records::get`",
        ),
    ] {
        root.run(&["explain", what]).ends_with(0).prints(&[item]);
    }
    root.run(&["explain", "generated/usage/src/missing.rs:3"])
        .ends_with(2)
        .says(&["missing.rs not found"]);
    root.run(&["explain", "generated/usage/src/lib.rs:1"])
        .ends_with(2)
        .says(&["this line is of no item"]);
    let run = root
        .run(&["explain", "Record::id", "--format", "json"])
        .ends_with(0);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(result["items"][0]["part"].is_null(), "{result}");
    let run = root
        .run(&["explain", "models::Record: Clone", "--format", "json"])
        .ends_with(0);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(result["items"][0]["part"]["name"], "models::Record: Clone");
    assert_eq!(result["items"][0]["rust"], "Record");
}

#[test]
fn a_path_with_the_slice_is_of_that_slice() {
    let root = Root::with_two_slices();
    for (what, slice) in [
        ("connect_directory_api::models::Product", "directory"),
        ("connect_usage::directory::models::Product", "directory"),
        ("connect_usage_api::models::File", "usage"),
    ] {
        let contract = format!("specs/{slice}/contract.yml");
        root.run(&["explain", what])
            .ends_with(0)
            .prints(&[&contract]);
    }
    root.run(&["explain", "connect_directory_api::models::File"])
        .ends_with(2)
        .says(&["unknown name"]);
}

#[test]
fn similar_names_are_suggested_for_an_unknown_one() {
    let root = root();
    let run = root.run(&["explain", "records::gte"]).ends_with(2);
    let run = run.says(&[
        "error[unknown-name]: unknown name `records::gte`",
        "similar names: `records::get`",
    ]);
    assert_eq!(run.stdout, "");
    assert!(!run.stderr.contains("for more about"), "{}", run.stderr);
}

#[test]
fn a_diagnostic_code_is_explained_without_a_document() {
    let root = Root::empty();
    root.run(&["explain", "dead-action"]).ends_with(0).prints(&[
        "dead-action is a diagnostic code: an overlay action without effect\n  what  An overlay action targets",
        "\n  why   ",
        "\n  help  ",
        "\nexample, in an overlay:\n    - target: $.paths['/thing'].get\n",
        "\nfixed:\n    - target: $.paths['/things'].get\n",
    ]);
    root.run(&["explain", "optional-body"]).ends_with(0).prints(&[
        "\nexample, under a path:\n    post:\n      requestBody:",
        "\nfixed by an overlay:\n    - target: $.paths['/things'].post.requestBody\n      update: {required: true}\n",
    ]);
    root.run(&["explain", "not-utf8"])
        .ends_with(0)
        .prints(&["\nno example: A page is UTF-8 itself.\n"]);
    root.run(&["explain", "records::get"])
        .ends_with(2)
        .says(&["cargo xtask fetch"]);
}

#[test]
fn programs_get_items() {
    let root = root();
    let run = root
        .run(&["explain", "Record", "--format", "json"])
        .ends_with(0);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    let record = &result["items"][0];
    assert_eq!(record["rust"], "Record");
    assert_eq!(record["kind"], "type");
    assert_eq!(record["pointer"], "/components/schemas/Record");
    assert_eq!(record["span"]["file"], "specs/usage/contract.yml");
    assert_eq!(record["neighbours"][0]["relation"], "returned by");
    assert_eq!(record["neighbours"][0]["items"][0], "records::get");
    let run = root
        .run(&["explain", "path", "--format", "json"])
        .ends_with(0);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(result["code"]["name"], "path");
    for member in ["why", "help", "means", "example", "fix"] {
        assert!(result["code"][member].is_string(), "{member}: {result}");
    }
}

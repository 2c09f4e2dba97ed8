//! State graphs with one defect each: the diagnostics, and their spans.

mod support;

use connect_codegen::{Input, Outcome, Source, generate};
use support::{findings, ours, said, sound};

/// A document with an object at `/files/{id}` whose status has a graph: one entry a line, from line
/// 26 on, each of which begins in column 13.
fn document(entries: &[&str]) -> String {
    let mut text = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /files/{id}:
    parameters: [&id {name: id, in: path, required: true, schema: {type: string}}]
    get: &file
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/File'}}}
  /files/{id}/submit:
    parameters: [*id]
    post: *file
components:
  schemas:
    File:
      type: object
      properties:
        id: {type: string}
        number: {type: integer}
        error: {type: object, properties: {text: {type: string}}}
        status:
          type: string
          enum: [draft, ready, done]
          x-connect-states:
"
    .to_owned();
    for entry in entries {
        text.push_str(&format!("          - {entry}\n"));
    }
    text
}

/// A complete graph.
const WHOLE: &str = "{from: [draft], to: [ready, done], by: system}";

/// Checks a complete graph with one more entry, in line 27.
#[track_caller]
fn expect(entry: &str, expected: &[&str]) {
    assert_eq!(findings(&document(&[WHOLE, entry])), expected, "of {entry}");
}

const FORM: &str = "(write an entry as `{from: [a], to: [b, c], by: vendor, via: 'files::submit'}`, or `{same: [a, b]}`)";
const VALUES: &str = "(expected one of `done`, `draft`, `ready`)";

#[test]
fn a_graph_that_is_well_says_nothing() {
    expect("{from: [], to: [draft], by: vendor}", &[]);
    expect(
        "{from: [ready], to: [draft], by: vendor, via: 'files::submit'}",
        &[],
    );
    expect("{same: [ready, done]}", &[]);
}

#[test]
fn entries_that_are_none() {
    expect(
        "draft",
        &[&format!(
            "error[states] 27:13 expected an entry of a state graph, found a string {FORM}"
        )],
    );
    expect(
        "{from: [draft], to: [done], by: vendor, fia: 'files::submit'}",
        &[&format!(
            "error[states] 27:58 unknown member `fia` of an entry {FORM}"
        )],
    );
    expect(
        "{same: [ready, done], by: system}",
        &[&format!(
            "error[states] 27:39 unknown member `by` of an entry {FORM}"
        )],
    );
}

#[test]
fn transitions_that_lack_something() {
    expect(
        "{to: [draft], by: system}",
        &[&format!(
            "error[states] 27:13 missing member `from` of a transition {FORM}"
        )],
    );
    expect(
        "{from: [draft], by: system}",
        &[&format!(
            "error[states] 27:13 missing member `to` of a transition {FORM}"
        )],
    );
    expect(
        "{from: [draft], to: [], by: system}",
        &["error[states] 27:13 transition without a target status (list a status in `to`)"],
    );
    expect(
        "{from: [ready], to: [done]}",
        &[
            "error[states] 27:13 transition without a valid `by` (`by` is `vendor`, `provider` or `system`)",
        ],
    );
}

#[test]
fn statuses_that_are_none() {
    expect(
        "{from: [drafd], to: [done], by: system}",
        &[&format!(
            "error[states] 27:21 unknown status `drafd` {VALUES}"
        )],
    );
    // Letter case is ignored in responses, but not in overlays.
    expect(
        "{from: [ready], to: [Done], by: system}",
        &[&format!(
            "error[states] 27:34 unknown status `Done` {VALUES}"
        )],
    );
    expect(
        "{from: [ready], to: [7], by: system}",
        &[&format!(
            "error[states] 27:34 expected a status, found a number {VALUES}"
        )],
    );
    expect(
        "{from: ready, to: [done], by: system}",
        &[
            "error[states] 27:20 expected an array of statuses, found a string (write an array of statuses)",
        ],
    );
    expect(
        "{from: [ready, ready], to: [done], by: system}",
        &["error[states] 27:28 duplicate status `ready` (remove one of them)"],
    );
}

#[test]
fn actors_that_are_none() {
    expect(
        "{from: [ready], to: [done], by: hub}",
        &[
            "error[states] 27:45 transition without a valid `by` (`by` is `vendor`, `provider` or `system`)",
        ],
    );
}

#[test]
fn functions_that_are_none() {
    expect(
        "{from: [ready], to: [done], by: vendor, via: 'files::submitt'}",
        &["error[states] 27:58 unknown function `files::submitt` (did you mean `files::submit`?)"],
    );
    expect(
        "{from: [ready], to: [done], by: vendor, via: 'files::get'}",
        &[
            "error[states] 27:58 `files::get` only reads, so it cannot cause a transition (name the function that changes the status)",
        ],
    );
    expect(
        "{from: [ready], to: [done], by: vendor, via: [a]}",
        &[
            "error[states] 27:58 expected a function name, found an array (write it as `via: 'files::submit'`)",
        ],
    );
    expect(
        "{from: [ready], to: [done], by: system, via: 'files::submit'}",
        &[
            "error[states] 27:58 a transition by `system` has no function (remove `via`, or set `by` to `vendor` or `provider`)",
        ],
    );
}

#[test]
fn groups_of_one() {
    expect(
        "{same: [ready]}",
        &[
            "error[states] 27:20 `same` needs at least two statuses (list at least two statuses, or remove the entry)",
        ],
    );
}

#[test]
fn transitions_that_are_listed_twice() {
    let pointer = "#/components/schemas/File/properties/status/x-connect-states/0";
    expect(
        "{from: [draft, ready], to: [done], by: system}",
        &[&format!(
            "error[states] 27:13 duplicate transition, first listed at {pointer} (remove one of the two)"
        )],
    );
    assert_eq!(
        findings(&document(&[
            WHOLE,
            "{from: [], to: [draft], by: system}",
            "{from: [], to: [ready, draft], by: system}",
        ])),
        [format!(
            "error[states] 28:13 duplicate transition, first listed at {} (remove one of the two)",
            pointer.replace("/0", "/1"),
        )],
    );
    // A transition by another actor is another transition.
    expect("{from: [draft], to: [done], by: vendor}", &[]);
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let found = findings(&document(&[
        "{from: [a], to: [b], by: c, via: d, e: f}",
        "{same: [x]}",
    ]));
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[test]
fn forgotten_statuses_are_reported() {
    assert_eq!(
        findings(&document(&["{from: [draft], to: [ready], by: system}"])),
        [
            "note[states] 25:11 no transition lists `done`, so waiting cannot conclude anything from it"
        ],
    );
}

#[test]
fn an_object_with_two_statuses_is_reported() {
    let text = document(&[WHOLE]).replace(
        "        number: {type: integer}",
        "        other: {type: string, enum: [a, b], x-connect-states: [{from: [a], to: [b], by: system}]}",
    );
    assert_eq!(
        findings(&text),
        [
            "note[states] 16:5 `other`, `status` all have a state graph, so `File` cannot be waited for"
        ],
    );
}

/// The document with something else at a line.
fn replaced(line: &str, by: &str) -> String {
    let text = document(&[WHOLE]);
    assert!(text.contains(line));
    text.replace(line, by)
}

#[test]
fn graphs_that_stand_where_nothing_reads_them() {
    let number = "number: {type: integer}";
    assert_eq!(
        findings(&replaced(
            number,
            "number: {type: integer, enum: [1], x-connect-states: [{from: [], to: [], by: system}]}"
        )),
        [
            "error[extension] 20:44 `x-connect-states` is ignored here (put it on an enum of strings: the status of an object)"
        ],
    );
    assert_eq!(
        findings(&replaced(
            number,
            "number: {type: integer, x-connect-error-detail: [id]}"
        )),
        [
            "error[extension] 20:33 `x-connect-error-detail` is ignored here (put it on an object with properties)"
        ],
    );
    assert_eq!(
        findings(&replaced(
            number,
            "number: {type: string, enum: [a], x-connect-states: []}"
        )),
        [
            "error[extension] 20:43 `x-connect-states` is an empty array (add elements, or remove it)"
        ],
    );
    assert_eq!(
        findings(&replaced(
            number,
            "number: {type: string, enum: [a], x-connect-states: {}}"
        )),
        [
            "error[extension] 20:43 expected `x-connect-states` to be an array, found a mapping (write an array)"
        ],
    );
}

#[test]
fn one_type_with_two_graphs() {
    let other = "other: {type: object, properties: {status: {type: string, enum: [draft, ready, done], \
                 x-connect-states: [{from: [draft, ready], to: [done], by: system}]}}}";
    let found = findings(&replaced("number: {type: integer}", other));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("error[extension]"), "{found:#?}");
    assert!(
        found[0].contains("conflicting `x-connect-states`"),
        "{found:#?}"
    );
}

#[test]
fn details_that_tell_nothing() {
    let with = |names: &str| {
        findings(&replaced(
            "      type: object\n      properties:\n        id:",
            &format!(
                "      x-connect-error-detail: [{names}]\n      type: object\n      properties:\n        id:"
            ),
        ))
    };
    let known = "(expected one of `error`, `id`, `number`, `status`)";
    assert_eq!(
        with("id, text"),
        [format!(
            "error[unknown-property] 17:36 unknown property `text` {known}"
        )],
    );
    assert_eq!(
        with("number"),
        [format!(
            "error[unknown-property] 17:32 `number` is neither a string nor an object with `x-connect-error-detail` {known}"
        )],
    );
    assert_eq!(
        with("error"),
        [format!(
            "error[unknown-property] 17:32 `error` is neither a string nor an object with `x-connect-error-detail` {known}"
        )],
    );
    assert_eq!(with("id"), Vec::<String>::new());
}

/// What follows from our own overlay.
fn our_inventory() -> serde_json::Value {
    connect_review::inventory(&sound(generate(&ours(), &mut |_| {})).api)
}

/// The rows of a list in an inventory that have a member, each with its name.
fn rows(inventory: &serde_json::Value, list: &str, name: &str, member: &str) -> Vec<String> {
    let list = inventory[list].as_array().expect("a list");
    let row = |it: &serde_json::Value| {
        let value = it.get(member).filter(|it| !it.is_null())?;
        Some(format!("{}: {value}", it[name].as_str()?).replace('"', ""))
    };
    list.iter().filter_map(row).collect()
}

#[test]
fn our_objects_can_be_waited_for() {
    let inventory = our_inventory();
    assert_eq!(
        rows(&inventory, "types", "name", "status"),
        [
            "Chunk: status",
            "UsageFile: status",
            "Reconciliation: status",
            "UsageRecord: status",
        ],
    );
    let details: Vec<String> = rows(&inventory, "types", "name", "error_detail")
        .into_iter()
        .filter(|it| !it.ends_with("[]"))
        .collect();
    assert_eq!(
        details,
        [
            "Chunk: [error]",
            "ErrorDetail: [detail]",
            "UsageFile: [error_detail]",
            "Reconciliation: [error]",
            "UsageRecord: [error_codes,error_details]",
        ],
    );
    let files = inventory["types"].as_array().expect("a list").iter();
    let status = files.clone().find(|it| it["name"] == "UsageFileStatus");
    let states = &status.expect("the status of reports")["states"];
    assert_eq!(states["same"], serde_json::json!([["ready", "uploaded"]]));
    assert_eq!(states["transitions"][4]["via"], "files::submit");
    assert_eq!(states["transitions"][4]["by"], "vendor");
}

#[test]
fn our_actions_are_settled() {
    let inventory = our_inventory();
    assert_eq!(
        rows(&inventory, "operations", "function", "settled_by"),
        [
            "chunks::close: chunks::get",
            "files::create: files::get",
            "files::accept: files::get",
            "files::close: files::get",
            "files::delete: files::get",
            "files::reject: files::get",
            "files::submit: files::get",
            "files::upload: files::get",
            "reconciliations::create: reconciliations::get",
            "records::close_many: records::get",
            "records::close: records::get",
        ],
    );
    assert_eq!(
        rows(&inventory, "operations", "function", "value_read_by"),
        [
            "chunks::update: chunks::get",
            "chunks::regenerate: chunks::get",
            "files::update: files::get",
            "files::approve_all: files::get",
            "files::upload_reconciliation: files::get",
            "files::reprocess: files::get",
            "records::update: records::get",
        ],
    );
}

#[test]
fn a_part_of_the_paths_has_a_part_of_the_functions() {
    let text = document(&["{from: [draft], to: [ready, done], by: vendor, via: 'folders::fill'}"]);
    let slice = text.replace("version: '1'}", "version: '1', x-connect-prefixes: ['/*']}");
    let generated = |text: String, prefixes: &[&str]| -> Outcome<_> {
        let input = Input {
            document: Source::new("spec.yml", text),
            overlays: Vec::new(),
            prefixes: prefixes.iter().map(|it| (*it).to_owned()).collect(),
            ..Input::default()
        };
        generate(&input, &mut |_| {})
    };
    let whole = generated(slice.clone(), &[]);
    assert!(said(&whole.diagnostics).contains("unknown function"));
    let part = generated(slice, &["/files*"]);
    assert_eq!(said(&part.diagnostics), "");
    let bindings = part.value.expect("bindings");
    let files: String = bindings.files.iter().map(|(_, text)| text).collect();
    let files: String = files.split_whitespace().collect();
    assert!(files.contains("codegen::Actor::Vendor,None,"), "{files}");
}

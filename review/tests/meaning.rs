//! A public item whose name stays and that stands for something else of the contract: callers
//! compile as before, so nothing but the comparison can tell them.

mod support;

use connect_codegen::{Input, Source};
use connect_review::diff::{Advice, Change, Class, Comparison, compare};
use support::{ours, said};

const SPEC: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /files:
    get:
      operationId: files_list
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: item.id, in: query, schema: {type: string}, x-connect-filter: {lookups: [eq, in], search: false, ordering: true}}
        - {name: status, in: query, schema: {type: string}, x-connect-filter: {lookups: [eq, in], search: false, ordering: true}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/File'}}}}
  /files/{id}/submit:
    post:
      parameters: &both
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: from, in: query, required: true, schema: {type: string}}
        - {name: to, in: query, required: true, schema: {type: string}}
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: wet, in: query, schema: {type: boolean}}
      responses: {'204': {description: ''}}
  /files/{id}/close:
    post:
      parameters: *both
      responses: {'204': {description: ''}}
components:
  schemas:
    File:
      type: object
      properties:
        owner: {type: string}
        author: {type: string}
        level: {type: integer, enum: [1, 2]}
        status: {type: string, enum: [valid, invalid]}
";

fn input(text: &str, overlay: &str) -> Input {
    let text = text.to_owned();
    let overlays = (!overlay.is_empty()).then(|| {
        let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{overlay}");
        Source::new("names.yml", text)
    });
    Input {
        document: Source::new("spec.yml", text),
        overlays: overlays.into_iter().collect(),
        prefixes: Vec::new(),
        ..Input::default()
    }
}

#[track_caller]
fn compared(old: &Input, new: &Input) -> Comparison {
    let outcome = compare(old, new);
    let said = said(&outcome.diagnostics);
    outcome
        .value
        .unwrap_or_else(|| panic!("both should be sound:\n{said}"))
}

/// Compares the document with itself under another overlay.
#[track_caller]
fn under(overlay: &str) -> Comparison {
    compared(&input(SPEC, ""), &input(SPEC, overlay))
}

/// The changes that say that an item stands for something else.
fn meanings(comparison: &Comparison) -> Vec<&Change> {
    let all = comparison.changes.iter();
    all.filter(|change| change.kind.as_str() == "meaning")
        .collect()
}

/// The items that stand for something else.
fn items(comparison: &Comparison) -> Vec<&str> {
    meanings(comparison)
        .into_iter()
        .map(|change| change.effects[0].item.as_str())
        .collect()
}

#[test]
fn a_filter_that_takes_the_constant_of_another_one_breaks() {
    let line = SPEC
        .lines()
        .find(|line| line.contains("item.id"))
        .expect("a line");
    let twin = format!("{line}\n{}", line.replace("item.id", "item_id"));
    let comparison = compared(&input(SPEC, ""), &input(&SPEC.replace(line, &twin), ""));
    assert_eq!(comparison.advice(), Advice::Breaking);
    let [change] = meanings(&comparison)[..] else {
        panic!("{:#?}", comparison.changes)
    };
    assert_eq!(change.class, Class::Breaking);
    assert_eq!(change.subject, "`files::filter::ITEM_ID` in Rust");
    assert_eq!(
        change.wire,
        "Callers that do not change now mean filter `item_id` of `GET /files`. They meant filter `item.id` of `GET /files`."
    );
    let line = |spot: &Option<connect_review::diff::Spot>| {
        let spot = spot.as_ref().expect("it stands somewhere");
        spot.span.as_ref().expect("in a file").line
    };
    assert_eq!((line(&change.old), line(&change.new)), (11, 12));
    let effect = &change.effects[0];
    let ends = |text: &Option<String>, end: &str| text.as_ref().is_some_and(|it| it.ends_with(end));
    assert!(
        ends(&effect.old, " for item.id") && ends(&effect.new, " for item_id"),
        "{effect:?}"
    );
    // No other change calls it nothing.
    for change in &comparison.changes {
        assert_ne!(change.rust, "Nothing.", "{change:#?}");
        assert!(!change.rust.contains("nothing has to be"), "{change:#?}");
    }
    let shown = comparison.to_markdown(Some("0.1.0"));
    assert!(shown.contains("0.1.0 becomes 0.2.0"), "{shown}");
    let changelog = comparison.to_changelog();
    let changed = changelog.iter().find(|it| it.heading == "Changed");
    assert!(
        changed.is_some_and(|it| it.entries[0].contains(" for item_id`")),
        "{changelog:?}"
    );
}

#[test]
fn names_that_are_swapped_break_whatever_they_are_of() {
    for (what, overlay, expected) in [
        (
            "functions",
            "  - {target: \"$.paths['/files/{id}/submit'].post\", update: {x-connect-function: 'files::close'}}\n  - {target: \"$.paths['/files/{id}/close'].post\", update: {x-connect-function: 'files::submit'}}\n",
            ["files::close", "files::submit"],
        ),
        (
            "filters",
            "  - {target: \"$.paths['/files'].get.parameters[?@.name=='item.id']\", update: {x-connect-field: status}}\n  - {target: \"$.paths['/files'].get.parameters[?@.name=='status']\", update: {x-connect-field: item_id}}\n",
            ["files::filter::ITEM_ID", "files::filter::STATUS"],
        ),
        (
            "parameters that need not be given",
            "  - {target: \"$.paths['/files/{id}/close'].post.parameters[?@.name=='dry']\", update: {x-connect-field: wet}}\n  - {target: \"$.paths['/files/{id}/close'].post.parameters[?@.name=='wet']\", update: {x-connect-field: dry}}\n",
            ["files::CloseParameters.dry", "files::CloseParameters.wet"],
        ),
        (
            "fields",
            "  - {target: $.components.schemas.File.properties.owner, update: {x-connect-field: author}}\n  - {target: $.components.schemas.File.properties.author, update: {x-connect-field: owner}}\n",
            ["models::File.author", "models::File.owner"],
        ),
        (
            "variants",
            "  - {target: $.components.schemas.File.properties.status, update: {x-connect-variants: {valid: Invalid, invalid: Valid}}}\n",
            ["models::FileStatus::Invalid", "models::FileStatus::Valid"],
        ),
        (
            "variants of numbers",
            "  - {target: $.components.schemas.File.properties.level, update: {x-connect-variants: {'1': V2, '2': V1}}}\n",
            ["models::FileLevel::V1", "models::FileLevel::V2"],
        ),
    ] {
        let comparison = under(overlay);
        assert_eq!(comparison.class(), Class::Breaking, "{what}");
        assert_eq!(
            items(&comparison),
            expected,
            "{what}: {:#?}",
            comparison.changes
        );
    }
}

/// The names of arguments and their order are the same, and where they go is not.
#[test]
fn arguments_that_keep_their_names_and_go_elsewhere_break() {
    let (from, to) = (
        "        - {name: from, in: query, required: true, schema: {type: string}}\n",
        "        - {name: to, in: query, required: true, schema: {type: string}}\n",
    );
    // Arguments are in the order of the parameters' names, so one of them is another parameter.
    let via = from.replace("name: from", "name: via");
    let text = SPEC.replace(&format!("{from}{to}"), &format!("{to}{via}"));
    assert_ne!(text, SPEC);
    let target =
        |name: &str| format!("$.paths['/files/{{id}}/close'].post.parameters[?@.name=='{name}']");
    let [to, via] = [("to", "from"), ("via", "to")].map(|(name, field)| {
        let target = target(name);
        format!("  - {{target: \"{target}\", update: {{x-connect-field: {field}}}}}\n")
    });
    let comparison = compared(&input(SPEC, ""), &input(&text, &(to + &via)));
    assert_eq!(items(&comparison), ["files::close"]);
    let change = meanings(&comparison)[0];
    assert_eq!(
        change.wire,
        "Callers that do not change now mean query parameter `to`. They meant query parameter `from`."
    );
}

#[test]
fn a_rename_without_another_meaning_is_reported_as_before() {
    let comparison = under(
        "  - {target: $.components.schemas.File.properties.owner, update: {x-connect-field: keeper}}\n",
    );
    assert_eq!(items(&comparison), [""; 0]);
    let kinds: Vec<&str> = comparison
        .changes
        .iter()
        .map(|it| it.kind.as_str())
        .collect();
    assert_eq!(kinds, ["field-renamed"]);
}

/// The old meaning of a name is removed, and the new one did not exist before.
#[test]
fn a_successor_under_the_same_name_breaks_nobody() {
    for (from, to, overlay) in [
        ("valid, invalid", "valid, INVALID", ""),
        (
            "name: status, in",
            "name: state, in",
            "  - {target: \"$.paths['/files'].get.parameters[?@.name=='state']\", update: {x-connect-field: status}}\n",
        ),
        (
            "        owner: {type: string}\n",
            "        holder: {type: string}\n",
            "  - {target: $.components.schemas.File.properties.holder, update: {x-connect-field: owner}}\n",
        ),
        (
            "  /files/{id}/close:",
            "  /files/{id}/shut:",
            "  - {target: \"$.paths['/files/{id}/shut'].post\", update: {x-connect-function: 'files::close'}}\n",
        ),
    ] {
        let text = SPEC.replace(from, to);
        assert_ne!(text, SPEC, "{from}");
        let comparison = compared(&input(SPEC, ""), &input(&text, overlay));
        assert_eq!(items(&comparison), [""; 0], "{from}");
        assert!(
            comparison.class() < Class::Breaking,
            "{from}: {:#?}",
            comparison.changes
        );
    }
}

#[test]
fn swapped_committed_names_are_noticed() {
    let mut swapped = ours();
    let names = swapped
        .overlays
        .iter_mut()
        .find(|it| it.name.ends_with("names.yml"))
        .expect("there are names");
    let function = |name: &str| format!("x-connect-function: files::{name}\n");
    let text = names
        .text
        .replace(&function("submit"), &function("middle"))
        .replace(&function("reprocess"), &function("submit"))
        .replace(&function("middle"), &function("reprocess"));
    assert_ne!(text, names.text);
    names.text = text;
    let comparison = compared(&ours(), &swapped);
    assert_eq!(items(&comparison), ["files::reprocess", "files::submit"]);
    assert_eq!(comparison.advice(), Advice::Breaking);
}

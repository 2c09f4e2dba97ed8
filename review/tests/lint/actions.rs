//! Actions that fix what is found.

use connect_codegen::{Input, Severity, Source, generate};
use connect_review::{Finding, lint, overlay_of};

use super::defects::{DOCUMENT, counts, findings, fixes_all, input, key, subject};
use super::support::{ours, said, sound};

/// Each action by itself is an overlay that applies, and after it the defect is gone.
#[test]
fn each_action_fixes_its_defect() {
    for finding in findings(DOCUMENT, &[]) {
        let Some(action) = &finding.action else {
            continue;
        };
        let overlay = overlay_of([action]);
        let fixed = lint(&input(DOCUMENT, &[&overlay]));
        let said = said(&fixed.diagnostics);
        let left = fixed.value.unwrap_or_else(|| panic!("{overlay}{said}"));
        assert!(
            !left.iter().any(|left| key(left) == key(&finding)),
            "{:?} is not fixed by\n{overlay}",
            key(&finding)
        );
        let is_error = |left: &&Finding| left.diagnostic.severity == Severity::Error;
        assert_eq!(left.iter().find(is_error), None, "after\n{overlay}");
    }
}

/// What is printed for pasting is what stands in an overlay.
#[test]
fn actions_are_written_as_in_an_overlay() {
    let found = findings(DOCUMENT, &[]);
    let written = |code: &str, at: &str| {
        let finding = found.iter().find(|finding| {
            let (is, pointer) = subject(finding);
            is == code && pointer.ends_with(at)
        });
        let action = finding.and_then(|finding| finding.action.clone());
        let action = action.unwrap_or_else(|| panic!("{code} {at}"));
        (action.overlay(), action.to_yaml())
    };
    assert_eq!(
        written("undeclared-errors", "delete"),
        (
            "corrections.yml",
            "- target: $.paths['/shelves/{it\\'s}'].delete.responses\n  update:\n    '400':\n      $ref: '#/components/responses/wrong'\n".to_owned()
        )
    );
    assert_eq!(
        written("colliding-names", "parameters/3"),
        (
            "names.yml",
            "- target: $.paths['/shelves'].get.parameters[?@.name=='owner.id']\n  update:\n    x-connect-field: owner_dot_id_lower\n- target: $.paths['/shelves'].get.parameters[?@.name=='owner_id']\n  update:\n    x-connect-field: owner_id_lower\n".to_owned()
        )
    );
    assert_eq!(
        written("wrong-kind-of-reference", "parameters/1/schema"),
        (
            "corrections.yml",
            "- target: $.paths['/shelves'].get.parameters[?@.name=='Library-Language'].schema['$ref']\n  remove: true\n- target: $.paths['/shelves'].get.parameters[?@.name=='Library-Language'].schema\n  update:\n    type: string\n    enum:\n    - de\n    - fr\n".to_owned()
        )
    );
}

/// Names that stay equal even with punctuation spelled out are exact, and an action pins them like others.
#[test]
fn names_that_only_differ_when_all_is_spelled_out_are_pinned() {
    let three = DOCUMENT.replace(
        "        shelf_no: {type: string}\n",
        "        shelf_no: {type: string}\n        shelf__no: {type: string}\n        shelf___no: {type: string}\n",
    );
    let found = findings(&three, &[]);
    let of_three = found.iter().filter(|finding| {
        let (code, pointer) = subject(finding);
        code == "colliding-names" && pointer.contains("/shelf")
    });
    let actions: Vec<bool> = of_three.map(|finding| finding.action.is_some()).collect();
    assert_eq!(actions, [true, true, true]);
    assert!(!counts(&found).contains_key("name"));
}

/// All actions together apply as well: none takes away what another one aims at.
#[test]
fn all_actions_together_fix_everything() {
    let found = findings(DOCUMENT, &[]);
    fixes_all(DOCUMENT, &found);
}

/// What the generator copes with by its rules has an action that changes nothing in Rust.
#[test]
fn actions_for_names_that_collide_pin_the_names_that_there_are() {
    let copes = |finding: &&Finding| finding.diagnostic.code.as_str() == "colliding-names";
    let same = |input: &Input| {
        let found = sound(lint(input));
        let found: Vec<&Finding> = found.iter().filter(copes).collect();
        let overlay = overlay_of(found.iter().filter_map(|it| it.action.as_ref()));
        let mut pinned = input.clone();
        pinned.overlays.push(Source::new("pins.yml", &overlay));
        let code = |input: &Input| {
            let files = sound(generate(input, &mut |_| {})).files;
            let all = files.iter();
            all.filter(|(path, _)| *path != "src/specification.rs")
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(code(input), code(&pinned), "{overlay}");
        let left = sound(lint(&pinned));
        let left: Vec<_> = left.iter().filter(copes).map(key).collect();
        assert_eq!(left, [], "they are pinned");
        found.len()
    };
    assert!(same(&ours()) > 0, "there are such names in our contract");
    // Filters, signs, capitals, numbers and types.
    let filters = DOCUMENT
        .replace(
            "      - name: owner_id\n        in: query\n        schema: {type: string}\n",
            "      - name: owner_id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n        schema: {type: string}\n      - name: owner__id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n        schema: {type: string}\n      - {name: limit, in: query, schema: {type: integer}}\n      - {name: offset, in: query, schema: {type: integer}}\n      - {name: ownerId, in: query, schema: {type: string}}\n",
        )
        .replace(
            "      - name: owner.id\n        in: query\n",
            "      - name: owner.id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n",
        );
    assert!(same(&input(&filters, &[])) >= 5);
}

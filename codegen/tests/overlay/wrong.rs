//! What is said of an overlay that is wrong or dead.

use super::document::{field, found, lay, overlay, type_of};
use super::support::{said, sound};

#[test]
fn dead_actions() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let dead = ["error[dead-action] overlay0.yml:4:14"];
    assert_eq!(
        action("{target: $.components.schemas.Gone, update: {a: b}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Gone, remove: true}"),
        dead
    );
    assert_eq!(
        action("{target: \"$.paths['/things'].get.parameters[?@.name=='three']\", remove: true}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {type: object}}"),
        dead,
        "it says so already"
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {properties: {id: {type: string}}}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {required: []}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing.required, update: []}"),
        dead
    );
}

#[test]
fn targets_that_are_no_jsonpath() {
    for target in [
        "components.schemas",
        "'$.components['",
        "'$[?'",
        "'$.a[?@.b=]'",
        "''",
        "/components",
    ] {
        let text = overlay(&format!("  - {{target: {target}, remove: true}}\n"));
        assert_eq!(
            found(&[&text]),
            ["error[overlay-target] overlay0.yml:4:14"],
            "{target}"
        );
    }
}

#[test]
fn actions_that_do_not_say_what_to_do() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let wrong = ["error[overlay] overlay0.yml:4:5"];
    assert_eq!(action("{target: $.info}"), wrong);
    assert_eq!(action("{target: $.info, remove: false}"), wrong);
    assert_eq!(action("{target: $.info, remove: true, update: {}}"), wrong);
    assert_eq!(action("{update: {a: b}}"), wrong);
    assert_eq!(action("{target: 7, update: {a: b}}"), wrong);
    assert_eq!(action("{target: $.info, udpate: {a: b}}"), wrong);
    assert_eq!(action("{target: $.info, update: {a: b}, note: why}"), wrong);
    assert_eq!(action("{target: $.info, remove: yes please}"), wrong);
    assert_eq!(action("just a text"), wrong);
    assert_eq!(action("[]"), wrong);
}

#[test]
fn updates_that_do_not_fit() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let wrong = ["error[overlay-update] overlay0.yml:4:14"];
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: 7}"),
        wrong
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing.type, update: {a: b}}"),
        wrong
    );
    assert_eq!(action("{target: $, remove: true}"), wrong);
}

#[test]
fn documents_that_are_no_overlays() {
    assert_eq!(
        found(&["openapi: 3.0.3\npaths: {}\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 2.0.0\nactions: []\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 1.0.0\ninfo: {}\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 1.0.0\ninfo: {}\nactions: {}\n"]).len(),
        1,
        "actions are a list"
    );
    assert_eq!(found(&["overlay: {\n"]), ["error[yaml] overlay0.yml:2:1"]);
    assert_eq!(found(&[""]), ["error[empty] overlay0.yml:1:1"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let first = overlay("  - {target: $.nothing, remove: true}\n  - target: $.info\n");
    let second = overlay("  - {target: $.paths, update: {}}\n  - {target: '[', remove: true}\n");
    assert_eq!(
        found(&[&first, &second]),
        [
            "error[dead-action] overlay0.yml:4:14",
            "error[overlay] overlay0.yml:5:5",
            "error[dead-action] overlay1.yml:4:14",
            "error[overlay-target] overlay1.yml:5:14",
        ]
    );
}

/// What an overlay puts into the document stands in the overlay, and so do the findings about it.
#[test]
fn findings_about_what_an_overlay_says_show_the_overlay() {
    let text = overlay(
        "  - target: $.components.schemas.Thing.properties\n    update:\n      wrong: {type: string, format: colour}\n",
    );
    let outcome = lay(&[&text]);
    let shown = said(&outcome.diagnostics);
    assert_eq!(
        found(&[&text]),
        ["note[format] overlay0.yml:6:29"],
        "{shown}"
    );
    let text =
        overlay("  - target: $.paths['/things'].get\n    update: {x-connect-function: wrong}\n");
    assert_eq!(found(&[&text]), ["error[invalid-name] overlay0.yml:5:34"]);
}

/// An update that documents what the document has lost would bring it back as any JSON.
#[test]
fn what_an_overlay_says_of_a_property_that_is_not_there_is_an_error() {
    let documented = "  - target: $.components.schemas.Thing\n    \
                      update: {properties: {gone: {description: Gone.}, name: {description: A name.}}}\n";
    assert_eq!(
        found(&[&overlay(documented)]),
        ["error[dead-action] overlay0.yml:5:27"]
    );
    // Said to be anything, it may be documented, by another action or overlay.
    let declared = "  - target: $.components.schemas.Thing.properties\n    update: {gone: {}}\n";
    let inventory =
        connect_review::inventory(&sound(lay(&[&overlay(declared), &overlay(documented)])).api);
    assert_eq!(
        field(type_of(&inventory, "Thing"), "gone")["type"],
        "Option<Json>"
    );
}

//! Changes by overlays, and what is said of the whole.

use connect_review::diff::{Advice, Class, compare};

use super::edits::{SPEC, compared, edited, input, kinds, only};
use super::support::{ours, said};

#[test]
fn overlays_of_each_side_count() {
    let named = "  - target: $.paths['/files/{id}/close'].post\n    update: {x-connect-function: 'files::finish'}\n";
    let comparison = compared(&input(SPEC, ""), &input(SPEC, named));
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("function-renamed", Class::Breaking)
    );
    let documented =
        "  - target: $.paths['/files/{id}/close'].post\n    update: {description: Closes.}\n";
    let comparison = compared(&input(SPEC, ""), &input(SPEC, documented));
    assert_eq!(kinds(&comparison), (Class::None, vec!["documentation"]));
    assert_eq!(comparison.advice(), Advice::Patch);
}

#[test]
fn an_extension_that_types_do_not_show_is_reported() {
    let states = |to: &str| {
        format!(
            "  - target: $.components.schemas['file.Status']\n    update: {{x-connect-of-tomorrow: [{to}]}}\n"
        )
    };
    let comparison = compared(&input(SPEC, &states("a")), &input(SPEC, &states("b")));
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("extension", Class::None)
    );
    assert_eq!(
        change.subject,
        "`x-connect-of-tomorrow` of type `FileStatus`"
    );
}

#[test]
fn what_does_not_fit_is_reported_and_invents_nothing() {
    let overlay = "  - target: $.components.schemas['file.File']\n    update: {properties: {gone: {description: Gone.}}}\n  - target: $.paths['/nowhere'].get\n    update: {description: Nothing.}\n";
    let comparison = compared(&input(SPEC, overlay), &input(SPEC, overlay));
    assert_eq!(comparison.changes, []);
    let lines: Vec<usize> = comparison
        .unfit
        .iter()
        .filter_map(|it| it.span.as_ref())
        .map(|it| it.line)
        .collect();
    assert_eq!(lines, [5, 6, 5, 6], "{:?}", comparison.unfit);
    assert!(comparison.unfit[0].reason.contains("`gone`"));
}

#[test]
fn what_is_wrong_by_itself_is_an_error() {
    let broken = SPEC.replacen("get:\n", "get:\n      x-connect-function: wrong\n", 1);
    let outcome = compare(&input(SPEC, ""), &input(&broken, ""));
    assert!(outcome.value.is_none());
    assert!(
        said(&outcome.diagnostics).contains("x-connect-function"),
        "{}",
        said(&outcome.diagnostics)
    );
    let outcome = compare(
        &input(SPEC, "  - target: '$['\n    update: {}\n"),
        &input(SPEC, ""),
    );
    assert!(
        said(&outcome.diagnostics).contains("overlay-target"),
        "{}",
        said(&outcome.diagnostics)
    );
}

#[test]
fn servers_and_skipped_items_are_reported() {
    let comparison = edited(&[(
        "paths:\n",
        "servers: [{url: 'https://a.example'}]\npaths:\n",
    )]);
    // The servers are a constant, which is told with them.
    assert_eq!(kinds(&comparison), (Class::Addition, vec!["servers"]));
    assert_eq!(only(&comparison).class, Class::Wire);
    assert_eq!(only(&comparison).effects[0].item, "specification::SERVERS");
    let json =
        "application/json: {schema: {$ref: '#/components/schemas/file.File'}}}\n  /files/{id}";
    let both = json.replace("'}}}", "'}}, text/csv: {}}");
    let comparison = edited(&[(json, &both)]);
    assert_eq!(kinds(&comparison), (Class::None, vec!["left-out"]));
}

#[test]
fn the_committed_contract_is_the_same_as_itself() {
    let comparison = compared(&ours(), &ours());
    assert_eq!(
        (comparison.changes, comparison.unfit),
        (Vec::new(), Vec::new())
    );
}

//! Conditions on operations: one that matches nothing is an error that names what there is.

use connect_codegen::{Choice, Input, Matcher, Source, generate};

use super::support::said;

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /boats: {get: {operationId: listBoats, tags: [Boats], responses: {'204': {description: ''}}}}
  /buoys: {get: {operationId: listBuoys, tags: [Buoys], responses: {'204': {description: ''}}}}
";

fn messages(condition: &str) -> String {
    let matcher = Matcher::parse(condition).expect("a condition");
    let input = Input {
        document: Source::new("spec.yml", DOCUMENT),
        choice: Choice {
            only: vec![matcher],
            skip: Vec::new(),
        },
        ..Input::default()
    };
    said(&generate(&input, &mut |_| {}).diagnostics)
}

#[test]
fn a_condition_that_matches_nothing_names_what_is_near() {
    for (condition, suggestion) in [
        ("tag:Boat", "; did you mean `Boats`?"),
        ("tag:Harbours", "; expected one of `Boats`, `Buoys`"),
        ("id:listBoat", "; did you mean `listBoats`?"),
        ("id:dredge", "; expected one of `listBoats`, `listBuoys`"),
        ("GET /boat", "; did you mean `/boats`?"),
        ("POST /x*", "; expected one of `/boats`, `/buoys`"),
        ("method:trace", ""),
    ] {
        let found = messages(condition);
        let message = format!("`{condition}` matches no operation{suggestion}\n");
        assert!(found.contains(&message), "{found}");
    }
    assert_eq!(messages("tag:Boats"), "");
}

//! Explain: the items that an operation has beside its function.

mod support;

use connect_codegen::{Input, Source};
use connect_review::Guide;
use support::sound;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /shelves/{shelf}/paint:
    post:
      parameters:
      - {name: shelf, in: path, required: true, schema: {type: string}}
      - {name: dry, in: query, schema: {type: boolean}}
      responses:
        '200': {description: '', headers: {X-Coats: {schema: {type: integer}}}, content: {text/plain: {schema: {type: string}}}}
        '202': {description: '', content: {application/json: {schema: {type: integer}}}}
  /shelves/{shelf}/move:
    post:
      parameters: [{name: shelf, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ''}}
";

#[test]
fn what_stands_beside_a_function_leads_to_its_operation() {
    let guide = sound(Guide::new(&Input {
        document: Source::new("library.yml", DOCUMENT),
        ..Input::default()
    }));
    for (what, item) in [
        ("shelves::paint_with", "shelves::paint"),
        ("shelves::PaintParameters", "shelves::paint"),
        ("shelves::PaintParameters::dry", "shelves::paint::dry"),
        ("shelves::PaintResponse", "shelves::paint"),
        ("shelves::PaintHeaders", "shelves::paint"),
    ] {
        let found = sound(guide.explain(what));
        let found: Vec<&str> = found.iter().map(|it| it.item.rust.as_str()).collect();
        assert_eq!(found, [item], "{what}");
    }
    for none in [
        "move_with",
        "MoveParameters",
        "MoveResponse",
        "MoveHeaders",
        "paint_withal",
    ] {
        let outcome = guide.explain(&format!("shelves::{none}"));
        assert!(outcome.diagnostics.has_errors(), "{none}");
    }
}

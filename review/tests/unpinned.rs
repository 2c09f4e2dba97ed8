//! Which types an overlay must name: each schema once, whatever its types are called.

use connect_codegen::{Input, Source};
use connect_review::lint;

/// `Note` is sent and received, with other members each way; `FormInput` is only sent.
const DOCUMENT: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /notes:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}}
  /forms:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/FormInput'}}}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Note: {type: object, properties: {id: {type: string, readOnly: true}, text: {type: string}}, required: [id]}
    FormInput: {type: object, properties: {text: {type: string}}}
";

const OVERLAY: &str = "overlay: 1.0.0
info: {title: t, version: '1'}
actions:
- {target: '$.info', update: {title: notes}}
";

#[test]
fn each_schema_is_to_be_named_once() {
    let outcome = lint(&Input {
        document: Source::new("spec.yml", DOCUMENT),
        overlays: vec![Source::new("overlay.yml", OVERLAY)],
        prefixes: Vec::new(),
        ..Input::default()
    });
    let found = outcome.value.expect("the document is sound");
    let unpinned = found
        .iter()
        .map(|finding| &finding.diagnostic)
        .filter(|it| it.code.as_str() == "unpinned");
    let types: Vec<String> = unpinned
        .filter(|it| it.message.starts_with("type "))
        .map(|it| {
            format!(
                "{:?} {:?}",
                it.pointer.as_ref().map(ToString::to_string),
                it.label
            )
        })
        .collect();
    assert_eq!(
        types,
        [
            r##"Some("#/components/schemas/Note") Some("named `Note` by rule")"##,
            r##"Some("#/components/schemas/FormInput") Some("named `FormInput` by rule")"##,
        ]
    );
}

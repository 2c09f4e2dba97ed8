//! How parameters and members of forms are written.

use crate::document::{file, read, skipped};

#[test]
fn encodings_of_further_members_apply_or_are_named() {
    let form = |media_type: &str, schema: &str, encoding: &str| {
        let text = format!(
            "paths:
  /bells:
    post:
      requestBody: {{required: true, content: {{{media_type}: {{schema: {{{schema}}}, encoding: {{{encoding}}}}}}}}}
      responses: {{'204': {{description: ''}}}}
"
        );
        let (bindings, said) = read(&text, &[]);
        (file(&bindings, "src/bells.rs").to_owned(), said)
    };
    let open = "type: object, properties: {a: {type: string}}, additionalProperties: {type: array, items: {type: string}}";
    let style = "b: {style: pipeDelimited}";
    let (code, said) = form("application/x-www-form-urlencoded", open, style);
    assert!(said.is_empty(), "{said:?}");
    assert!(
        code.contains("(\"b\", codegen::Style::PipeDelimited)"),
        "{code}"
    );
    let not_applied = [
        "warning[form] `encoding` of `b`, which is not a property, is not applied; the part is sent as further members are",
    ];
    let json = "b: {contentType: application/json}";
    let (_, said) = form("multipart/form-data", open, json);
    assert_eq!(said, not_applied);
    let (_, said) = form(
        "multipart/form-data",
        "type: object, additionalProperties: {type: string}",
        json,
    );
    assert_eq!(said, not_applied);
    let closed = "type: object, properties: {a: {type: string}}, additionalProperties: false";
    let (_, said) = form("multipart/form-data", closed, json);
    assert_eq!(
        said,
        ["warning[unknown-property] `encoding` names unknown property `b`; ignored"]
    );
}

/// The notes about a value of a schema in a style, as a query parameter; those of a member of a form are the same.
fn open_notes(schema: &str, style: &str) -> Vec<String> {
    let of = |text: String| {
        let (_, said) = read(&text, &[]);
        let notes = said.into_iter();
        notes
            .map(|it| it.replace("note[parameter] OpenAPI leaves open how ", ""))
            .collect::<Vec<_>>()
    };
    let responses = "responses: {'204': {description: ''}}";
    let parameter = of(format!(
        "paths:\n  /a: {{get: {{parameters: [{{name: q, in: query, {style}, schema: {{{schema}}}}}], {responses}}}}}\n"
    ));
    let member = of(format!(
        "paths:\n  /a: {{post: {{requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{q: {{{schema}}}}}}}, encoding: {{q: {{{style}}}}}}}}}}}, {responses}}}}}\n"
    ));
    assert_eq!(parameter, member, "{schema} {style}");
    parameter
}

#[test]
fn what_openapi_leaves_open_about_styles_is_named() {
    let array = "type: array, items: {type: string, nullable: true}";
    let object = "type: object, properties: {a: {type: string}}";
    let nested = "type: object, properties: {a: {type: object, properties: {b: {type: string}}}}";
    let lists = "type: array, items: {type: array, items: {type: string}}";
    let json = "`form` writes arrays and objects within others; they are sent as JSON";
    for (schema, style, expected) in [
        (array, "style: form", ""),
        (array, "explode: false", ""),
        (array, "style: spaceDelimited", ""),
        (object, "style: deepObject", ""),
        (object, "style: pipeDelimited, explode: false", ""),
        (
            array,
            "style: pipeDelimited, explode: true",
            "`pipeDelimited` writes with `explode`; written as `form` with it",
        ),
        (
            "type: integer",
            "style: spaceDelimited",
            "`spaceDelimited` writes a single value; written as `form`",
        ),
        (
            array,
            "style: deepObject",
            "`deepObject` writes an array; each item is sent as `name[]=…`",
        ),
        (
            "type: integer",
            "style: deepObject",
            "warning[parameter] `deepObject` is for objects, and this is a single value; written as `form`",
        ),
        (
            object,
            "style: deepObject, explode: false",
            "`deepObject` writes without `explode`; written as with it",
        ),
        (
            nested,
            "style: deepObject",
            "`deepObject` writes arrays and objects within others; they are sent in further brackets, such as `name[member][inner]=…`",
        ),
        (nested, "style: form", json),
        (lists, "explode: true", json),
    ] {
        let notes = open_notes(schema, style).join("\n");
        assert_eq!(notes, expected, "{schema} {style}");
    }
}

#[test]
fn a_style_of_a_member_goes_before_its_media_type() {
    let said = |encoding: &str| {
        let text = format!(
            "paths:\n  /a: {{post: {{requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{q: {{type: object, properties: {{b: {{type: string}}}}}}}}}}, encoding: {{q: {{{encoding}}}}}}}}}}}, responses: {{'204': {{description: ''}}}}}}}}\n"
        );
        read(&text, &[]).1
    };
    assert_eq!(
        said("style: deepObject, contentType: application/json"),
        ["note[media-types] `contentType` has no effect beside `style` or `explode`; ignored"]
    );
    assert_eq!(
        said("contentType: application/xml"),
        [
            "note[media-types] a member is not written as `application/xml`; arrays are repeated, and objects are JSON"
        ]
    );
    assert_eq!(said("contentType: application/json"), [""; 0]);
}

#[test]
fn an_encoding_without_effect_is_named() {
    let pair =
        "schema: {type: object, properties: {a: {type: string}}}, encoding: {a: {style: form}}";
    let (bindings, said) = read(
        &format!(
            "paths:
  /a:
    get: {{responses: {{'200': {{description: '', content: {{multipart/form-data: {{{pair}}}}}}}}}}}
    post: {{requestBody: {{content: {{application/json: {{{pair}}}}}}}, responses: {{'204': {{description: ''}}}}}}
    put: {{requestBody: {{content: {{application/x-www-form-urlencoded: {{{pair}}}}}}}, responses: {{'204': {{description: ''}}}}}}
"
        ),
        &[],
    );
    let reason = "`encoding` is for forms that are sent, and has no effect here";
    assert_eq!(
        skipped(&bindings),
        [
            format!(
                "#/paths/~1a/get/responses/200/content/multipart~1form-data/encoding: {reason}"
            ),
            format!("#/paths/~1a/post/requestBody/content/application~1json/encoding: {reason}"),
        ]
    );
    let note = format!("note[media-types] {reason}; ignored");
    assert_eq!(said.iter().filter(|it| **it == note).count(), 2, "{said:?}");
}

#[test]
fn cookies_of_several_values_are_named() {
    let said = |rest: &str| {
        let text = format!(
            "paths:\n  /a: {{get: {{parameters: [{{name: q, in: cookie, {rest}}}], responses: {{'204': {{description: ''}}}}}}}}\n"
        );
        read(&text, &[]).1
    };
    let list = "schema: {type: array, items: {type: string}}";
    assert_eq!(
        said(list),
        [
            "note[parameter] OpenAPI leaves open how cookies are written with `explode`; each item or member is a cookie of its own"
        ]
    );
    assert_eq!(said(&format!("explode: false, {list}")), [""; 0]);
    assert_eq!(said("schema: {type: string}"), [""; 0]);
}

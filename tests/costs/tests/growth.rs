//! Twice as much of a construct takes about twice as much work.

use std::fmt::Write;

use costs::allocations;

/// A document whose one response has the schema `Whole`, with a number of parts.
type Document = fn(usize) -> String;

/// The documents, by what they have a number of.
const DOCUMENTS: [(&str, Document); 2] = [
    ("members of a mapping", mapping),
    ("schemas that extend each other", chain),
];

/// The number of parts of the smaller document.
const PARTS: usize = 400;

fn document(schemas: &str) -> String {
    format!(
        "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /things:
    get:
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Whole'}}}}}}}}}}
components:
  schemas:
{schemas}"
    )
}

/// A union, with a discriminator that maps a value to each member.
fn mapping(count: usize) -> String {
    let (mut members, mut mapping, mut schemas) = (String::new(), String::new(), String::new());
    for at in 0..count {
        let reference = format!("'#/components/schemas/M{at}'");
        write!(members, "{{$ref: {reference}}}, ").expect("a string");
        write!(mapping, "t{at}: {reference}, ").expect("a string");
        writeln!(
            schemas,
            "    M{at}: {{type: object, required: [k], properties: {{k: {{type: string}}, m{at}: {{type: string}}}}}}"
        )
        .expect("a string");
    }
    document(&format!(
        "    Whole: {{oneOf: [{members}], discriminator: {{propertyName: k, mapping: {{{mapping}}}}}}}\n{schemas}"
    ))
}

/// Schemas of which each is what the next one is.
fn chain(count: usize) -> String {
    let mut schemas = "    Whole: {allOf: [{$ref: '#/components/schemas/S0'}]}\n".to_owned();
    for at in 0..count {
        let next = at + 1;
        writeln!(
            schemas,
            "    S{at}: {{allOf: [{{$ref: '#/components/schemas/S{next}'}}]}}"
        )
        .expect("a string");
    }
    let last = "{type: object, required: [a], properties: {a: {type: string}}}";
    document(&format!("{schemas}    S{count}: {last}\n"))
}

// One test: the allocations of others at the same time would count as well.
#[test]
fn work_grows_as_the_document_does() {
    for (parts, document) in DOCUMENTS {
        let [once, twice] = [PARTS, 2 * PARTS].map(|count| allocations(document(count)));
        let growth = twice as f64 / once as f64;
        assert!(
            growth < 2.1,
            "twice as many {parts}: {once} allocations became {twice}"
        );
    }
}

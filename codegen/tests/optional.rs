//! The function that also takes what is optional has a name of its own, and so has the body among the parameters.

use connect_codegen::{Input, Outcome, Source, generate};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n";
const ID: &str = "{name: id, in: path, required: true, schema: {type: string}}";
const DONE: &str = "responses: {'204': {description: ''}}";

fn generated(paths: &str) -> Outcome<connect_codegen::Bindings> {
    let input = Input {
        document: Source::new("t.yml", format!("{HEAD}{paths}")),
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

/// The file of the resource `notes`.
fn notes(paths: &str) -> String {
    let bindings = generated(paths).value.expect("it is sound");
    let (_, text) = bindings
        .files
        .iter()
        .find(|(path, _)| *path == "src/notes.rs")
        .expect("the resource");
    text.to_owned()
}

#[test]
fn no_derived_name_is_that_of_a_function_with_what_is_optional() {
    let share = format!("  /notes/{{id}}/share-with:\n    post: {{parameters: [{ID}], {DONE}}}\n");
    let text = notes(&share);
    assert!(text.contains("pub fn share_with_call("), "{text}");
    let maybe = "{name: maybe, in: query, schema: {type: string}}";
    let both = format!(
        "{share}  /notes/{{id}}/share:\n    post: {{parameters: [{ID}, {maybe}], {DONE}}}\n"
    );
    let text = notes(&both);
    for function in ["share_with_call(", "share(", "share_with("] {
        assert!(text.contains(&format!("pub fn {function}")), "{text}");
    }
}

#[test]
fn a_pinned_name_of_a_function_with_what_is_optional_is_an_error() {
    let pinned = |name: &str| {
        format!(
            "  /notes/{{id}}:\n    get: {{parameters: [{ID}], {DONE}}}\n  /notes/{{id}}/x:\n    \
             get: {{x-connect-function: '{name}', parameters: [{ID}], {DONE}}}\n"
        )
    };
    let outcome = generated(&pinned("notes::get_with"));
    let said: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(outcome.value.is_none());
    assert_eq!(said.len(), 1, "{said:?}");
    let expected = "error[name]: `notes::get_with` is the name of what takes the optional parameters of `GET /notes/{id}`";
    assert!(said[0].contains(expected), "{}", said[0]);
    assert!(said[0].contains("t.yml:7:31"), "{}", said[0]);
    // There is no function without the ending, so nothing of it can be optional.
    assert!(notes(&pinned("notes::put_with")).contains("pub fn put_with("));
}

#[test]
fn a_parameter_is_not_called_as_the_body() {
    let body = "{name: body, in: query, schema: {type: string}}";
    let before = format!("  /notes:\n    post: {{parameters: [{body}], {DONE}}}\n");
    let request = "requestBody: {content: {application/json: {schema: {type: boolean}}}}";
    let after = format!("  /notes:\n    post: {{parameters: [{body}], {request}, {DONE}}}\n");
    assert!(notes(&before).contains("pub query_body: Option<String>"));
    let text = notes(&after);
    assert!(text.contains("pub query_body: Option<String>"), "{text}");
    assert!(text.contains("pub body: Option<bool>"), "{text}");
    // Callers do not write the names of arguments.
    let required = before.replace("in: query", "required: true, in: query");
    assert!(notes(&required).contains("create(body: impl AsRef<str>)"));
}

#[test]
fn a_function_of_many_arguments_says_why() {
    let needed = |name: usize| {
        format!("{{name: n{name}, in: query, required: true, schema: {{type: string}}}}")
    };
    let path = |required: usize| {
        let maybe = "{name: maybe, in: query, schema: {type: string}}".to_owned();
        let parameters: Vec<String> = (0..required).map(needed).chain([maybe]).collect();
        let parameters = parameters.join(", ");
        format!("  /notes:\n    get: {{parameters: [{parameters}], {DONE}}}\n")
    };
    let allowed = |required: usize| {
        notes(&path(required))
            .matches("clippy::too_many_arguments")
            .count()
    };
    // The function with what is optional has an argument more.
    assert_eq!([6, 7, 8].map(allowed), [0, 1, 2]);
}

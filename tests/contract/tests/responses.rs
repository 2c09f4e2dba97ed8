//! Random responses: what the contract allows, and what real responses do beyond it.

use std::cell::Cell;
use std::collections::BTreeSet;

use connect_codegen::{Bindings, Source};
use contract_tests::agree::agree;
use contract_tests::contract::{Contract, OVERLAYS, contract, directory, read, workspace};
use contract_tests::doc::{Doc, Spelling};
use contract_tests::mutate::{KINDS, mutations};
use contract_tests::operations::Operation;
use contract_tests::random::{responses, spellings};
use contract_tests::runner;
use contract_tests::scratch::bindings;
use contract_tests::shape::{Schema, Shape};
use contract_tests::subjects::{Subject, directory_subjects, subjects};
use contract_tests::validate;
use proptest::prop_assert;
use proptest::test_runner::{TestCaseError, TestError};

/// Each operation of both slices that returns JSON, as the contract and as code have it.
fn pairs() -> Vec<(Operation<'static>, Subject)> {
    let mut pairs = pairs_of(contract(), subjects());
    pairs.extend(pairs_of(directory(), directory_subjects()));
    pairs
}

fn pairs_of(
    contract: &'static Contract,
    subjects: Vec<Subject>,
) -> Vec<(Operation<'static>, Subject)> {
    let mut operations = contract.operations();
    let mut pairs = Vec::new();
    for subject in subjects {
        let index = operations
            .iter()
            .position(|it| it.function == subject.function);
        pairs.push((operations.remove(index.expect(subject.function)), subject));
    }
    pairs
}

/// Reads a document and compares its encoding with it.
fn comes_and_goes(
    subject: &Subject,
    schema: Schema<'_>,
    document: &Doc,
    spelling: Spelling,
) -> Result<(), TestCaseError> {
    let encoded = subject
        .read(&document.write(spelling))
        .map_err(TestCaseError::fail)?;
    agree(schema, document, &Doc::parse(&encoded)).map_err(TestCaseError::fail)
}

/// A failure that names the operation and shows the smallest document.
fn show<T: std::fmt::Debug>(function: &str, result: Result<(), TestError<T>>) {
    if let Err(TestError::Fail(reason, input)) = result {
        panic!("{function}: {reason}\nfor {input:?}");
    }
    assert!(result.is_ok(), "{function}: {result:?}");
}

#[test]
fn every_operation_is_here() {
    let operations = contract().operations();
    assert_eq!(operations.len(), 32);
    let named: BTreeSet<&str> = operations
        .iter()
        .filter(|it| !it.is_file)
        .map(|it| it.function.as_str())
        .collect();
    let here: BTreeSet<&str> = subjects().iter().map(|it| it.function).collect();
    assert_eq!(here, named);
    assert_eq!(subjects().len(), here.len());
    let files: Vec<_> = operations
        .iter()
        .filter(|it| it.is_file)
        .map(|it| it.function.as_str())
        .collect();
    assert_eq!(
        files,
        [
            "chunks::download",
            "reconciliations::processed_file",
            "reconciliations::uploaded_file"
        ]
    );

    let operations = directory().operations();
    let named: Vec<&str> = operations.iter().map(|it| it.function.as_str()).collect();
    let subjects = directory_subjects();
    let mut here: Vec<&str> = subjects.iter().map(|it| it.function).collect();
    here.sort_by_key(|function| named.iter().position(|it| it == function));
    assert_eq!(here, named);
}

#[test]
fn what_obeys_the_contract_comes_and_goes() {
    for (operation, subject) in pairs() {
        let schema = operation.success().expect("JSON");
        let result = runner(40).run(&(responses(schema), spellings()), |(document, spelling)| {
            comes_and_goes(&subject, schema, &document, spelling)
        });
        show(subject.function, result);
    }
}

#[test]
fn what_obeys_the_contract_survives_other_formats() {
    for (operation, subject) in pairs() {
        let schema = operation.success().expect("JSON");
        let result = runner(8).run(&responses(schema), |document| {
            let json = document.write(Spelling::Plain);
            subject.survives(&json).map_err(TestCaseError::fail)
        });
        show(subject.function, result);
    }
}

#[test]
fn what_is_made_obeys_the_contract() {
    let operations = [contract(), directory()].map(Contract::operations);
    for operation in operations.into_iter().flatten() {
        for (status, schema) in &operation.responses {
            let validator = validate::responses(*schema);
            let result = runner(10).run(&responses(*schema), |document| {
                let value = serde_json::from_str(&document.write(Spelling::Plain)).expect("JSON");
                let mistakes: Vec<_> = validator
                    .iter_errors(&value)
                    .map(|it| it.to_string())
                    .collect();
                prop_assert!(mistakes.is_empty(), "{mistakes:?}");
                Ok(())
            });
            show(&format!("{} {status}", operation.function), result);
        }
    }
}

/// The types that the code returns are those of the inventory, which is made from the contract.
#[test]
fn every_operation_answers_its_type() {
    let inventory = connect_review::inventory(&bindings_of_ours().api);
    let operations = inventory["operations"].as_array().expect("a list");
    for subject in subjects() {
        let operation = operations
            .iter()
            .find(|it| it["function"] == subject.function);
        let success = operation.expect(subject.function)["success"]
            .as_str()
            .expect("a type");
        let inner = |it: &'static str| {
            it.trim_end_matches('>')
                .rsplit("::")
                .next()
                .expect("a name")
        };
        let expected = success
            .trim_end_matches('>')
            .rsplit('<')
            .next()
            .expect("a name");
        assert_eq!(inner(subject.responses), expected, "{}", subject.function);
    }
}

fn bindings_of_ours() -> Bindings {
    let specs = workspace().join("specs/usage");
    let source = |name: &str| Source::new(format!("specs/usage/{name}"), read(&specs.join(name)));
    let overlays = OVERLAYS.map(|name| source(&format!("overlay/{name}.yml")));
    bindings(source("contract.yml"), overlays.into(), &[])
}

#[test]
fn what_real_answers_do_is_taken() {
    let done = [const { Cell::new(0_usize) }; KINDS.len()];
    for (operation, subject) in pairs() {
        let schema = operation.success().expect("JSON");
        let strategy = (responses(schema), mutations(), spellings());
        let result = runner(40).run(&strategy, |(mut document, mutations, spelling)| {
            for mutation in mutations {
                let count = &done[mutation.kind()];
                count.set(count.get() + usize::from(mutation.apply(schema, &mut document)));
            }
            comes_and_goes(&subject, schema, &document, spelling)
        });
        show(subject.function, result);
    }
    for (kind, count) in KINDS.iter().zip(&done) {
        println!("{kind}: {}", count.get());
        assert!(count.get() > 100, "{kind}: hardly ever done");
    }
}

#[test]
fn refusals_are_read() {
    let mut count = 0;
    for (operation, subject) in pairs() {
        let Some(schema) = operation.refusal() else {
            continue;
        };
        count += 1;
        let result = runner(10).run(&(responses(schema), spellings()), |(document, spelling)| {
            refused(&subject, schema, &document, spelling).map_err(TestCaseError::fail)
        });
        show(subject.function, result);
    }
    assert_eq!(count, 31, "operations that declare a refusal");
}

/// The type of the body, and the error that a call gives, say what the document says.
fn refused(
    subject: &Subject,
    schema: Schema<'_>,
    document: &Doc,
    spelling: Spelling,
) -> Result<(), String> {
    let json = document.write(spelling);
    let body: connect_usage_api::models::ErrorBody =
        serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let encoded = serde_json::to_string(&body).map_err(|error| error.to_string())?;
    agree(schema, document, &Doc::parse(&encoded))?;
    let error = subject.refuse(&json);
    if error.code() != body.error_code.as_deref() {
        return Err(format!("code is {:?}", error.code()));
    }
    if error.messages() != body.errors.unwrap_or_default() {
        return Err(format!("messages are {:?}", error.messages()));
    }
    if error.params() != body.params.as_ref() {
        return Err(format!("params are {:?}", error.params()));
    }
    Ok(())
}

#[test]
fn an_id_and_a_status_are_enough() {
    for (operation, subject) in pairs() {
        let schema = operation.success().expect("JSON");
        let lean = r#"{"id": "X", "status": "Y"}"#;
        let (json, row) = match schema.shape() {
            Shape::List(row) => (format!("[{lean}, {lean}]"), row),
            _ => (lean.to_owned(), schema),
        };
        let encoded = subject
            .read(&json)
            .unwrap_or_else(|error| panic!("{}: {error}", subject.function));
        agree(schema, &Doc::parse(&json), &Doc::parse(&encoded))
            .unwrap_or_else(|place| panic!("{}: {place}", subject.function));
        // What the type has of the two is kept, not passed over.
        let Shape::Object(properties) = row.shape() else {
            panic!("{}: a response that is not an object", subject.function);
        };
        for name in ["id", "status"] {
            let is_known = properties.iter().any(|it| it.name == name);
            assert_eq!(
                encoded.contains(name),
                is_known,
                "{}: {encoded}",
                subject.function
            );
        }
    }
}

#[test]
fn a_new_value_in_one_row_never_fails_the_page() {
    for (operation, subject) in pairs() {
        let schema = operation.success().expect("JSON");
        if let Shape::List(_) = schema.shape() {
            let rows: Vec<String> = (0..1000)
                .map(|row| format!(r#"{{"id": {row}, "status": "new {row}"}}"#))
                .collect();
            let json = format!("[{}]", rows.join(","));
            let encoded = subject
                .read(&json)
                .unwrap_or_else(|error| panic!("{}: {error}", subject.function));
            assert_eq!(Doc::parse(&encoded).len(), 1000);
            agree(schema, &Doc::parse(&json), &Doc::parse(&encoded)).expect("nothing is lost");
        }
    }
}

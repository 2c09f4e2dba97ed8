//! Random requests, built as a user builds them: what is sent validates against the contract.

use std::collections::BTreeSet;

use connect_runtime::serde::Serialize;
use connect_runtime::{Body, Call, OpenEnum};
use connect_usage_api::models::{
    AcceptUsageFile, CloseChunk, CloseManyRecord, CloseUsageRecord, NewPeriod, NewUsageFile,
    ObjectId, RejectUsageFile, UpdateChunk, UpdateUsageFile, UpdateUsageRecord, UsageRecordStatus,
};
use connect_usage_api::{chunks, files, records};
use contract_tests::contract::contract;
use contract_tests::random::texts;
use contract_tests::shape::{Schema, Shape};
use contract_tests::{runner, validate};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What a call sends; serde must write the same of the body alone.
fn sent<B: Serialize + Clone, T>(body: B, call: impl FnOnce(B) -> Call<T>) -> Value {
    let alone = serde_json::to_value(&body).expect("any body can be written");
    let call = call(body);
    call.check().expect("any body can be sent");
    let Body::Json(bytes) = call.request().body() else {
        panic!("{:?} is not JSON", call.request().body());
    };
    let sent: Value = serde_json::from_slice(bytes).expect("JSON is sent");
    assert_eq!(sent, alone);
    sent
}

/// Sets what there is.
fn with<B, V>(body: B, value: Option<V>, set: impl FnOnce(B, V) -> B) -> B {
    match value {
        Some(value) => set(body, value),
        None => body,
    }
}

fn text() -> impl Strategy<Value = String> + Clone {
    texts(40)
}

fn perhaps() -> impl Strategy<Value = Option<String>> + Clone {
    prop::option::of(text())
}

/// Periods that do not end before they begin: others are not sent.
fn periods() -> impl Strategy<Value = NewPeriod> {
    let date = || prop::option::of((0..=9999_i32, 1..=365_u16));
    let made =
        |(year, day)| time::Date::from_ordinal_date(year, day).expect("every year has 365 days");
    (date(), date()).prop_map(move |(one, other)| {
        let (from, to) = match (one, other) {
            (Some(from), Some(to)) => (Some(from.min(to)), Some(from.max(to))),
            incomplete => incomplete,
        };
        let period = with(NewPeriod::new(), from.map(made), NewPeriod::from);
        with(period, to.map(made), NewPeriod::to)
    })
}

fn new_usage_files() -> impl Strategy<Value = NewUsageFile> {
    let texts = (perhaps(), perhaps(), perhaps(), perhaps(), perhaps());
    (
        text(),
        text(),
        texts,
        prop::option::of(periods()),
        any::<bool>(),
    )
        .prop_map(
            |(
                product,
                contract,
                (name, description, note, currency, external_id),
                period,
                late,
            )| {
                let mut body = NewUsageFile::new(product.as_str(), ObjectId::new(&contract));
                if late {
                    body = NewUsageFile::new("", "")
                        .product(product)
                        .contract(contract);
                }
                let body = with(body, name, NewUsageFile::name);
                let body = with(body, description, NewUsageFile::description);
                let body = with(body, note, NewUsageFile::note);
                let body = with(body, currency, NewUsageFile::currency);
                let body = with(body, external_id, NewUsageFile::external_id);
                with(body, period, NewUsageFile::period)
            },
        )
}

fn update_usage_files() -> impl Strategy<Value = UpdateUsageFile> {
    let texts = (perhaps(), perhaps(), perhaps(), perhaps());
    (texts, prop::option::of(periods())).prop_map(
        |((description, note, currency, external_id), period)| {
            let body = with(
                UpdateUsageFile::new(),
                description,
                UpdateUsageFile::description,
            );
            let body = with(body, note, UpdateUsageFile::note);
            let body = with(body, currency, UpdateUsageFile::currency);
            let body = with(body, external_id, UpdateUsageFile::external_id);
            with(body, period, UpdateUsageFile::period)
        },
    )
}

/// What an operation is called, and a strategy for what it sends.
type Sender = (&'static str, BoxedStrategy<Value>);

/// A strategy for what each operation with a body in JSON sends.
fn senders() -> Vec<Sender> {
    [file_senders(), chunk_senders(), record_senders()].concat()
}

fn file_senders() -> Vec<Sender> {
    vec![
        (
            "files::create",
            new_usage_files()
                .prop_map(|it| sent(it, files::create))
                .boxed(),
        ),
        (
            "files::update",
            update_usage_files()
                .prop_map(|it| sent(it, |it| files::update("F").body(it)))
                .boxed(),
        ),
        (
            "files::accept",
            perhaps()
                .prop_map(|note| {
                    with(
                        AcceptUsageFile::new(),
                        note,
                        AcceptUsageFile::acceptance_note,
                    )
                })
                .prop_map(|it| sent(it, |it| files::accept("F").body(it)))
                .boxed(),
        ),
        (
            "files::reject",
            perhaps()
                .prop_map(|note| {
                    with(
                        RejectUsageFile::new(),
                        note,
                        RejectUsageFile::rejection_note,
                    )
                })
                .prop_map(|it| sent(it, |it| files::reject("F").body(it)))
                .boxed(),
        ),
    ]
}

fn chunk_senders() -> Vec<Sender> {
    let notes = (text(), perhaps());
    vec![
        (
            "chunks::update",
            text()
                .prop_map(|id| sent(UpdateChunk::new(id), |it| chunks::update("C", it)))
                .boxed(),
        ),
        (
            "chunks::close",
            notes
                .prop_map(|(id, note)| {
                    with(CloseChunk::new(id), note, CloseChunk::external_billing_note)
                })
                .prop_map(|it| sent(it, |it| chunks::close("C", it)))
                .boxed(),
        ),
    ]
}

fn record_senders() -> Vec<Sender> {
    let statuses = select(UsageRecordStatus::KNOWN.to_vec());
    let record = (text(), perhaps(), perhaps()).prop_map(|(id, billing_id, note)| {
        let body = with(
            CloseManyRecord::new(id),
            billing_id,
            CloseManyRecord::external_billing_id,
        );
        with(body, note, CloseManyRecord::external_billing_note)
    });
    vec![
        (
            "records::update",
            statuses
                .prop_map(|it| sent(UpdateUsageRecord::new(it), |it| records::update("R", it)))
                .boxed(),
        ),
        (
            "records::close",
            (perhaps(), perhaps())
                .prop_map(|(id, note)| {
                    let body = with(
                        CloseUsageRecord::new(),
                        id,
                        CloseUsageRecord::external_billing_id,
                    );
                    with(body, note, CloseUsageRecord::external_billing_note)
                })
                .prop_map(|it| sent(it, |it| records::close("R").body(it)))
                .boxed(),
        ),
        (
            "records::close_many",
            prop::collection::vec(record, 0..4)
                .prop_map(|it| sent(it, records::close_many))
                .boxed(),
        ),
    ]
}

/// The members that a schema has, by path; and those of a value.
fn fields_of_schema(schema: Schema<'_>, at: &str, found: &mut BTreeSet<String>) {
    match schema.shape() {
        Shape::List(items) => fields_of_schema(items, at, found),
        Shape::Object(properties) => {
            for property in properties {
                let path = format!("{at}/{}", property.name);
                fields_of_schema(property.schema, &path, found);
                found.insert(path);
            }
        }
        _ => {}
    }
}

fn fields_of_value(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    for item in value.as_array().into_iter().flatten() {
        fields_of_value(item, at, found);
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let path = format!("{at}/{key}");
        fields_of_value(value, &path, found);
        found.insert(path);
    }
}

#[test]
fn every_request_in_json_is_here() {
    let operations = contract().operations();
    let named: BTreeSet<&str> = operations
        .iter()
        .filter(|it| it.request.is_some())
        .map(|it| it.function.as_str())
        .collect();
    let here: BTreeSet<&str> = senders().iter().map(|(function, _)| *function).collect();
    assert_eq!(here, named);
    assert_eq!(here.len(), 9);
}

#[test]
fn what_is_sent_validates() {
    for (function, strategy) in senders() {
        let operation = contract().operation_named(function);
        let schema = operation.request.expect("JSON");
        let validator = validate::requests(schema);
        let found = std::cell::RefCell::new(BTreeSet::new());
        let result = runner(100).run(&strategy, |value| {
            let mistakes: Vec<_> = validator
                .iter_errors(&value)
                .map(|it| it.to_string())
                .collect();
            prop_assert!(mistakes.is_empty(), "{value}: {mistakes:?}");
            fields_of_value(&value, "", &mut found.borrow_mut());
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{function}: {error}"));
        // Everything that the contract takes can be sent.
        let mut all = BTreeSet::new();
        fields_of_schema(schema, "", &mut all);
        assert_eq!(found.into_inner(), all, "{function}");
    }
}

/// The validator refuses what the types cannot express: a required field left out, another field, a
/// date that is none, a value of another type.
#[test]
fn the_validator_is_awake() {
    for (function, strategy) in senders() {
        let operation = contract().operation_named(function);
        let validator = validate::requests(operation.request.expect("JSON"));
        let schema = validate::json_schema(operation.request.expect("JSON"), "readOnly");
        let (schema, is_list) = match schema.get("items") {
            Some(items) => (items.clone(), true),
            None => (schema, false),
        };
        let result = runner(5).run(&strategy, |value| {
            let body = if is_list { json!({"id": "R"}) } else { value };
            let refused = |body: &Value| {
                let value = if is_list { json!([body]) } else { body.clone() };
                !validator.is_valid(&value)
            };
            prop_assert!(!refused(&body));
            for required in schema["required"].as_array().into_iter().flatten() {
                let mut less = body.clone();
                less.as_object_mut()
                    .expect("an object")
                    .remove(required.as_str().expect("a name"));
                prop_assert!(refused(&less), "without {required}");
            }
            for (key, value) in [("created_at", json!("now")), ("id", json!({}))] {
                let mut more = body.clone();
                more[key] = value;
                prop_assert!(refused(&more), "with {key}");
            }
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{function}: {error}"));
    }
    let create = validate::requests(
        contract()
            .operation_named("files::create")
            .request
            .expect("JSON"),
    );
    let with_period = |from: &str| json!({"product": {"id": "P"}, "contract": {"id": "C"}, "period": {"from": from}});
    assert!(create.is_valid(&with_period("2029-01-31")));
    for from in ["2029-02-30", "2029-01-31T00:00:00Z", "soon"] {
        assert!(!create.is_valid(&with_period(from)), "{from}");
    }
}

/// A status that the contract does not know yet can be sent all the same: that is for the API to judge.
#[test]
fn an_unknown_status_is_sent_as_it_is() {
    for text in ["", "Approved", "APPROVED", "Unrecognized", "later"] {
        let body = sent(UpdateUsageRecord::new(text), |it| records::update("R", it));
        assert_eq!(body, json!({"status": text}));
    }
}

/// There is nothing read-only in what `/usage` takes; another prefix has it.
#[test]
fn nothing_that_is_sent_is_read_only_or_null() {
    for operation in contract().operations() {
        if let Some(schema) = operation.request {
            let text = schema.node().to_string();
            assert!(
                !text.contains("\"readOnly\":true"),
                "{}",
                operation.function
            );
            assert!(
                !text.contains("\"nullable\":true"),
                "{}",
                operation.function
            );
        }
    }
}

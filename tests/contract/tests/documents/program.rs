//! Prints what is sent for the presences of fields; then, for each line of the input, what becomes of
//! a response.

use connect_runtime::driver::response;
use std::collections::BTreeMap;
use std::io::BufRead as _;

use connect_runtime::{Body, Call, Decimal, HeaderMap, Json, StatusCode};
use nests::models::{AllInput, FeeInput, FlatInput, FlatKind, NestInput, One, OneInput, PartInner, PartInput};
use nests::models::{SteppedInput, SteppedKind, TaggedInput};

/// What a call sends.
fn sent<T>(name: &str, call: Call<T>) {
    call.check().expect("the call can be sent");
    let Body::Json(bytes) = call.request().body() else {
        panic!("{name} is not JSON");
    };
    println!("{name}\t{}", String::from_utf8_lossy(bytes));
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

//HUBS

/// A request with a number in every nesting.
fn nest() -> NestInput {
    let number = || decimal("9999999999999999.123456");
    let part = || PartInput::new(number()).inner(PartInner::new().amounts(vec![number()]));
    let by_name = |value| BTreeMap::from([("a".to_owned(), value)]);
    let flat = || FlatInput::new(FlatKind::Flat, number());
    let stepped = SteppedInput::new(SteppedKind::Stepped, vec![number()]);
    NestInput::new()
        .amount(number())
        .or_null(number())
        .list(vec![number()])
        .table(vec![vec![number()], vec![]])
        .part(part())
        .parts(vec![part()])
        .by_name(by_name(number()))
        .lists_by_name(BTreeMap::from([("a".to_owned(), vec![number()])]))
        .parts_by_name(BTreeMap::from([("a".to_owned(), part())]))
        .one(OneInput::FeeInput(Box::new(FeeInput::new(number()))))
        .ones(vec![
            OneInput::Number(number()),
            OneInput::NumberList(vec![number()]),
            OneInput::PartInput(Box::new(part())),
        ])
        .tagged(TaggedInput::FlatInput(Box::new(flat())))
        .tagged_by_name(BTreeMap::from([("a".to_owned(), TaggedInput::SteppedInput(Box::new(stepped)))]))
        .all(AllInput::new(number()).more(number()))
        .anything(Json::parse("9999999999999999.123456").expect("JSON"))
        .again(NestInput::new().amount(number()))
}

fn main() {
    hubs();
    sent("nest", nests::nests::create().body(nest()));
    sent("nest clear", nests::nests::create().body(NestInput::new().clear_or_null()));

    let get = nests::nests::get("N-1");
    for line in std::io::stdin().lock().lines() {
        let body = line.expect("the input is UTF-8");
        let response = response(StatusCode::OK, HeaderMap::new(), body);
        match get.decode(response) {
            Ok(nest) => {
                // The numbers are decimals, so that they can be computed with.
                if let Some(amount) = nest.amount.as_ref().and_then(Decimal::as_decimal) {
                    assert_eq!(nest.amount, Some(Decimal::from(amount + connect_runtime::rust_decimal::Decimal::ZERO)));
                }
                let kept = match &nest.one {
                    Some(One::Unrecognized(json)) => json.as_str().to_owned(),
                    _ => String::new(),
                };
                println!("ok\t{}\t{kept}", serde_json::to_string(&nest).expect("JSON"));
            }
            Err(error) => println!("error\t{}\t{error}", error.path().unwrap_or_default()),
        }
    }
}

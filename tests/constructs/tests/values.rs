//! Numbers and formats.

mod support;

use connect_runtime::{Base64, Decimal, ErrorKind, Json, Uuid};
use constructs::models::{Counts, NewCount, Seal};
use constructs::{counts, seals};
use support::{answer, json, read, sent};

fn counts(text: &str) -> Counts {
    read(&counts::get(), text)
}

#[test]
fn integers_have_the_range_of_their_format() {
    assert_eq!(counts(r#"{"rank":2147483647}"#).rank, Some(i32::MAX));
    let error = answer(&counts::get(), 200, r#"{"rank":2147483648}"#).expect_err("too large");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("$.rank"))
    );
    let big = counts(r#"{"big":-9223372036854775808}"#).big;
    assert_eq!(big, Some(i64::MIN));
    let grains = counts(r#"{"grains":18446744073709551615}"#).grains;
    assert_eq!(grains, Some(u64::MAX));
}

#[test]
fn integers_beyond_64_bits_keep_their_digits() {
    let read = counts(r#"{"grains":1,"atoms":18446744073709551616}"#);
    let atoms = Json::parse("18446744073709551616").expect("JSON");
    assert_eq!((read.grains, read.atoms), (Some(1), Some(atoms)));
}

#[test]
fn numbers_keep_their_digits() {
    for text in ["1e300", "5.551115123125783e-17", "-0.1", "1E400"] {
        let mass = counts(&format!(r#"{{"mass":{text}}}"#)).mass;
        let mass = mass.expect("a number");
        assert_eq!(Some(&mass), text.parse().ok().as_ref(), "{text}");
    }
    let list = counts(r#"{"list":[1e300,2.50]}"#).list.expect("a list");
    assert_eq!(
        list,
        ["1e300", "2.5"].map(|it| it.parse::<Decimal>().expect("a number"))
    );
    assert_eq!(counts(r#"{"price":1e300}"#).price, "1e300".parse().ok());
    assert_eq!(counts(r#"{"ratio":0.1}"#).ratio, "0.1".parse().ok());
}

#[test]
fn numbers_are_sent_as_they_are() {
    let body = NewCount::new(255, i32::MIN).grains(u64::MAX).mass(5);
    let call = counts::create_with(body, counts::CreateParameters::new().rank(i32::MAX));
    assert_eq!(
        json(&call),
        r#"{"level":255,"rank":-2147483648,"grains":18446744073709551615,"mass":5}"#
    );
    assert_eq!(sent(&call), "POST /counts?rank=2147483647");
}

const ID: &str = "6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44";

#[test]
fn formats_of_texts() {
    let text = format!(
        r#"{{"at":"2029-01-02T03:04:05Z","day":"2029-01-02","id":"{ID}","link":"a:b","mail":"a@b","seal":"AP8=","span":"P3D"}}"#
    );
    let seal: Seal = read(&seals::get(), &text);
    assert_eq!(seal.seal, Some(Base64::from(&[0x00, 0xff][..])));
    assert_eq!(seal.id, ID.parse::<Uuid>().ok());
    assert_eq!(seal.span.as_deref(), Some("P3D"));
    assert_eq!(seal.day, "2029-01-02".parse().ok());
    assert_eq!(seal.link.as_deref(), Some("a:b"));
    assert_eq!(json(&seals::create().body(seal)), text);
}

#[test]
fn formats_of_parameters() {
    let parameters = seals::GetParameters::new()
        .id(ID.parse::<Uuid>().expect("a UUID"))
        .seal(Base64::from(&[0xfb, 0xff][..]));
    assert_eq!(
        sent(&seals::get_with(parameters)),
        format!("GET /seals?id={ID}&seal=%2B%2F8%3D")
    );
}

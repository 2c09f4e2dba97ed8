//! Bases whose `oneOf` has members that do not extend them, and heirs that have heirs themselves.

mod support;

use constructs::models::{Barge, BargeBaseInput, Ferry, LighterInput, Sledge};
use constructs::{barges, ferries, sledges};
use support::{json, read};

#[test]
fn members_that_do_not_extend_the_base() {
    let sledge = |text: &str| read(&sledges::get(), text);
    let Sledge::Pulk(pulk) = sledge(r#"{"sort":"pulk","length":2,"load":3}"#) else {
        panic!("expected a member of `oneOf`");
    };
    // What only the base declares belongs to the member as well.
    assert_eq!((pulk.length, pulk.load), (Some(2), Some(3)));
    let Sledge::Luge(luge) = sledge(r#"{"sort":"luge","speed":4,"load":5}"#) else {
        panic!("expected a member of `oneOf`");
    };
    assert_eq!((luge.speed, luge.load), (Some(4), Some(5)));
}

#[test]
fn heirs_beside_members_that_do_not_extend_the_base() {
    let sledge = |text: &str| read(&sledges::get(), text);
    let Sledge::Toboggan(toboggan) = sledge(r#"{"sort":"Toboggan","brake":true,"load":6}"#) else {
        panic!("expected an heir");
    };
    assert_eq!((toboggan.brake, toboggan.load), (Some(true), Some(6)));
    let Sledge::Base(base) = sledge(r#"{"sort":"sleigh","load":7}"#) else {
        panic!("expected the base");
    };
    assert_eq!(base.load, Some(7));
}

#[test]
fn an_heir_with_heirs_is_one_of_them() {
    let barge = |text: &str| read(&barges::get(), text);
    let Barge::Lighter(lighter) = barge(r#"{"sort":"lighter","length":1,"load":2,"tow":3}"#) else {
        panic!("expected an heir of the heir");
    };
    let members = (lighter.length, lighter.load, lighter.tow);
    assert_eq!(members, (Some(1), Some(2), Some(3)));
    let Barge::Base(base) = barge(r#"{"sort":"barge","length":1,"load":2}"#) else {
        panic!("expected the heir itself");
    };
    assert_eq!((base.length, base.load), (Some(1), Some(2)));
}

#[test]
fn an_heir_with_heirs_is_sent_as_one_of_them() {
    let lighter = LighterInput::new("any").tow(3);
    let sent = json(&barges::create(lighter.into()));
    assert_eq!(sent, r#"{"sort":"lighter","tow":3}"#);
    let barge = BargeBaseInput::new("barge").load(2);
    let sent = json(&barges::create(barge.into()));
    assert_eq!(sent, r#"{"sort":"barge","load":2}"#);
}

#[test]
fn an_heir_with_heirs_is_itself_among_all_heirs() {
    let ferry = |text: &str| read(&ferries::get(), text);
    let Ferry::BargeBase(barge) = ferry(r#"{"sort":"barge","load":2}"#) else {
        panic!("expected the heir with heirs");
    };
    assert_eq!(barge.load, Some(2));
    let Ferry::Lighter(lighter) = ferry(r#"{"sort":"lighter","load":2,"tow":3}"#) else {
        panic!("expected the heir of the heir");
    };
    assert_eq!((lighter.load, lighter.tow), (Some(2), Some(3)));
}

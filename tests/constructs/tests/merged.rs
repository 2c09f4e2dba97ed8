//! Properties that several parts of an `allOf` declare, each with other members.

mod support;

use std::collections::BTreeMap;

use constructs::models::{
    Bow, Frame, FrameOwner, Knot, TrellisBarInput, TrellisInput, TrellisMarks, TrellisOwnerInput,
    TrellisOwnerSize, TrellisSupportInput,
};
use constructs::{knots, trellises};
use support::{json, read};

#[test]
fn members_of_all_parts_are_sent() {
    let owner = TrellisOwnerInput::new("T1", 4)
        .name("Ivy")
        .phone("12")
        .size(TrellisOwnerSize::new().wide(1).deep(2));
    let call = trellises::create().body(TrellisInput::new().owner(owner));
    assert_eq!(
        json(&call),
        r#"{"owner":{"id":"T1","seat":4,"size":{"wide":1,"deep":2},"name":"Ivy","phone":"12"}}"#
    );
    let bars = vec![TrellisBarInput::new("x").wide(3)];
    let call = trellises::create().body(TrellisInput::new().bars(bars));
    assert_eq!(json(&call), r#"{"bars":[{"wide":3,"mark":"x"}]}"#);
    let support = TrellisSupportInput::new()
        .height(1)
        .set_next(TrellisSupportInput::new().angle(2));
    let call = trellises::create().body(TrellisInput::new().support(support));
    assert_eq!(
        json(&call),
        r#"{"support":{"height":1,"next":{"angle":2}}}"#
    );
}

#[test]
fn members_of_all_parts_are_read() {
    let call = trellises::create().body(TrellisInput::new());
    let text = r#"{"owner":{"id":"T1","name":"Ivy","phone":"12","size":{"wide":1,"deep":2}},
        "bars":[{"wide":3,"mark":"x"}],"support":{"next":{"height":5,"angle":2}}}"#;
    let trellis = read(&call, text);
    let owner = trellis.owner.expect("an owner");
    assert_eq!(owner.id.as_deref(), Some("T1"));
    assert_eq!(owner.name.as_deref(), Some("Ivy"));
    assert_eq!(owner.phone.as_deref(), Some("12"));
    assert_eq!(owner.size, Some(TrellisOwnerSize::new().wide(1).deep(2)));
    let bars = trellis.bars.expect("bars");
    assert_eq!(
        (bars[0].wide, bars[0].mark.as_deref()),
        (Some(3), Some("x"))
    );
    let next = trellis.support.and_then(|it| it.next).expect("a support");
    assert_eq!((next.height, next.angle), (Some(5), Some(2)));
}

#[test]
fn members_that_one_part_declares_stand_beside_the_map_of_another() {
    let more = BTreeMap::from([("left".to_owned(), "b".to_owned())]);
    let marks = TrellisMarks::new().top("a").additional_properties(more);
    let call = trellises::create().body(TrellisInput::new().marks(marks.clone()));
    let text = r#"{"marks":{"top":"a","left":"b"}}"#;
    assert_eq!(json(&call), text);
    assert_eq!(read(&call, text).marks, Some(marks));
}

#[test]
fn a_part_stays_as_it_is_where_it_stands_alone() {
    let owner = FrameOwner::new("T1").seat(2);
    let call = trellises::frame().body(Frame::new().owner(owner));
    assert_eq!(json(&call), r#"{"owner":{"id":"T1","seat":2}}"#);
}

#[test]
fn a_child_has_what_its_base_declares_though_the_base_is_made_of_the_child() {
    let call = knots::create().body(Bow::new().kind("Bow").cord("red").loops(2));
    let text = r#"{"cord":"red","kind":"Bow","loops":2}"#;
    assert_eq!(json(&call), text);
    let knot = read(&call, text);
    assert!(
        matches!(&knot, Knot::Bow(it) if it.cord.as_deref() == Some("red") && it.loops == Some(2))
    );
    let knot = read(&call, r#"{"cord":"red","kind":"plain"}"#);
    assert!(matches!(&knot, Knot::Base(it) if it.cord.as_deref() == Some("red")));
}

//! Bases whose `oneOf` has members that do not extend them.

mod support;

use constructs::models::Sledge;
use constructs::sledges;
use support::read;

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

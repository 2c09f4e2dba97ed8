//! Unions within unions that are told apart by the same property, over several levels.

mod support;

use constructs::models::{
    Ant, Bee, Beetle, BeetleBase, BeetleBaseObject, DeepPest, LaxPest, MiddlePest, Mite, Stag, Tick,
};
use constructs::{pests, pests_deep};
use support::{json, read};

const ALL: &str = r#"[{"sort":"Bee","honey":1},{"sort":"m","eyes":8},{"sort":"Tick","bites":2},{"sort":"Stag","bite":3,"stand":{"height":4}},{"sort":"beetle","horns":5},{"sort":"Ant","legs":6}]"#;

fn pests() -> Vec<DeepPest> {
    let lax = |it: LaxPest| MiddlePest::from(it).into();
    vec![
        lax(Bee::new().sort("Bee").honey(1).into()),
        MiddlePest::from(Mite::new().sort("m").eyes(8)).into(),
        Tick::new().sort("Tick").bites(2).into(),
        Beetle::from(
            Stag::new()
                .sort("Stag")
                .bite(3)
                .stand(BeetleBase::new().height(4)),
        )
        .into(),
        Beetle::from(BeetleBaseObject::new().sort("beetle").horns(5)).into(),
        lax(Ant::new().legs(6).into()),
    ]
}

#[test]
fn a_tag_of_an_inner_union_leads_to_it() {
    assert_eq!(read(&pests_deep::list(), ALL), pests());
}

#[test]
fn a_tag_is_written_by_the_innermost_union() {
    let sent = json(&pests::deep(pests()));
    assert_eq!(read(&pests_deep::list(), &sent), pests());
    assert!(sent.ends_with(r#"{"sort":"Ant","legs":6}]"#), "{sent}");
    let bee = MiddlePest::from(LaxPest::from(Bee::new()));
    assert_eq!(json(&pests::deep(vec![bee.into()])), r#"[{"sort":"Bee"}]"#);
}

//! Null within values, members that are not declared, references and recursion.

mod support;

use connect_runtime::{Date, Json};
use constructs::models::{
    Bin, Branch, GapsInput, LinkThreeInput, LooseBinInput, MaybeCider, NewBin, Root, Size, Thicket,
    UpdateGapMaybe, UpdateGapMaybeEither, Wood,
};
use constructs::{
    bins, bins_kinds, branches, gaps, gaps_inline, gaps_list, gaps_maybe, grafts, hedges, roots,
    thickets, vines,
};
use support::{json, read};

#[test]
fn null_within_lists_and_maps() {
    let gap = read(
        &gaps::get(),
        r#"{"marks":["a",null],"sizes":{"a":1,"b":null},"woods":[null,"oak"],"grid":[[1,null],[]]}"#,
    );
    assert_eq!(gap.marks, Some(vec![Some("a".to_owned()), None]));
    let sizes = gap.sizes.expect("a map");
    assert_eq!((sizes["a"], sizes["b"]), (Some(1), None));
    assert_eq!(gap.woods, Some(vec![None, Some(Wood::Oak)]));
    assert_eq!(gap.grid, Some(vec![vec![Some(1), None], vec![]]));
    assert_eq!(read(&gaps_list::list(), "[1,null]"), [Some(1), None]);
}

#[test]
fn null_within_lists_and_maps_is_sent() {
    let sizes = [("a".to_owned(), Some(1)), ("b".to_owned(), None)].into();
    let body = GapsInput::new(sizes).marks(vec![Some("a".to_owned()), None]);
    let call = gaps::update_all(body);
    let text = r#"{"sizes":{"a":1,"b":null},"marks":["a",null]}"#;
    assert_eq!(json(&call), text);
    assert_eq!(
        read(&call, text).marks,
        Some(vec![Some("a".to_owned()), None])
    );
    let call = gaps::update_all(GapsInput::new(Default::default()).clear_label());
    assert_eq!(json(&call), r#"{"sizes":{},"label":null}"#);
    let call = gaps::post_list(vec![Some("a".to_owned()), None]);
    assert_eq!(json(&call), r#"["a",null]"#);
}

#[test]
fn whole_bodies_can_be_null() {
    assert_eq!(read(&gaps::get_whole(), "null"), None);
    let cider = read(&gaps::get_whole(), r#"{"sort":"dry"}"#).expect("a cider");
    assert_eq!(cider.sort.as_deref(), Some("dry"));
    assert_eq!(read(&gaps_inline::list(), "null"), None);
    let list = read(&gaps_inline::list(), r#"["a"]"#);
    assert_eq!(list, Some(vec!["a".to_owned()]));
}

#[test]
fn members_that_are_not_declared_are_kept_and_sent() {
    let text = r#"{"wood":"oak","left":3}"#;
    let bin: Bin = read(&bins::update_all(), text);
    assert_eq!(bin.wood.as_deref(), Some("oak"));
    assert_eq!(bin.additional_properties["left"], 3);
    assert_eq!(bin.additional_properties.len(), 1);
    assert_eq!(json(&bins::update_all().body(bin)), text);
}

#[test]
fn members_of_any_type_that_are_not_declared() {
    let bin = read(&bins::get(), r#"{"wood":"oak","left":[1,null],"lid":null}"#);
    let left = Json::parse("[1,null]").expect("JSON");
    assert_eq!(bin.additional_properties["left"], left);
    assert!(bin.additional_properties["lid"].is_null());
    assert!(!bin.additional_properties.contains_key("wood"));
    let rest = [("lid".to_owned(), Size::new().wide(1))].into();
    let call = bins::create(NewBin::new("oak").additional_properties(rest));
    assert_eq!(json(&call), r#"{"wood":"oak","lid":{"wide":1}}"#);
}

#[test]
fn arrays_that_hold_themselves() {
    let branch = read(&branches::list(), "[[],[[]]]");
    assert_eq!((branch.len(), branch[0].len(), branch[1].len()), (2, 0, 1));
    let sent = Branch(vec![Branch(vec![]), Branch(vec![Branch::default()])]);
    assert_eq!(branch, sent);
    assert_eq!(json(&branches::create(sent)), "[[],[[]]]");
}

#[test]
fn maps_that_hold_themselves() {
    let text = r#"{"a":{"b":{}}}"#;
    let root: Root = read(&roots::get(), text);
    assert!(root["a"].contains_key("b"));
    assert_eq!(json(&roots::create(root)), text);
}

#[test]
fn objects_that_hold_themselves() {
    let vine = read(&vines::get(), r#"{"side":{"shoots":[{},{"side":{}}]}}"#);
    let shoots = vine.side.and_then(|it| it.shoots).expect("shoots");
    assert_eq!(shoots.len(), 2);
    assert!(shoots[1].side.is_some());
}

#[test]
fn references_lead_to_types() {
    let text = concat!(
        r#"{"scion":{"length":1},"stock":{"rings":2},"wrap":{"turns":3},"tint":"red","#,
        r#""chain":{"end":"x"}}"#
    );
    let graft = read(&grafts::get(), text);
    let best = read(&grafts::get_best(), text);
    assert_eq!(graft, best);
    assert_eq!(graft.scion.and_then(|it| it.length), Some(1));
    assert_eq!(graft.stock.and_then(|it| it.rings), Some(2));
    assert_eq!(graft.tint.as_deref(), Some("red"));
    let end = graft.chain.and_then(|it| it.end);
    assert_eq!(end.as_deref(), Some("x"));
    let press = read(&grafts::get_press(), r#"{"plate":{"turns":3}}"#);
    assert_eq!(press.plate, best.wrap);
    let call = grafts::update_all(LinkThreeInput::new("x"));
    assert_eq!(json(&call), r#"{"end":"x"}"#);
}

#[test]
fn unions_that_hold_themselves() {
    let text = r#"{"a":["x",1.50,{"b":[]}]}"#;
    let thicket = read(&thickets::get(), text);
    let Thicket::ThicketMap(map) = &thicket else {
        panic!("no map: {thicket:?}")
    };
    assert!(matches!(&map["a"], Thicket::ThicketList(it) if it.len() == 3));
    let kept = Thicket::Unrecognized(Json::parse("true").expect("JSON"));
    assert_eq!(read(&thickets::get(), "true"), kept);
    assert_eq!(json(&thickets::create(thicket)), text);
}

#[test]
fn arrays_and_maps_in_turn() {
    let hedge = read(&hedges::list(), r#"[{"a":[{"b":[]}]},{}]"#);
    assert_eq!(hedge.len(), 2);
    assert!(hedge[0]["a"][0]["b"].is_empty());
}

#[test]
fn components_that_can_be_null() {
    let list = read(&gaps_maybe::list(), r#"[null,{"sort":"dry"}]"#).expect("a list");
    assert_eq!(list, [None, Some(MaybeCider::new().sort("dry"))]);
    assert_eq!(read(&gaps_maybe::list(), "null"), None);
    assert_eq!(json(&gaps::maybe(None)), "null");
    let call = gaps::maybe(Some(MaybeCider::new()));
    assert_eq!(json(&call), "{}");
    assert_eq!(read(&call, "null"), None);
    assert_eq!(read(&call, "\"a\""), Some("a".to_owned()));
}

#[test]
fn required_members_that_can_be_null() {
    let body = UpdateGapMaybe::new(None, vec![None, Some(MaybeCider::new())], None);
    let call = gaps::update_maybe(body.clone());
    assert_eq!(
        json(&call),
        r#"{"cider":null,"list":[null,{}],"mark":null}"#
    );
    let either = UpdateGapMaybeEither::Text("a".to_owned());
    let call = gaps::update_maybe(body.clone().mark("x").either(either));
    assert_eq!(
        json(&call),
        r#"{"cider":null,"list":[null,{}],"mark":"x","either":"a"}"#
    );
    let call = gaps::update_maybe(body.clear_either());
    assert_eq!(
        json(&call),
        r#"{"cider":null,"list":[null,{}],"mark":null,"either":null}"#
    );
}

#[test]
fn members_that_are_not_declared_beside_parts() {
    let text = r#"{"name":"a","days":["2029-01-02"]}"#;
    let bin = read(&bins_kinds::get(), text);
    assert_eq!(bin.name.as_deref(), Some("a"));
    let day: Date = "2029-01-02".parse().expect("a day");
    assert_eq!(bin.additional_properties["days"], [day]);
    let body = LooseBinInput::new("a").additional_properties(bin.additional_properties);
    assert_eq!(json(&bins_kinds::create(body)), text);
}

#[test]
fn members_that_are_not_declared_can_be_null_and_have_any_name() {
    let text = r#"{"additional_properties":"x","additional_properties_":1,"b":null}"#;
    let bin = read(&bins::get_nullable(), text);
    assert_eq!(bin.additional_properties.as_deref(), Some("x"));
    let rest = bin.additional_properties_;
    assert_eq!((rest["additional_properties_"], rest["b"]), (Some(1), None));
}

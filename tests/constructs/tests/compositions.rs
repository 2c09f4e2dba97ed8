//! Schemas that are put together by `allOf`, and unions that a member tells apart.

mod support;

use constructs::models::{
    Ant, Axe, BarePest, BarrowInput, Beam, Bee, Cart, CartBaseInput, CartInput, Device, LaxPest,
    LoomHungInput, LoomInput, LoomOpen, LoomSize, LoomTaggedWeight, LoomTied, MothInput, NamedPest,
    NamedPestInput, NestedPest, NumberedDevice, NumberedDeviceShuttleInput, PartialPest,
    PatchToolAll, PestMappedPest, PestMixed, Punt, Raft, SawInput, Size, SlugInput, SlugK,
    SnailInput, SnailK, SpareTool, SpoolCoreInput, SpoolInput, SpoolLayerInput, TaggedPest,
    TaggedPestInput, Tick, UpdateToolHandle, Vessel, WagonInput, WaspInput, Wood,
};
use constructs::{carts, looms, pests, pests_lax, tools};
use support::{json, read};

#[test]
fn required_beside_all_of_binds_the_parts() {
    let call = tools::create(SawInput::new("fine"));
    assert_eq!(json(&call), r#"{"edge":"fine"}"#);
    let call = tools::create(SawInput::new("fine").age(3));
    assert_eq!(json(&call), r#"{"age":3,"edge":"fine"}"#);
    let saws = read(&tools::list(), r#"[{"edge":"fine","age":3}]"#);
    assert_eq!(saws[0].edge.as_deref(), Some("fine"));
    assert_eq!(saws[0].age, Some(3));
}

#[test]
fn required_in_a_part_binds_members_of_another_one() {
    let call = tools::update_all(Axe::new("blunt").weight(4));
    assert_eq!(json(&call), r#"{"edge":"blunt","weight":4}"#);
    let call = tools::patch_all(PatchToolAll::new(3, "firm"));
    assert_eq!(json(&call), r#"{"age":3,"grip":"firm"}"#);
}

#[test]
fn required_beside_a_reference_binds_nothing() {
    let call = tools::spare().body(SpareTool::new().spare(true));
    assert_eq!(json(&call), r#"{"spare":true}"#);
}

#[test]
fn all_of_one_reference_with_annotations_is_the_reference() {
    let handle = read(
        &tools::get_handle(),
        r#"{"wood":"oak","inlay":"elm","ring":{"wide":1}}"#,
    );
    assert_eq!(handle.wood, Some(Wood::Oak));
    assert_eq!(handle.inlay, Some(Wood::from("elm")));
    assert_eq!(handle.ring, Some(Size::new().wide(1)));
    assert_eq!(read(&tools::get_handle(), r#"{"wood":null}"#).wood, None);
    let call = tools::update_handle(UpdateToolHandle::new(Wood::Ash).inlay(Wood::Oak));
    assert_eq!(json(&call), r#"{"wood":"ash","inlay":"oak"}"#);
    let call = tools::update_handle(UpdateToolHandle::new(Wood::Ash).clear_inlay());
    assert_eq!(json(&call), r#"{"wood":"ash","inlay":null}"#);
}

#[test]
fn the_children_of_a_base_are_read() {
    let text = r#"[{"kind":"wagon","load":1,"axles":2},{"kind":"barrow","wheels":1},{"kind":"sledge","load":7}]"#;
    let carts = read(&carts::list(), text);
    assert!(matches!(&carts[0], Cart::Wagon(it) if (it.load, it.axles) == (Some(1), Some(2))));
    assert!(matches!(&carts[1], Cart::Barrow(it) if it.wheels == Some(1)));
    assert!(matches!(&carts[2], Cart::Base(it) if it.load == Some(7)));
    assert!(matches!(&carts[2], Cart::Base(it) if it.kind.as_deref() == Some("sledge")));
    assert_eq!(carts.len(), 3);
}

#[test]
fn children_are_sent_as_the_base() {
    let call = carts::create(WagonInput::new("wagon", 2).load(1).into());
    assert_eq!(json(&call), r#"{"kind":"wagon","load":1,"axles":2}"#);
    let base = CartInput::from(CartBaseInput::new("sledge"));
    assert_eq!(json(&carts::create(base)), r#"{"kind":"sledge"}"#);
    let wagon = read(&call, r#"{"kind":"wagon","load":1,"axles":2}"#);
    assert!(matches!(wagon, Cart::Wagon(it) if it.axles == Some(2)));
}

#[test]
fn the_tag_of_a_child_is_that_of_its_type() {
    let call = carts::create(BarrowInput::new("wagon").wheels(1).into());
    assert_eq!(json(&call), r#"{"kind":"barrow","wheels":1}"#);
    let call = carts::create(WagonInput::new("", 2).into());
    assert_eq!(json(&call), r#"{"kind":"wagon","axles":2}"#);
}

#[test]
fn a_child_by_itself() {
    let call = carts::barrow(BarrowInput::new("barrow").load(3));
    assert_eq!(json(&call), r#"{"kind":"barrow","load":3}"#);
    let barrow = read(&call, r#"{"kind":"barrow","load":3,"wheels":1}"#);
    assert_eq!((barrow.load, barrow.wheels), (Some(3), Some(1)));
}

#[test]
fn a_discriminator_without_a_mapping_has_the_names_of_components() {
    let call = pests::get_named();
    assert!(matches!(read(&call, r#"{"t":"Moth"}"#), NamedPest::Moth(_)));
    assert!(
        matches!(read(&call, r#"{"t":"Wasp","sting":1}"#), NamedPest::Wasp(it) if it.sting == Some(1))
    );
    assert!(matches!(
        read(&call, r#"{"t":"Slug","wings":1}"#),
        NamedPest::Unrecognized(_)
    ));
}

#[test]
fn a_tag_that_is_required_is_sent_as_it_is_given() {
    let sent = |pest: NamedPestInput| json(&pests::named(pest));
    let moth = MothInput::new("Moth").wings(2).into();
    assert_eq!(sent(moth), r#"{"t":"Moth","wings":2}"#);
    assert_eq!(sent(WaspInput::new("Wasp").into()), r#"{"t":"Wasp"}"#);
}

#[test]
fn a_tag_that_is_not_required_is_set() {
    let sent = |pest: LaxPest| json(&pests::lax(pest));
    assert_eq!(
        sent(Ant::new().legs(6).into()),
        r#"{"sort":"Ant","legs":6}"#
    );
    assert_eq!(
        sent(Bee::new().honey(1).into()),
        r#"{"sort":"Bee","honey":1}"#
    );
    let text = r#"[{"sort":"Bee","honey":1},{"legs":6,"sort":"Ant"},{"sort":"Gnat"}]"#;
    let pests = read(&pests_lax::list(), text);
    assert_eq!(pests[0], Bee::new().sort("Bee").honey(1).into());
    assert_eq!(pests[1], Ant::new().legs(6).into());
    assert!(matches!(pests[2], LaxPest::Unrecognized(_)));
}

#[test]
fn a_mapping_to_bare_names() {
    let call = pests::get_bare();
    assert!(matches!(
        read(&call, r#"{"t":"m","sting":1}"#),
        BarePest::Moth(_)
    ));
    assert!(matches!(read(&call, r#"{"t":"w"}"#), BarePest::Wasp(_)));
}

#[test]
fn a_mapping_of_some_members() {
    let call = pests::get_partial();
    assert!(matches!(read(&call, r#"{"t":"m"}"#), PartialPest::Moth(_)));
    assert!(matches!(
        read(&call, r#"{"t":"Wasp"}"#),
        PartialPest::Wasp(_)
    ));
    assert!(!matches!(
        read(&call, r#"{"t":"Moth"}"#),
        PartialPest::Wasp(_)
    ));
}

#[test]
fn a_mapping_in_place() {
    let pest = |text: &str| read(&pests::get_mapped(), text).pest;
    let moth = pest(r#"{"pest":{"t":"m"}}"#);
    assert!(matches!(moth, Some(PestMappedPest::Moth(_))));
    for tag in ["w", "w2"] {
        let wasp = pest(&format!(r#"{{"pest":{{"t":"{tag}","wings":1}}}}"#));
        assert!(matches!(wasp, Some(PestMappedPest::Wasp(_))), "{tag}");
    }
}

#[test]
fn an_enum_of_one_value_is_a_tag() {
    let call = pests::get_tagged();
    assert!(matches!(
        read(&call, r#"{"k":"snail","v":"5"}"#),
        TaggedPest::Snail(it) if it.v.as_deref() == Some("5")
    ));
    assert!(matches!(
        read(&call, r#"{"k":"slug","v":5}"#),
        TaggedPest::Slug(it) if it.v == Some(5)
    ));
    let sent = |pest: TaggedPestInput| json(&pests::tagged(pest));
    let slug = SlugInput::new(SlugK::Slug).v(1).into();
    assert_eq!(sent(slug), r#"{"k":"slug","v":1}"#);
    let snail = SnailInput::new(SnailK::Snail).v("1").into();
    assert_eq!(sent(snail), r#"{"k":"snail","v":"1"}"#);
}

#[test]
fn grandchildren_of_a_base() {
    let text = concat!(
        r#"{"best":{"sort":"Raft","poles":1,"logs":2,"towed":{"sort":"Punt","poles":3}},"#,
        r#""spare":{"a":{"sort":"Punt"},"b":{"sort":"Tub"},"c":{"poles":4}}}"#
    );
    let all = read(&carts::get_all(), text);
    let Some(Vessel::Raft(raft)) = all.best else {
        panic!("no raft: {:?}", all.best)
    };
    assert_eq!((raft.poles, raft.logs), (Some(1), Some(2)));
    assert!(matches!(raft.towed, Some(Vessel::Punt(it)) if it.poles == Some(3)));
    let spare = all.spare.expect("a map");
    assert!(matches!(spare["a"], Vessel::Punt(_)));
    assert!(matches!(&spare["b"], Vessel::Base(it) if it.sort.as_deref() == Some("Tub")));
}

#[test]
fn the_tag_of_a_child_is_sent() {
    let punt = Punt::new().poles(1);
    let raft = Raft::new().logs(2).towed(Punt::new());
    let call = carts::all_with(vec![Vessel::from(punt), raft.into()]);
    assert_eq!(
        json(&call),
        r#"[{"sort":"Punt","poles":1},{"sort":"Raft","logs":2,"towed":{"sort":"Punt"}}]"#
    );
}

#[test]
fn a_union_within_a_union() {
    let call = pests::get_nested();
    let bee = read(&call, r#"{"sort":"Bee","honey":1}"#);
    assert_eq!(bee, LaxPest::from(Bee::new().sort("Bee").honey(1)).into());
    let tick = read(&call, r#"{"sort":"tick","bites":2}"#);
    assert!(matches!(tick, NestedPest::Tick(it) if it.bites == Some(2)));
    let sent = |pest: NestedPest| json(&pests::nested(pest));
    let bee = LaxPest::from(Bee::new().honey(1));
    assert_eq!(sent(bee.into()), r#"{"sort":"Bee","honey":1}"#);
    assert_eq!(sent(Tick::new().into()), r#"{"sort":"tick"}"#);
}

#[test]
fn a_union_of_a_tagged_object_and_a_text_that_can_be_null() {
    let call = pests::get_mixed();
    assert_eq!(read(&call, "null"), None);
    let text = PestMixed::Text("gone".to_owned());
    assert_eq!(read(&call, "\"gone\""), Some(text));
    let ant = read(&call, r#"{"sort":"Ant","legs":6}"#);
    assert_eq!(ant, Some(Ant::new().legs(6).into()));
}

#[test]
fn a_part_that_can_be_anything_declares_members() {
    let tool = read(&tools::open(), r#"{"mark":"x","wide":1}"#);
    assert_eq!(
        (tool.mark.as_deref(), tool.wide, tool.tall),
        (Some("x"), Some(1), None)
    );
}

#[test]
fn all_of_objects_without_declared_members_is_any_json() {
    let free = read(&tools::get_free(), r#"{"any":[1]}"#);
    assert_eq!(free.as_str(), r#"{"any":[1]}"#);
}

#[test]
fn what_stands_beside_a_union_adds_to_each_member() {
    let call = looms::create();
    let text = r#"{"numbered":{"kind":"Treadle","steps":2,"number":7},"device":{"kind":"Shuttle","yarn":"wool"}}"#;
    let loom = read(&call, text);
    assert!(
        matches!(loom.numbered, Some(NumberedDevice::Treadle(it)) if (it.number, it.steps) == (Some(7), Some(2)))
    );
    assert!(matches!(loom.device, Some(Device::Shuttle(it)) if it.yarn.as_deref() == Some("wool")));
    let shuttle = NumberedDeviceShuttleInput::new(7, "Shuttle", "wool");
    let call = looms::create_with(LoomInput::new().numbered(shuttle));
    let text = r#"{"numbered":{"number":7,"kind":"Shuttle","yarn":"wool"}}"#;
    assert_eq!(json(&call), text);
}

#[test]
fn what_stands_beside_a_base_adds_to_its_heirs() {
    let call = looms::create();
    let beam = |text: &str| read(&call, &format!(r#"{{"beam":{text},"tied":{text}}}"#));
    let warp = beam(r#"{"kind":"WarpBeam","threads":9,"turns":1,"knot":"flat"}"#);
    assert!(matches!(warp.beam, Some(Beam::WarpBeam(it)) if it.threads == Some(9)));
    let Some(LoomTied::WarpBeam(tied)) = warp.tied else {
        panic!("no warp beam: {:?}", warp.tied)
    };
    assert_eq!((tied.threads, tied.turns), (Some(9), Some(1)));
    assert_eq!(tied.knot.as_deref(), Some("flat"));
    let other = beam(r#"{"kind":"Spare","turns":1,"knot":"flat"}"#);
    assert!(matches!(other.tied, Some(LoomTied::Base(it)) if it.knot.as_deref() == Some("flat")));
}

#[test]
fn unions_of_objects_without_a_tag_are_one_object_with_what_stands_beside_them() {
    let text = r#"{"merged":{"eyes":3,"id":"M"},"both":{"dents":4,"weight":5,"id":"B"},"size":7}"#;
    let loom = read(&looms::create(), text);
    let merged = loom.merged.expect("an object");
    assert_eq!((merged.eyes, merged.id.as_deref()), (Some(3), Some("M")));
    let both = loom.both.expect("an object");
    assert_eq!((both.dents, both.weight), (Some(4), Some(5)));
    assert_eq!(both.id.as_deref(), Some("B"));
    assert_eq!(loom.size, Some(LoomSize::Integer(7)));
}

#[test]
fn a_property_has_each_type_that_alternatives_give_to_it() {
    let weight = |text: &str| {
        let loom = read(
            &looms::create(),
            &format!(r#"{{"tagged":{{"id":"T","weight":{text}}}}}"#),
        );
        loom.tagged.and_then(|it| it.weight)
    };
    assert_eq!(weight("5"), Some(LoomTaggedWeight::Integer(5)));
    assert_eq!(
        weight(r#""light""#),
        Some(LoomTaggedWeight::Text("light".to_owned()))
    );
}

#[test]
fn additional_properties_beside_a_union_are_those_of_its_objects() {
    let open = |text: &str| read(&looms::create(), &format!(r#"{{"open":{text}}}"#)).open;
    let Some(LoomOpen::Heddle(heddle)) = open(r#"{"eyes":3,"left":4}"#) else {
        panic!("no heddle")
    };
    assert_eq!(heddle.eyes, Some(3));
    assert_eq!(heddle.additional_properties["left"], 4);
    assert_eq!(open(r#""none""#), Some(LoomOpen::Text("none".to_owned())));
}

#[test]
fn additional_properties_of_alternatives_are_those_of_the_object() {
    let text = r#"{"framed":{"id":"F","left":1,"top":2,"wood":"oak"},"hung":{"hook":1,"eye":2}}"#;
    let loom = read(&looms::create(), text);
    let framed = loom.framed.expect("an object");
    assert_eq!((framed.id.as_deref(), framed.left), (Some("F"), Some(1)));
    let further = &framed.additional_properties;
    assert_eq!(further["top"].as_str(), "2");
    assert_eq!(further["wood"].as_str(), r#""oak""#);
    let hung = loom.hung.expect("an object");
    assert_eq!((hung.hook, hung.additional_properties["eye"]), (Some(1), 2));
}

#[test]
fn an_object_requires_what_its_alternatives_declare() {
    let call = looms::create_with(LoomInput::new().hung(LoomHungInput::new(4)));
    assert_eq!(json(&call), r#"{"hung":{"hook":4}}"#);
}

#[test]
fn a_property_extends_the_component_around_it() {
    let text = r#"{"spool":{"thread":"a","core":{"thread":"b","width":1,"core":{"width":2}},"layers":[{"thread":"c"}]}}"#;
    let spool = read(&looms::create(), text).spool.expect("a spool");
    let core = spool.core.expect("a core");
    assert_eq!((core.thread.as_deref(), core.width), (Some("b"), Some(1)));
    assert_eq!(core.core.and_then(|it| it.width), Some(2));
    let layers = spool.layers.expect("layers");
    assert_eq!(layers[0].thread.as_deref(), Some("c"));
    let core = SpoolCoreInput::new().width(3);
    let layers = vec![SpoolLayerInput::new("d").core(core)];
    let call = looms::create_with(LoomInput::new().spool(SpoolInput::new().layers(layers)));
    let text = r#"{"spool":{"layers":[{"core":{"width":3},"thread":"d"}]}}"#;
    assert_eq!(json(&call), text);
}

#[test]
fn a_component_narrows_what_it_inherits_to_itself() {
    let text = r#"{"reel":{"handle":"a","teeth":1,"next":[{"handle":"b","teeth":2}]}}"#;
    let reel = read(&looms::create(), text).reel.expect("a reel");
    let next = reel.next.expect("a next one");
    assert_eq!(
        (next[0].handle.as_deref(), next[0].teeth),
        (Some("b"), Some(2))
    );
}

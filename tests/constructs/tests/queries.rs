//! Query parameters in all styles.

mod support;

use connect_runtime::{Date, Uuid};
use constructs::models::{
    GetCrateLoad, GetCrateRareNest, GetCrateRareRank, GetCrateSpan, GetCrateStrictLoad,
    GetCrateStrictSpan, GetCrateWhere, GetPlumSeason, Season, Size,
};
use constructs::{baskets, crates, plums};
use support::sent;

fn baskets(set: impl FnOnce(baskets::GetParameters) -> baskets::GetParameters) -> String {
    sent(&baskets::get_with(set(baskets::GetParameters::new())))
}

fn crates(set: impl FnOnce(crates::GetParameters) -> crates::GetParameters) -> String {
    sent(&crates::get_with(set(crates::GetParameters::new())))
}

#[test]
fn nothing_given_is_nothing_sent() {
    assert_eq!(baskets(|it| it), "GET /baskets");
    assert_eq!(baskets(|it| it.variety([""; 0])), "GET /baskets");
    assert_eq!(baskets(|it| it.row([0i64; 0])), "GET /baskets");
    assert_eq!(crates(|it| it), "GET /crates");
    assert_eq!(crates(|it| it.size(Size::new())), "GET /crates");
    assert_eq!(crates(|it| it.tags(Default::default())), "GET /crates");
}

#[test]
fn arrays_in_every_style() {
    let variety = baskets(|it| it.variety(["cox", "golden pippin"]));
    assert_eq!(variety, "GET /baskets?variety=cox&variety=golden%20pippin");
    let row = baskets(|it| it.row([7, 9]));
    assert_eq!(row, "GET /baskets?row=7,9");
    let mark = baskets(|it| it.mark(["a,b", "c"]));
    assert_eq!(mark, "GET /baskets?mark=a%2Cb%20c");
    let tint = baskets(|it| it.tint(["red", "dark blue"]));
    assert_eq!(tint, "GET /baskets?tint=red%7Cdark%20blue");
    let any = baskets(|it| it.any_of([1, 2]));
    assert_eq!(any, "GET /baskets?any-of=%5B1%2C2%5D");
}

#[test]
fn a_parameter_of_the_path_item_is_one_of_the_operation() {
    assert_eq!(baskets(|it| it.lane([1, 2])), "GET /baskets?lane=1&lane=2");
    let size = Size::new().wide(1);
    assert_eq!(crates(|it| it.size(size)), "GET /crates?size%5Bwide%5D=1");
}

#[test]
fn items_that_are_not_text() {
    let season = baskets(|it| it.season([Season::Spring, "mid winter".into()]));
    assert_eq!(season, "GET /baskets?season=spring&season=mid%20winter");
    let days: Vec<Date> = ["2029-01-02", "2029-03-04"]
        .map(|it| it.parse().expect("a day"))
        .to_vec();
    let picked = baskets(|it| it.picked(days));
    assert_eq!(picked, "GET /baskets?picked=2029-01-02,2029-03-04");
}

#[test]
fn required_arrays_are_arguments() {
    let call = baskets::get_strict([3i64], ["x", "y"], [7i64, 9], ["red", "blue"], ["a b"]);
    assert_eq!(
        sent(&call),
        "GET /baskets/strict?any-of=%5B3%5D&mark=x%20y&row=7,9&tint=red%7Cblue&variety=a%20b"
    );
}

#[test]
fn objects_in_every_style() {
    let size = crates(|it| it.size(Size::new().wide(3).tall(4)));
    assert_eq!(size, "GET /crates?size%5Btall%5D=4&size%5Bwide%5D=3");
    let span = crates(|it| it.span(GetCrateSpan::new().from(2).upto(5)));
    assert_eq!(span, "GET /crates?from=2&upto=5");
    let load = crates(|it| it.load(GetCrateLoad::new().net(3).unit("a,b")));
    assert_eq!(load, "GET /crates?load=net,3,unit,a%2Cb");
    let wood = crates(|it| it.r#where(GetCrateWhere::new().wood("oak")));
    assert_eq!(wood, "GET /crates?where=%7B%22wood%22%3A%22oak%22%7D");
    let tags = [("k&l".to_owned(), "v w".to_owned())].into();
    let tags = crates(|it| it.tags(tags));
    assert_eq!(tags, "GET /crates?tags%5Bk%26l%5D=v%20w");
}

#[test]
fn required_objects_are_arguments() {
    let call = crates::get_strict(
        GetCrateStrictLoad::new(3, "kg"),
        Size::new().wide(3),
        GetCrateStrictSpan::new(2),
        Size::new().tall(1),
    );
    assert_eq!(
        sent(&call),
        "GET /crates/strict?load=net,3,unit,kg&size%5Bwide%5D=3&from=2&where=%7B%22tall%22%3A1%7D"
    );
}

fn rare(set: impl FnOnce(crates::GetRareParameters) -> crates::GetRareParameters) -> String {
    let line = sent(&crates::get_rare_with(
        set(crates::GetRareParameters::new()),
    ));
    line.trim_start_matches("GET /crates/rare").to_owned()
}

#[test]
fn delimited_and_exploded_arrays() {
    assert_eq!(rare(|it| it.marks(["a", "b"])), "?marks=a&marks=b");
    assert_eq!(rare(|it| it.tints(["a", "b"])), "?tints=a%7Cb");
}

#[test]
fn null_items_are_left_out() {
    let flags = vec![Some("a".to_owned()), None, Some(String::new())];
    assert_eq!(rare(|it| it.flags(flags)), "?flags=a&flags=");
}

#[test]
fn numbers_uuids_and_booleans() {
    let ranks = rare(|it| it.ranks([GetCrateRareRank::V2, 7.into()]));
    assert_eq!(ranks, "?ranks=2&ranks=7");
    const ID: &str = "6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44";
    let id: Uuid = ID.parse().expect("a UUID");
    assert_eq!(rare(|it| it.ids([id])), format!("?ids%5B%5D={ID}"));
    assert_eq!(rare(|it| it.is_dry(false)), "?is-dry=false");
}

#[test]
fn maps_and_objects_within_objects() {
    let free = [("a b".to_owned(), 1), ("c".to_owned(), 2)].into();
    assert_eq!(rare(|it| it.free(free)), "?a%20b=1&c=2");
    let nest = GetCrateRareNest::new().list(vec![1, 2]);
    let nest = rare(|it| it.nest(nest.inner(Size::new().wide(3))));
    assert_eq!(
        nest,
        "?nest%5Binner%5D%5Bwide%5D=3&nest%5Blist%5D%5B%5D=1&nest%5Blist%5D%5B%5D=2"
    );
}

#[test]
fn values_that_are_described_as_text() {
    let call = plums::get_with(
        true,
        plums::GetParameters::new()
            .most(7)
            .season(GetPlumSeason::Early),
    );
    assert_eq!(sent(&call), "GET /plums?most=7&season=early");
    assert_eq!(call.request().headers()["x-stone"], "true");
}

#[test]
fn a_plus_sign_in_a_fixed_query_is_a_space() {
    let call = plums::best();
    assert_eq!(sent(&call), "GET /plums/best?by=size%20and%20hue&of=a%2Bb");
}

//! Query parameters in all styles.

mod support;

use connect_runtime::Date;
use constructs::models::{
    BasketSeason, CrateWhere, CratesGetParametersV0, CratesGetParametersV1,
    CratesStrictGetParametersV1, CratesStrictGetParametersV2, Size,
};
use constructs::{baskets, crates};
use support::sent;

fn baskets(set: impl FnOnce(baskets::GetParameters) -> baskets::GetParameters) -> String {
    sent(&baskets::get(set(baskets::GetParameters::new())))
}

fn crates(set: impl FnOnce(crates::GetParameters) -> crates::GetParameters) -> String {
    sent(&crates::get(set(crates::GetParameters::new())))
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
    let season = baskets(|it| it.season([BasketSeason::Spring, "mid winter".into()]));
    assert_eq!(season, "GET /baskets?season=spring&season=mid%20winter");
    let days: Vec<Date> = ["2029-01-02", "2029-03-04"]
        .map(|it| it.parse().expect("a day"))
        .to_vec();
    let picked = baskets(|it| it.picked(days));
    assert_eq!(picked, "GET /baskets?picked=2029-01-02,2029-03-04");
}

#[test]
fn required_arrays_are_arguments() {
    let call = baskets::strict(["a b"], [7i64, 9], ["x", "y"], ["red", "blue"], [3i64]);
    assert_eq!(
        sent(&call),
        "GET /baskets/strict?variety=a%20b&row=7,9&mark=x%20y&tint=red%7Cblue&any-of=%5B3%5D"
    );
}

#[test]
fn objects_in_every_style() {
    let size = crates(|it| it.size(Size::new().wide(3).tall(4)));
    assert_eq!(size, "GET /crates?size%5Btall%5D=4&size%5Bwide%5D=3");
    let span = crates(|it| it.span(CratesGetParametersV0::new().from(2).upto(5)));
    assert_eq!(span, "GET /crates?from=2&upto=5");
    let load = crates(|it| it.load(CratesGetParametersV1::new().net(3).unit("a,b")));
    assert_eq!(load, "GET /crates?load=net,3,unit,a%2Cb");
    let wood = crates(|it| it.r#where(CrateWhere::new().wood("oak")));
    assert_eq!(wood, "GET /crates?where=%7B%22wood%22%3A%22oak%22%7D");
    let tags = [("k&l".to_owned(), "v w".to_owned())].into();
    let tags = crates(|it| it.tags(tags));
    assert_eq!(tags, "GET /crates?tags%5Bk%26l%5D=v%20w");
}

#[test]
fn required_objects_are_arguments() {
    let call = crates::strict(
        Size::new().wide(3),
        CratesStrictGetParametersV1::new(2),
        CratesStrictGetParametersV2::new(3, "kg"),
        Size::new().tall(1),
    );
    assert_eq!(
        sent(&call),
        "GET /crates/strict?size%5Bwide%5D=3&from=2&load=net,3,unit,kg&where=%7B%22tall%22%3A1%7D"
    );
}

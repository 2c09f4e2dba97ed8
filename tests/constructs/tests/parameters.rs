//! Headers, cookies, and parameters that are unions.

mod support;

use connect_runtime::{Call, Date};
use constructs::models::{
    Depth, DepthFull, GetPail, GetPailUntil, GetPailUntilNever, GetRopeXTint, Size,
};
use constructs::{hives, pails, ropes};
use support::{header, sent};

#[test]
fn headers() {
    let parameters = ropes::GetParameters::new()
        .x_knots([1, 2])
        .x_size(Size::new().wide(3).tall(4))
        .x_reach(Size::new().wide(3))
        .x_tint(GetRopeXTint::Green);
    let call = ropes::get_with(["hemp", "silk"], parameters);
    assert_eq!(header(&call, "X-Strands"), Some("hemp,silk"));
    assert_eq!(header(&call, "X-Knots"), Some("1,2"));
    assert_eq!(header(&call, "X-Size"), Some("tall,4,wide,3"));
    assert_eq!(header(&call, "X-Reach"), Some("wide=3"));
    assert_eq!(header(&call, "X-Tint"), Some("green"));
    let call = ropes::get(["hemp"]);
    assert_eq!(sent(&call), "GET /ropes");
    assert_eq!(call.request().headers().len(), 1);
}

#[test]
fn cookies() {
    let parameters = hives::GetParameters::new().frame(4).cells([1, 2]);
    let call = hives::get_with("B 7", parameters);
    assert_eq!(
        header(&call, "Cookie"),
        Some("queen=B%207; cells=1,2; frame=4")
    );
    let call = hives::get("B7");
    assert_eq!(header(&call, "Cookie"), Some("queen=B7"));
    let call = hives::delete_all_with(["a", "b;c"], hives::DeleteAllParameters::new().frame(1));
    assert_eq!(header(&call, "Cookie"), Some("queens=a,b%3Bc; frame=1"));
}

fn pail(pail: GetPail, until: GetPailUntil) -> Call<()> {
    pails::get(pail, until)
}

#[test]
fn unions_of_scalars() {
    let never = || GetPailUntil::from(GetPailUntilNever::Never);
    let day = GetPailUntil::Day("2029-01-02".parse().expect("a day"));
    let call = pail(GetPail::Integer(7), day);
    assert_eq!(sent(&call), "GET /pails/7?until=2029-01-02");
    let call = pail(GetPail::Text("a b".to_owned()), never());
    assert_eq!(sent(&call), "GET /pails/a%20b?until=never");
    let full = || Depth::from(DepthFull::Full);
    let parameters = pails::GetParameters::new()
        .depth(Depth::Integer(3))
        .depths([full(), Depth::Integer(4)])
        .x_depth(full());
    let call = pails::get_with(GetPail::Integer(1), never(), parameters);
    assert_eq!(
        sent(&call),
        "GET /pails/1?until=never&depth=3&depths=full&depths=4"
    );
    assert_eq!(header(&call, "X-Depth"), Some("full"));
}

#[test]
fn objects_and_json_in_headers_and_cookies() {
    let days: Vec<Date> = ["2029-01-02", "2029-03-04"]
        .map(|it| it.parse().expect("a day"))
        .to_vec();
    let parameters = hives::CreateParameters::new()
        .r#box(Size::new().wide(3).tall(4))
        .note(["a b"])
        .x_box(Size::new().wide(3))
        .x_days(days);
    let call = hives::create_with(true, parameters);
    assert_eq!(
        header(&call, "Cookie"),
        Some("sealed=true; tall=4; wide=3; note=[%22a%20b%22]")
    );
    assert_eq!(header(&call, "X-Box"), Some(r#"{"wide":3}"#));
    assert_eq!(header(&call, "X-Days"), Some("2029-01-02,2029-03-04"));
}

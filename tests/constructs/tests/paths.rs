//! Paths: styles of their parameters, several parameters in a segment, and paths that are near each other.

mod support;

use connect_runtime::{Call, ErrorKind};
use constructs::models::{GetTallySheetExt, Size, Wood};
use constructs::{
    arbours, groves, ladders_kinds, ladders_label, ladders_label_list, ladders_label_object,
    ladders_matrix, ladders_matrix_list, ladders_matrix_object, ladders_simple,
    ladders_simple_list, ladders_simple_object, pails, root, sheds, tallies, tallies_compare,
    tallies_row,
};
use support::{read, sent};

fn size() -> Size {
    Size::new().wide(3).tall(4)
}

/// Whether a call cannot be sent.
fn is_invalid(call: &Call<()>) -> bool {
    call.check().map_err(|it| it.kind()) == Err(ErrorKind::InvalidRequest)
}

#[test]
fn texts_and_numbers() {
    let simple = ladders_simple::get("a/b c");
    assert_eq!(sent(&simple), "GET /ladders/simple/a%2Fb%20c");
    let label = ladders_label::get("oak tall");
    assert_eq!(sent(&label), "GET /ladders/label/.oak%20tall");
    let matrix = ladders_matrix::get(7);
    assert_eq!(sent(&matrix), "GET /ladders/matrix/;rung=7");
}

#[test]
fn arrays() {
    let simple = ladders_simple_list::get(["a,b", "c"]);
    assert_eq!(sent(&simple), "GET /ladders/simple-list/a%2Cb,c");
    let label = ladders_label_list::get_codes_others([1, 2], ["x", "y"]);
    assert_eq!(sent(&label), "GET /ladders/label-list/.1,2/.x.y");
    let matrix = ladders_matrix_list::get_codes_others(["a", "b"], ["x", "y"]);
    assert_eq!(
        sent(&matrix),
        "GET /ladders/matrix-list/;codes=a,b/;others=x;others=y"
    );
}

#[test]
fn objects() {
    let simple = ladders_simple_object::get_size_other(size(), size());
    assert_eq!(
        sent(&simple),
        "GET /ladders/simple-object/tall,4,wide,3/tall=4,wide=3"
    );
    let label = ladders_label_object::get_size_other(size(), size());
    assert_eq!(
        sent(&label),
        "GET /ladders/label-object/.tall,4,wide,3/.tall=4.wide=3"
    );
    let matrix = ladders_matrix_object::get_size_other(size(), size());
    assert_eq!(
        sent(&matrix),
        "GET /ladders/matrix-object/;size=tall,4,wide,3/;tall=4;wide=3"
    );
}

#[test]
fn what_has_no_form_in_a_path_is_not_sent() {
    assert!(is_invalid(&ladders_simple::get("")));
    assert!(is_invalid(&ladders_simple::get("..")));
    assert!(is_invalid(&ladders_simple_list::get([""; 0])));
    assert!(is_invalid(&ladders_matrix_object::get_size_other(
        Size::new(),
        size()
    )));
    assert!(!is_invalid(&ladders_simple::get("...")));
}

#[test]
fn several_parameters_in_a_segment() {
    let sheet = tallies::get_sheet("A 1", GetTallySheetExt::Csv);
    assert_eq!(sent(&sheet), "GET /tallies/A%201.csv");
    assert_eq!(sent(&tallies::run(12)), "POST /tallies/12:run");
    let both = tallies_compare::get("v1", "v/2");
    assert_eq!(sent(&both), "GET /tallies/compare/v1..v%2F2");
    assert_eq!(sent(&sheds::get("S7")), "GET /Sheds/S7.json");
    assert_eq!(sent(&sheds::get(".")), "GET /Sheds/..json");
    assert!(is_invalid(&tallies_compare::get("", "b")));
}

#[test]
fn paths_that_differ_by_a_slash_or_a_letter_case() {
    assert_eq!(sent(&root::get()), "GET /");
    assert_eq!(sent(&groves::list()), "GET /groves");
    assert_eq!(sent(&groves::get_groves_lower_slash()), "GET /groves/");
    assert_eq!(sent(&groves::get_groves_capital()), "GET /Groves");
    assert_eq!(read(&groves::list(), r#"["a"]"#), ["a"]);
    assert_eq!(read(&groves::get_groves_lower_slash(), "[1]"), [1]);
    assert_eq!(read(&groves::get_groves_capital(), "[true]"), [true]);
}

#[test]
fn path_items_that_are_references() {
    assert_eq!(sent(&arbours::list()), "GET /arbours");
    assert_eq!(read(&arbours::list(), r#"["a"]"#), ["a"]);
    assert_eq!(sent(&arbours::get("a b")), "GET /arbours/a%20b");
    assert_eq!(sent(&arbours::delete("x")), "DELETE /arbours/x");
    assert_eq!(sent(&groves::delete("x")), "DELETE /groves/x");
    let own = groves::get("x");
    assert_eq!(sent(&own), "GET /groves/x");
}

#[test]
fn days_enums_and_json() {
    let day = "2029-01-02".parse().expect("a day");
    let call = ladders_kinds::get_day_wood_all_where(
        day,
        Wood::Oak,
        [Wood::Ash, "red elm".into()],
        Size::new().wide(1),
    );
    assert_eq!(
        sent(&call),
        "GET /ladders/kinds/.2029-01-02/;wood=oak/ash,red%20elm/%7B%22wide%22%3A1%7D"
    );
}

#[test]
fn arrays_and_styles_in_a_part_of_a_segment() {
    let call = tallies::get("A", [1, 2], "csv");
    assert_eq!(sent(&call), "GET /tallies/A-1,2.csv");
    let call = tallies_row::get(["x", "y"], "k 1");
    assert_eq!(sent(&call), "GET /tallies/row.x,y;key=k%201");
}

#[test]
fn literals_are_percent_encoded() {
    let call = pails::get_größe_und_länge();
    assert_eq!(sent(&call), "GET /pails/gr%C3%B6%C3%9Fe%20und%20L%C3%A4nge");
}

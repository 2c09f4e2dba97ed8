//! The table is read as a whole, or not at all.

use example_reporting::table::{TableError, parse};

#[test]
fn lines_become_rows() {
    let rows = parse(
        "# January\n\
         day,product,contract,workbook\n\
         \n\
         2029-01-31, PRD-1 ,CRD-1,in/a,b.xlsx\n",
    );
    let rows = rows.expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].product, "PRD-1");
    assert_eq!(rows[0].workbook.to_str(), Some("in/a,b.xlsx"));
    assert_eq!(rows[0].external_id(), "usage-2029-01-31-PRD-1-CRD-1");
}

#[test]
fn a_wrong_line_is_named() {
    let header = "day,product,contract,workbook\n";
    let row = "2029-01-31,PRD-1,CRD-1,a.xlsx\n";
    for (text, line, problem) in [
        (row.to_owned(), 1, "header"),
        (String::new(), 1, "header"),
        (
            format!("{header}31.1.2029,PRD-1,CRD-1,a.xlsx"),
            2,
            "day such as",
        ),
        (
            format!("{header}{row}\n2029-01-31,PRD-1,,a.xlsx"),
            4,
            "expected a day, ",
        ),
        (format!("{header}{row}{row}"), 3, "the same report"),
    ] {
        let error: TableError = parse(&text).expect_err("a wrong line");
        assert_eq!(error.line, line, "{text}");
        assert!(error.problem.contains(problem), "{error}");
    }
}

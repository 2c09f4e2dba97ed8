//! Cells as the parts of sheets have them, with their text in place.

use quick_xml::escape::partial_escape;

/// Begins a row. The number counts from 1.
pub(crate) fn begin_row(line: &mut String, number: &str) {
    line.push_str("<row r=\"");
    line.push_str(number);
    line.push_str("\">");
}

/// Writes a text, which has no white space at its ends; nothing if it is empty. The style is an attribute, or nothing.
pub(crate) fn push_text(line: &mut String, (row, column): (&str, usize), style: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    begin_cell(line, (row, column));
    line.push_str(style);
    line.push_str(" t=\"inlineStr\"><is><t>");
    line.push_str(&partial_escape(text));
    line.push_str("</t></is></c>");
}

/// Writes a value of a type, which has an attribute unless it is a number.
pub(crate) fn push_value(line: &mut String, place: (&str, usize), kind: &str, value: &str) {
    begin_cell(line, place);
    line.push_str(kind);
    line.push_str("><v>");
    line.push_str(value);
    line.push_str("</v></c>");
}

fn begin_cell(line: &mut String, (row, column): (&str, usize)) {
    line.push_str("<c r=\"");
    push_column(line, column);
    line.push_str(row);
    line.push('"');
}

/// Writes the letters of a column: A to Z, AA to AZ and so on.
fn push_column(line: &mut String, column: usize) {
    if column >= 26 {
        push_column(line, column / 26 - 1);
    }
    line.extend(('A'..='Z').nth(column % 26));
}

#[cfg(test)]
mod tests {
    use super::push_column;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            let mut line = String::new();
            push_column(&mut line, column);
            assert_eq!(line, expected);
        }
    }
}

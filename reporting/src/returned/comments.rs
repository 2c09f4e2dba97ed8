//! Comments of cells, in which the platform describes errors.

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

use super::error::{ReadError, ReadErrorKind};
use super::limits::Limits;
use super::parts::attribute;

/// A comment of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CellComment {
    /// The row as spreadsheet programs count it: 1 is the header.
    pub row: u32,
    /// The name of the column; its number from 1 if it has none.
    pub column: String,
    /// The text, whatever its formats.
    pub text: String,
}

/// A comment at a place: the row and the column, both from 0.
pub(super) type Placed = ((u32, usize), String);

/// The version of XML that workbooks have.
const VERSION: XmlVersion = XmlVersion::Explicit1_0;

/// Reads the part with comments, sorted by place.
pub(super) fn read(part: &str, limits: &Limits) -> Result<Vec<Placed>, ReadError> {
    let mut reader = Reader::from_str(part);
    let mut comments: Vec<Placed> = Vec::new();
    let mut is_open = false;
    let mut in_text = false;
    loop {
        let event = reader.read_event().map_err(ReadError::format)?;
        let text = match &event {
            Event::Start(element) if element.local_name().as_ref() == "comment" => {
                let place = attribute(element, "ref")?.unwrap_or_default();
                let place = position(&place).ok_or_else(|| {
                    ReadError::format(format!("a comment is at the cell `{place}`"))
                })?;
                comments.push((place, String::new()));
                is_open = true;
                if comments.len() > limits.max_cells() {
                    let message = format!(
                        "expected at most {} comments, found more",
                        limits.max_cells()
                    );
                    return Err(ReadError::new(ReadErrorKind::TooLarge, message));
                }
                continue;
            }
            Event::Start(element) if element.local_name().as_ref() == "t" => {
                in_text = true;
                continue;
            }
            Event::End(element) => {
                match element.local_name().as_ref() {
                    "comment" => is_open = false,
                    "t" => in_text = false,
                    _ => {}
                }
                continue;
            }
            Event::Eof if is_open => return Err(ReadError::format("a comment does not end")),
            Event::Eof => break,
            Event::Text(text) => text.xml_content(VERSION).into_owned(),
            Event::CData(text) => text.xml_content(VERSION).into_owned(),
            Event::GeneralRef(name) => {
                let escaped = format!("&{};", &**name);
                quick_xml::escape::unescape(&escaped)
                    .map_err(ReadError::format)?
                    .into_owned()
            }
            _ => continue,
        };
        if let (true, true, Some((_, comment))) = (is_open, in_text, comments.last_mut()) {
            comment.push_str(&text);
        }
    }
    comments.sort_by_key(|(place, _)| *place);
    Ok(comments)
}

/// The row and the column of a reference such as `B2`, both from 0.
fn position(reference: &str) -> Option<(u32, usize)> {
    let digits = reference.find(|it: char| it.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + usize::from(letter - b'A') + 1;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::{Limits, position, read};

    #[test]
    fn references_have_letters_and_digits() {
        for (reference, expected) in [
            ("A1", Some((0, 0))),
            ("AA10", Some((9, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("1", None),
            ("a1", None),
            ("ABCD1", None),
            ("A99999999999", None),
            ("", None),
        ] {
            assert_eq!(position(reference), expected, "{reference}");
        }
    }

    #[test]
    fn formats_of_comments_are_left_out() {
        let part = "<comments><authors><author>x</author></authors><commentList>\
            <comment ref='B3' authorId='0'><text><r><rPr/><t>one &amp; </t></r>\n<r><t>t&#119;o</t></r></text></comment>\
            <comment ref='A2'><text><t>first</t></text></comment></commentList></comments>";
        let comments = read(part, &Limits::new()).expect("they can be read");
        let expected = [
            ((1, 0), "first".to_owned()),
            ((2, 1), "one & two".to_owned()),
        ];
        assert_eq!(comments, expected);
        for broken in [
            "<comment ref='A1'>",
            "<comment ref='?'/ >",
            "<comment ref='A1'><t>&x;</t></comment>",
        ] {
            assert!(read(broken, &Limits::new()).is_err(), "{broken}");
        }
        let error = read(part, &Limits::new().cells(1));
        assert!(error.is_err());
    }
}

//! Where the sheets of a workbook are, and their comments.

use std::collections::BTreeMap;
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::error::ReadError;
use super::package::part;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The parts of the sheets, by the names of the sheets.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Result<BTreeMap<String, String>, ReadError> {
    let relations = relations(archive, "xl/workbook.xml")?;
    let Some(workbook) = part(archive, "xl/workbook.xml")? else {
        return Ok(BTreeMap::new());
    };
    let mut sheets = BTreeMap::new();
    elements(&workbook, |name, element| {
        if name == "sheet"
            && let (Some(sheet), Some(id)) =
                (attribute(element, "name")?, attribute(element, "id")?)
            && let Some(relation) = relations.iter().find(|it| it.id == id)
        {
            sheets.insert(sheet, relation.target.clone());
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// The part with the comments of a sheet.
pub(super) fn comments(
    archive: &mut Archive<'_>,
    sheet: &str,
) -> Result<Option<String>, ReadError> {
    let relations = relations(archive, sheet)?;
    let mut relations = relations.into_iter();
    let found = relations.find(|it| it.kind.ends_with("/comments"));
    Ok(found.map(|it| it.target))
}

/// What a part refers to.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(archive: &mut Archive<'_>, of: &str) -> Result<Vec<Relation>, ReadError> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let Some(text) = part(archive, &format!("{folder}/_rels/{file}.rels"))? else {
        return Ok(Vec::new());
    };
    let mut relations = Vec::new();
    elements(&text, |name, element| {
        let is_outside = attribute(element, "TargetMode")?.as_deref() == Some("External");
        if name == "Relationship" && !is_outside {
            let target = attribute(element, "Target")?.unwrap_or_default();
            relations.push(Relation {
                id: attribute(element, "Id")?.unwrap_or_default(),
                kind: attribute(element, "Type")?.unwrap_or_default(),
                target: resolve(folder, &target),
            });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// A target as a path in the archive. It is relative to the folder of the part, unless it begins with a slash.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<_> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    path.join("/")
}

/// Calls a function for each element of a part, with its name.
fn elements(
    text: &str,
    mut each: impl FnMut(&str, &BytesStart<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(ReadError::format)? {
            Event::Start(element) | Event::Empty(element) => {
                each(element.local_name().as_ref(), &element)?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(ReadError::format)?;
        if attribute.key.local_name().as_ref() == name {
            let value = quick_xml::escape::unescape(&attribute.value);
            return Ok(Some(value.map_err(ReadError::format)?.into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_part() {
        for (target, expected) in [
            ("sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../comments1.xml", "xl/comments1.xml"),
            ("/xl/comments/a.xml", "xl/comments/a.xml"),
            ("../../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolve("xl/worksheets", target), expected);
        }
    }
}

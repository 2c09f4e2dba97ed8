//! Rules about unknown formats.

use strsim::levenshtein;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use super::walk::{Kind, Piece};
use connect_codegen::diagnostics::{Code, Diagnostic};

/// The formats of OpenAPI 3.0 and JSON Schema, by type.
const TEXTS: [&str; 16] = [
    "binary",
    "byte",
    "date",
    "date-time",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "password",
    "regex",
    "uri",
    "uri-reference",
    "uuid",
];
const NUMBERS: [&str; 4] = ["double", "float", "int32", "int64"];

/// Formats that only overlays use.
const OURS: [&str; 2] = ["date-or-date-time", "presigned-url"];

/// Reports schemas with a nonstandard format.
pub fn formats(linter: &mut Linter<'_>) {
    let schemas = linter
        .pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Schema);
    let nonstandard: Vec<(Piece<'_>, String)> = schemas
        .filter_map(|piece| {
            let format = piece.at.node.get_str("format")?;
            let known = [&TEXTS[..], &NUMBERS, &OURS].concat();
            (!known.contains(&format)).then(|| (piece.clone(), format.to_owned()))
        })
        .collect();
    for (piece, format) in nonstandard {
        let near = nearest(&format, piece.at.node.get_str("type"));
        let message = match near {
            Some(near) => format!("nonstandard format `{format}`; did you mean `{near}`?"),
            None => format!("nonstandard format `{format}`"),
        };
        let action = near.map(|near| {
            let target = path(linter.root, &piece.at.pointer);
            Action::update(target, mapping([("format", text(near))]))
        });
        let diagnostic = Diagnostic::note(Code::Format, message).at_member("format");
        linter.report(diagnostic, &piece.at.pointer, action);
    }
}

/// Returns the closest standard format, if there is one.
fn nearest(format: &str, of: Option<&str>) -> Option<&'static str> {
    let known: &[&'static str] = match of {
        Some("integer" | "number") => &NUMBERS,
        _ => &TEXTS,
    };
    let plain = format.to_ascii_lowercase().replace(['_', ' '], "-");
    let near = known
        .iter()
        .map(|known| (levenshtein(known, &plain), *known))
        .min();
    near.filter(|(far, known)| *far <= 1 && known.len() > 3)
        .map(|(_, known)| known)
}

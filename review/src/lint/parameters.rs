//! Rules about parameters that are not parameters.

use super::action::{Action, path};
use super::linter::Linter;
use super::walk::{Kind, Piece};
use connect_codegen::diagnostics::{Code, Diagnostic};

/// Headers that only responses have.
const RESPONSE_HEADERS: [&str; 10] = [
    "accept-ranges",
    "age",
    "allow",
    "content-range",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "set-cookie",
    "www-authenticate",
];

/// Reports response headers that are declared as request parameters.
pub fn response_headers(linter: &mut Linter<'_>) {
    let wrong: Vec<Piece<'_>> = linter
        .pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Parameter && is_response_header(piece))
        .cloned()
        .collect();
    for piece in wrong {
        let name = piece.at.node.get_str("name").unwrap_or_default();
        let message = format!("response header `{name}` declared as a parameter");
        let diagnostic = Diagnostic::note(Code::HeaderAsParameter, message).at_member("name");
        let action = Action::remove(path(linter.root, &piece.at.pointer));
        linter.report(diagnostic, &piece.at.pointer, Some(action));
    }
}

/// Returns the removal of the parameter that a schema belongs to, if it is a response header.
pub fn none(linter: &Linter<'_>, schema: &Piece<'_>) -> Option<Action> {
    let owner = linter.pieces.iter().find(|piece| {
        piece.kind == Kind::Parameter && schema.at.pointer.is_within(&piece.at.pointer)
    })?;
    is_response_header(owner).then(|| Action::remove(path(linter.root, &owner.at.pointer)))
}

fn is_response_header(piece: &Piece<'_>) -> bool {
    let node = piece.at.node;
    let name = node
        .get_str("name")
        .unwrap_or_default()
        .to_ascii_lowercase();
    node.get_str("in") == Some("header") && RESPONSE_HEADERS.contains(&name.as_str())
}

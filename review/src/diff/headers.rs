//! Compares the declared headers of the successful responses of an operation.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::limits;
use super::names::route;
use super::reach::shape;
use super::side::Pair;
use connect_codegen::ir::{Operation, ResponseHeader, Success};

/// Compares all headers.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    // The case of letters makes no other header.
    let key = |header: &ResponseHeader| header.wire.0.to_ascii_lowercase();
    for sides in sides(&old.headers, &new.headers, key) {
        match sides {
            (Some(before), Some(now)) => both(pair, (before, old), (now, new), findings),
            (Some(gone), None) => findings.push(
                Finding::new(ChangeKind::HeaderRemoved, what(gone), removed(gone, old))
                    .of(route(old))
                    .drops([&gone.ty])
                    .was_at(&gone.pointer)
                    .claims(claims(gone, old)),
            ),
            (None, Some(fresh)) => findings.push(
                Finding::new(
                    ChangeKind::HeaderAdded,
                    what(fresh),
                    "Responses can have it.",
                )
                .of(route(new))
                .same(shape(&pair.new.api, &fresh.ty))
                .brings([&fresh.ty])
                .now_at(&fresh.pointer)
                .claims(claims(fresh, new)),
            ),
            (None, None) => {}
        }
    }
}

fn what(header: &ResponseHeader) -> String {
    format!("response header `{}`", header.wire)
}

/// Says what is lost with a header. The client counts the rows of a list by `Content-Range`.
fn removed(header: &ResponseHeader, of: &Operation) -> String {
    let is_counted = matches!(of.success, Success::Page(_))
        && header.wire.0.eq_ignore_ascii_case("Content-Range");
    match is_counted {
        true => format!(
            "Responses are no longer declared to have it. Pages of `{}` are counted by it.",
            of.name()
        ),
        false => "Responses are no longer declared to have it.".to_owned(),
    }
}

/// Returns the field, and the type of all headers if this is the only one.
fn claims(header: &ResponseHeader, of: &Operation) -> Vec<Claim> {
    let owner = of.path_of(&of.local.headers);
    let rust = header.rust.plain();
    let field = Claim::Item(format!("{owner}.{rust}"));
    match of.headers.len() {
        0 | 1 => vec![field, Claim::Whole(owner)],
        _ => vec![field],
    }
}

fn both(
    pair: &Pair,
    (old, old_of): (&ResponseHeader, &Operation),
    (new, of): (&ResponseHeader, &Operation),
    findings: &mut Vec<Finding>,
) {
    let what = what(new);
    let finding = |kind, wire: String| {
        Finding::new(kind, what.clone(), wire)
            .of(route(of))
            .at(&old.pointer, &new.pointer)
            .drops([&old.ty])
            .brings([&new.ty])
            .claims(claims(old, old_of))
            .claims(claims(new, of))
    };
    if old.rust != new.rust {
        findings.push(finding(ChangeKind::HeaderRenamed, "Nothing.".to_owned()));
    }
    let (was, is) = (pair.old_type(&old.ty), pair.new_type(&new.ty));
    if was != is {
        let wire = format!("It holds {}.", shift(&was, &is));
        findings.push(finding(ChangeKind::HeaderType, wire));
    }
    findings.extend(limits::compare(
        pair,
        &what,
        &route(of),
        &old.pointer,
        &new.pointer,
    ));
    findings.extend(documentation(
        what,
        Some(&route(of)),
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}

//! Names types: by the overlay, or after the component, or after their position.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Draft, Use};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Direction, Ident, JsonKind, Sign, Type, TypeDef, TypeId, TypeKind, TypeRef};
use crate::lower::document::Document;
use crate::names;
use crate::pointer::Pointer;

/// Names all drafts, in order. If two would have the same name, both get a longer one. If these are
/// also equal, it is an error with both spans.
pub(super) fn assign(
    drafts: &[Draft],
    document: &Document<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Ident> {
    let with_response_type: HashSet<&str> = drafts
        .iter()
        .filter(|draft| draft.direction == Direction::Response)
        .filter_map(|draft| draft.component.as_deref())
        .collect();
    let response_only: HashSet<&Pointer> = drafts
        .iter()
        .filter(|draft| draft.component.is_none() && draft.direction == Direction::Response)
        .flat_map(|draft| &draft.pointers)
        .collect();
    let mut namer = Namer {
        drafts,
        with_response_type,
        response_only,
        length: vec![0; drafts.len()],
    };
    for _ in 0..4 {
        let names = namer.all();
        let colliding = collisions(&names);
        if colliding.is_empty() {
            break;
        }
        for id in colliding.into_values().flatten() {
            namer.length[id.0] += 1;
        }
    }
    let names = namer.all();
    for (draft, name) in drafts.iter().zip(&names) {
        if name.0 == UNNAMED {
            let diagnostic =
                Diagnostic::error(Code::Name, "no Rust name can be made for this schema")
                    .help("add a name in the overlay: `x-connect-name`");
            diagnostics.push(document.locate_at(diagnostic, &draft.pointer));
        }
    }
    for (name, ids) in collisions(&names) {
        let pointers: Vec<String> = ids
            .iter()
            .map(|id| drafts[id.0].pointer.to_string())
            .collect();
        let message = format!("{} would all be named `{name}`", pointers.join(" and "));
        let mut diagnostic = Diagnostic::error(Code::Name, message)
            .help("give one of them another name in the overlay: `x-connect-name`");
        for other in ids.iter().skip(1) {
            let span = document.span_of(&drafts[other.0].pointer);
            diagnostic = diagnostic.related(span, "the other schema");
        }
        if let Some(first) = ids.first() {
            diagnostics.push(document.locate_at(diagnostic, &drafts[first.0].pointer));
        }
    }
    names
}

/// The placeholder for a name that cannot be made, until the error ends the run. Valid names have
/// no `?`.
const UNNAMED: &str = "?";

fn collisions(names: &[Ident]) -> BTreeMap<&Ident, Vec<TypeId>> {
    let mut uses: BTreeMap<&Ident, Vec<TypeId>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        uses.entry(name).or_default().push(TypeId(index));
    }
    uses.retain(|name, ids| ids.len() > 1 && name.0 != UNNAMED);
    uses
}

struct Namer<'d> {
    drafts: &'d [Draft],
    /// The components that have a type for responses.
    with_response_type: HashSet<&'d str>,
    /// The inline schemas that have a type for responses only.
    response_only: HashSet<&'d Pointer>,
    /// The length of the name of each draft: 0 is the shortest.
    length: Vec<usize>,
}

impl Namer<'_> {
    fn all(&self) -> Vec<Ident> {
        let name = |index| {
            let text = self.name(TypeId(index), 0);
            names::type_ident(&text).unwrap_or_else(|| Ident(UNNAMED.to_owned()))
        };
        (0..self.drafts.len()).map(name).collect()
    }

    fn name(&self, id: TypeId, depth: usize) -> String {
        let draft = &self.drafts[id.0];
        let length = self.length[id.0];
        if let Some(component) = &draft.component {
            let base = draft
                .pinned
                .clone()
                .unwrap_or_else(|| component_name(component, length));
            let is_second = draft.direction == Direction::Request
                && self.with_response_type.contains(component.as_str());
            return if is_second {
                format!("{base}Input")
            } else {
                base
            };
        }
        if let Some(pinned) = &draft.pinned {
            let is_second = draft.direction == Direction::Request
                && draft
                    .pointers
                    .iter()
                    .any(|at| self.response_only.contains(at));
            return if is_second {
                format!("{pinned}Input")
            } else {
                pinned.clone()
            };
        }
        let named: Vec<String> = draft
            .uses
            .iter()
            .filter_map(|by| self.by_use(by, depth))
            .collect();
        // The shortest name is the best; among equals, the first.
        let best = named
            .into_iter()
            .reduce(|best, next| if next.len() < best.len() { next } else { best });
        let best = best.unwrap_or_else(|| "Value".to_owned());
        match length {
            0 => best,
            1 => format!(
                "{}{best}",
                names::pascal(&draft.group.0).unwrap_or_default()
            ),
            _ => self.full(draft),
        }
    }

    fn by_use(&self, by: &Use, depth: usize) -> Option<String> {
        match by {
            Use::Operation(name) => Some(name.clone()),
            Use::Field(owner, leaf) if depth < 32 => {
                let owner = self.name(*owner, depth + 1);
                Some(format!("{owner}{}", names::pascal(leaf)?))
            }
            Use::Field(..) => None,
        }
    }

    /// Returns the whole pointer as a name, which is unique among inline types.
    fn full(&self, draft: &Draft) -> String {
        let omitted: BTreeSet<&str> = [
            "paths",
            "components",
            "schemas",
            "properties",
            "content",
            "schema",
            "responses",
        ]
        .into();
        let segments = draft
            .pointer
            .segments()
            .filter(|segment| !omitted.contains(segment.as_str()));
        segments
            .filter_map(|segment| names::pascal(&segment))
            .collect()
    }
}

/// Returns the name of a component: `usage.ReferenceAccount` is `ReferenceAccount`, or in full
/// `UsageReferenceAccount`.
fn component_name(component: &str, length: usize) -> String {
    let short = component.rsplit('.').next().unwrap_or(component);
    let text = if length == 0 { short } else { component };
    let name = names::pascal(text).unwrap_or_default();
    // A component with a leading underscore can exist beside one without.
    if length > 1 && short.starts_with('_') {
        format!("{name}Part")
    } else {
        name
    }
}

/// Names the members of unions, and determines how they are distinguished.
pub(super) fn name_members(types: &mut [TypeDef]) {
    let known: Vec<(Ident, Sign)> = types
        .iter()
        .map(|def| (def.name.clone(), sign(&def.kind)))
        .collect();
    for def in types {
        let union = def.name.0.clone();
        if let TypeKind::Union(members) = &mut def.kind {
            let mut taken = HashSet::new();
            for member in members {
                let (name, sign) = describe(&member.ty, &known, &union);
                let tag = member.sign.tag.take();
                member.sign = Sign { tag, ..sign };
                let unique = if taken.contains(&name) {
                    format!(
                        "{name}Of{}",
                        names::pascal(&member.pointer.to_string()).unwrap_or_default()
                    )
                } else {
                    name
                };
                taken.insert(unique.clone());
                member.rust = names::escape(&unique);
            }
        }
    }
}

fn describe(ty: &TypeRef, known: &[(Ident, Sign)], union: &str) -> (String, Sign) {
    let plain = |name: &str, json| {
        (
            name.to_owned(),
            Sign {
                json,
                ..Sign::default()
            },
        )
    };
    match ty {
        Type::Named(id) => {
            let (name, sign) = &known[id.0];
            let short = name.0.strip_prefix(union).filter(|rest| !rest.is_empty());
            (short.unwrap_or(&name.0).to_owned(), sign.clone())
        }
        Type::Primitive(primitive) => plain(primitive.row().variant, primitive.json()),
        Type::Map(_) => plain("Map", Some(JsonKind::Object)),
        Type::Array(inner) => {
            let (name, _) = describe(inner, known, union);
            plain(&format!("{name}List"), Some(JsonKind::Array))
        }
    }
}

fn sign(kind: &TypeKind) -> Sign {
    match kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => Sign {
            json: Some(JsonKind::Object),
            keys: fields.iter().map(|field| field.wire.0.clone()).collect(),
            required: fields
                .iter()
                .filter(|field| matches!(field.holds, crate::ir::Holds::Value))
                .map(|field| field.wire.0.clone())
                .collect(),
            tag: None,
        },
        TypeKind::OpenEnum(_) => Sign {
            json: Some(JsonKind::String),
            ..Sign::default()
        },
        TypeKind::OpenIntegerEnum(_) => Sign {
            json: Some(JsonKind::Number),
            ..Sign::default()
        },
        TypeKind::Union(_) => Sign::default(),
    }
}

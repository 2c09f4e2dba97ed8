//! Names types: by the overlay, or after the component, or after their position.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Direction, Ident, TypeId};
use crate::lower::context::Context;
use crate::names;
use crate::pointer::Pointer;

/// A type without a name, and what its name can be made of.
#[derive(Debug)]
pub struct Unnamed<'a> {
    /// The schema that it is made from.
    pub pointer: &'a Pointer,
    /// All schemas that it stands for.
    pub pointers: Vec<&'a Pointer>,
    /// The component that it is, if it is one.
    pub component: Option<&'a str>,
    /// The name from the overlay, if any.
    pub pinned: Option<&'a str>,
    /// The direction in which it is used.
    pub direction: Direction,
    /// The module of the first operation that uses it.
    pub module: Ident,
    /// What else its name can be made of.
    pub uses: BTreeSet<Use>,
}

/// A source for the name of an inline type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A field of another type.
    Field(TypeId, String),
    /// An operation.
    Operation(String),
}

/// Names all types, in order. If two would have the same name, both get a longer one. If these are
/// also equal, it is an error with both spans.
pub fn assign(drafts: &[Unnamed<'_>], context: &Context<'_>) -> Vec<Ident> {
    let with_response_type: HashSet<&str> = drafts
        .iter()
        .filter(|draft| draft.direction == Direction::Response)
        .filter_map(|draft| draft.component)
        .collect();
    let response_only: HashSet<&Pointer> = drafts
        .iter()
        .filter(|draft| draft.component.is_none() && draft.direction == Direction::Response)
        .flat_map(|draft| draft.pointers.iter().copied())
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
            context.report_at(diagnostic, draft.pointer);
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
            let span = context.span_of(drafts[other.0].pointer);
            diagnostic = diagnostic.related(span, "the other schema");
        }
        if let Some(first) = ids.first() {
            context.report_at(diagnostic, drafts[first.0].pointer);
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
    drafts: &'d [Unnamed<'d>],
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
        let component = || Some(component_name(draft.component?, length));
        if let Some(base) = draft.pinned.map(str::to_owned).or_else(component) {
            let has_other = match draft.component {
                Some(component) => self.with_response_type.contains(component),
                None => draft
                    .pointers
                    .iter()
                    .any(|it| self.response_only.contains(it)),
            };
            return match draft.direction == Direction::Request && has_other {
                true => format!("{base}Input"),
                false => base,
            };
        }
        // The shortest name is the best; among equals, the first of the alphabet.
        let named = draft.uses.iter().filter_map(|by| self.by_use(by, depth));
        let best = named.min_by_key(|name| (name.len(), name.clone()));
        let best = best.unwrap_or_else(|| "Value".to_owned());
        match length {
            0 => best,
            1 => format!(
                "{}{best}",
                names::pascal(&draft.module.0).unwrap_or_default()
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
    fn full(&self, draft: &Unnamed<'_>) -> String {
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

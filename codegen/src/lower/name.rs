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
    /// Whether it is a form.
    pub is_form: bool,
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

/// Names all types, in order. If two would have the same name, the one whose component has that name keeps it, and the
/// others get longer ones. If two pinned names are equal, it is an error with both spans.
pub fn assign(drafts: &[Unnamed<'_>], context: &Context<'_>) -> Vec<Ident> {
    let components = |wanted: &dyn Fn(&Unnamed<'_>) -> bool| {
        let wanted = drafts.iter().filter(|it| wanted(it));
        wanted.filter_map(|draft| draft.component).collect()
    };
    let response_only: HashSet<&Pointer> = drafts
        .iter()
        .filter(|draft| draft.component.is_none() && draft.direction == Direction::Response)
        .flat_map(|draft| draft.pointers.iter().copied())
        .collect();
    let mut namer = Namer {
        drafts,
        with_response_type: components(&|it| it.direction == Direction::Response),
        with_plain_type: components(&|it| !it.is_form),
        response_only,
        length: vec![0; drafts.len()],
    };
    for _ in 0..LONGEST {
        let names = namer.all();
        let colliding = collisions(&names);
        if colliding.is_empty() {
            break;
        }
        for (name, ids) in colliding {
            let keeps = |id: &&TypeId| namer.owns(**id, name);
            let owner = match ids.iter().filter(keeps).count() {
                1 => ids.iter().find(keeps).copied(),
                _ => None,
            };
            for id in ids.into_iter().filter(|id| Some(*id) != owner) {
                namer.length[id.0] += 1;
            }
        }
    }
    let mut names = namer.all();
    let colliding: BTreeSet<TypeId> = collisions(&names).into_values().flatten().collect();
    for (index, draft) in drafts.iter().enumerate() {
        let is_shared = colliding.contains(&TypeId(index)) && draft.pinned.is_none();
        if is_shared || names[index].0 == UNNAMED {
            names[index] = exact(draft);
        }
    }
    report_collisions(drafts, context, &names);
    names
}

/// A name that no other type has: its pointer, its direction, and whether it is a form.
fn exact(draft: &Unnamed<'_>) -> Ident {
    let direction = match draft.direction {
        Direction::Response => "response",
        Direction::Request => "request",
        Direction::Both => "both",
    };
    let form = if draft.is_form { "form" } else { "" };
    names::exact_pascal(&format!("{direction}{form}{}", draft.pointer.as_str()))
}

fn report_collisions(drafts: &[Unnamed<'_>], context: &Context<'_>, names: &[Ident]) {
    for (name, ids) in collisions(names) {
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
}

/// The number of lengths that a name can have.
const LONGEST: usize = 5;

/// The name of a type that no use gives one.
const NAMELESS: &str = "Value";

/// The placeholder for a name that cannot be made of words. Valid names have no `?`.
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
    /// The components that have a type which is no form.
    with_plain_type: HashSet<&'d str>,
    /// The inline schemas that have a type for responses only.
    response_only: HashSet<&'d Pointer>,
    /// The length of the name of each draft: 0 is the shortest.
    length: Vec<usize>,
}

impl Namer<'_> {
    fn all(&self) -> Vec<Ident> {
        let texts = self.texts().into_iter().zip(&self.length);
        let name = |(text, length): (String, &usize)| {
            let word = ["Type", "Model", "Object"]
                .get(*length)
                .unwrap_or(&"Schema");
            let name = names::type_ident_with(&text, word);
            name.unwrap_or_else(|| Ident(UNNAMED.to_owned()))
        };
        texts.map(name).collect()
    }

    /// Returns the names as text. Of the names that its uses give to an inline type, the shortest is the best; among
    /// equals, the first of the alphabet. Inline types can contain each other, so this is a search for shortest paths:
    /// names are final in the order of their lengths, and a field's name is longer than that of its owner.
    fn texts(&self) -> Vec<String> {
        let mut texts: Vec<Option<String>> = vec![None; self.drafts.len()];
        let mut fields: Vec<Vec<(usize, String)>> = vec![Vec::new(); self.drafts.len()];
        let mut waiting = BTreeSet::new();
        let mut wait = |id: usize, text: String| waiting.insert((text.len(), text, id));
        for (id, draft) in self.drafts.iter().enumerate() {
            if let Some(text) = self.fixed(id) {
                wait(id, text);
                continue;
            }
            let mut has_source = false;
            for by in &draft.uses {
                match by {
                    Use::Operation(name) => {
                        has_source = true;
                        wait(id, self.placed(id, name));
                    }
                    Use::Field(owner, leaf) => {
                        if let Some(leaf) = names::pascal(leaf) {
                            has_source = true;
                            fields[owner.0].push((id, leaf));
                        }
                    }
                }
            }
            if !has_source {
                wait(id, self.placed(id, NAMELESS));
            }
        }
        loop {
            while let Some((_, text, id)) = waiting.pop_first() {
                if texts[id].is_some() {
                    continue;
                }
                for (field, leaf) in &fields[id] {
                    let text = self.placed(*field, &format!("{text}{leaf}"));
                    waiting.insert((text.len(), text, *field));
                }
                texts[id] = Some(text);
            }
            // Types that only each other contain.
            let Some(id) = texts.iter().position(Option::is_none) else {
                return texts.into_iter().flatten().collect();
            };
            let text = self.placed(id, NAMELESS);
            waiting.insert((text.len(), text, id));
        }
    }

    /// Returns whether a name is what the overlay or the component says, without a change by the generator.
    fn owns(&self, id: TypeId, name: &Ident) -> bool {
        let draft = &self.drafts[id.0];
        let component = || component_name(draft.component.unwrap_or_default(), self.length[id.0]);
        draft.pinned == Some(&name.0) || component() == name.0
    }

    /// Returns the name that does not depend on the uses of a type: from the overlay, or after the component, or after
    /// the pointer.
    fn fixed(&self, id: usize) -> Option<String> {
        let draft = &self.drafts[id];
        let length = self.length[id];
        let component = || Some(component_name(draft.component?, length));
        let Some(base) = draft.pinned.map(str::to_owned).or_else(component) else {
            return (length > 1).then(|| self.full(draft));
        };
        let has_other = match draft.component {
            Some(component) => self.with_response_type.contains(component),
            None => draft
                .pointers
                .iter()
                .any(|it| self.response_only.contains(it)),
        };
        let input = ["Input", "Request", "RequestBody", "RequestModel"];
        let input = input.get(length).unwrap_or(&"RequestSchema");
        let form = ["Form", "FormBody", "FormRequest", "FormModel"];
        let form = form.get(length).unwrap_or(&"FormSchema");
        let is_other_form = draft.is_form
            && draft
                .component
                .is_some_and(|it| self.with_plain_type.contains(it));
        Some(match draft.direction == Direction::Request && has_other {
            _ if is_other_form => format!("{base}{form}"),
            true => format!("{base}{input}"),
            false => base,
        })
    }

    /// Returns a name that a use gives, after the module where the short one is taken.
    fn placed(&self, id: usize, name: &str) -> String {
        match self.length[id] {
            0 => name.to_owned(),
            _ => {
                let module = names::pascal(&self.drafts[id].module.0).unwrap_or_default();
                format!("{module}{name}")
            }
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
    } else if length > 2 {
        names::spelled_pascal(component).unwrap_or(name)
    } else {
        name
    }
}

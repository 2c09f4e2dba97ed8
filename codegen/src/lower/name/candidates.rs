//! The names that a type can have, from the best to the one that no other type has.

use std::collections::HashSet;
use std::rc::Rc;

use super::unnamed::Unnamed;
use super::words::Words;
use crate::ir::{Direction, Ident};
use crate::lower::places::{self, Base, Places};
use crate::names;
use crate::pointer::Pointer;

/// A name that a type can have.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The name.
    pub name: Ident,
    /// The name without what tells a request from a response: inline schemas in it are called after this.
    pub stem: String,
    /// Of equal names, one with a lower rank stays.
    pub rank: Rank,
    /// What the document calls it. Of equal names with equal ranks, the first of the alphabet stays.
    pub text: Rc<str>,
}

/// What tells the types of one schema apart: first those of requests, then those of forms.
pub const SUFFIXES: [&str; 6] = [
    "Input",
    "Request",
    "RequestBody",
    "Form",
    "FormBody",
    "FormRequest",
];

/// Why a type has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The overlay says so. A lower number is that of more schemas.
    Pinned(usize),
    /// The component has exactly this name.
    Same,
    /// The component has a similar name, of this length.
    Component(usize),
    /// The place of an inline schema is called so, which has this many parts, and is so deep in the document.
    Place(usize, usize),
}

/// What other types there are of the same schemas.
pub struct Others<'a> {
    /// The components that have a type for responses.
    with_response_type: HashSet<&'a str>,
    /// The components that have a type which is not a form.
    with_plain_type: HashSet<&'a str>,
    /// The places that have a type for responses only.
    response_only: HashSet<&'a Pointer>,
}

impl<'a> Others<'a> {
    /// Looks at all types.
    pub fn new(drafts: &[Unnamed<'a>]) -> Self {
        let components = |wanted: &dyn Fn(&Unnamed<'_>) -> bool| {
            let wanted = drafts.iter().filter(|it| wanted(it));
            wanted.filter_map(|draft| draft.component).collect()
        };
        let is_response = |it: &Unnamed<'_>| it.direction == Direction::Response;
        let responses = drafts
            .iter()
            .filter(|it| it.component.is_none() && is_response(it));
        Self {
            with_response_type: components(&is_response),
            with_plain_type: components(&|it| !it.is_form),
            response_only: responses.flat_map(|it| it.places.iter().copied()).collect(),
        }
    }

    /// Returns what is added to the name of a type beside which there is another one of the same schemas. The later ones
    /// are for names that are taken.
    fn suffixes(&self, draft: &Unnamed<'_>) -> &'static [&'static str] {
        let has_response = match draft.component {
            Some(component) => self.with_response_type.contains(component),
            None => draft
                .places
                .iter()
                .any(|it| self.response_only.contains(it)),
        };
        let is_request = draft.direction == Direction::Request;
        let component = draft.component.filter(|_| draft.is_form);
        let has_plain = component.is_some_and(|it| self.with_plain_type.contains(it));
        match (is_request && has_response, has_plain) {
            (_, true) => &SUFFIXES[3..],
            (true, false) => &SUFFIXES[..3],
            (false, false) => &[""],
        }
    }
}

/// Returns the names for a component, or a type that the overlay names.
pub fn own(draft: &Unnamed<'_>, others: &Others<'_>) -> Vec<Candidate> {
    let suffixes = others.suffixes(draft);
    let mut names = Names::new(draft, draft.component.unwrap_or_default());
    if let Some(pinned) = draft.pinned {
        // Of inline schemas that the overlay calls alike although they differ, most keep the name.
        let rank = Rank::Pinned(usize::MAX - draft.places.len());
        for suffix in suffixes {
            names.add(pinned.to_owned(), suffix, rank);
        }
        let place = draft.places.iter().min();
        if let (Some(place), None) = (place, draft.component) {
            let mut parts = places::owner(place);
            parts.push(pinned.to_owned());
            let words = Words::of(&parts);
            let suffix = suffixes.first().copied().unwrap_or_default();
            names.add(words.short(suffix), suffix, rank);
            names.add(words.whole(), suffix, rank);
        }
        return names.list;
    }
    let component = draft.component.unwrap_or_default();
    let words = Words::of(&[names::component(component)]);
    let rank = Rank::Component(component.len());
    for suffix in suffixes {
        names.add(words.short(suffix), suffix, rank);
    }
    let suffix = suffixes.first().copied().unwrap_or_default();
    if component
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .starts_with('_')
    {
        // A component with a leading underscore can exist beside one without.
        let part = words.with("Part");
        names.add(part.short(suffix), suffix, rank);
    }
    let whole = Words::of(&[component.to_owned()]);
    let spelled = names::spelled_pascal(component).unwrap_or_default();
    for longer in [
        words.short_front(suffix),
        words.whole(),
        whole.whole(),
        spelled,
        words.with("Model").short(suffix),
        words.with("Schema").whole(),
    ] {
        names.add(longer, suffix, rank);
    }
    names.all(suffix)
}

/// Returns the names for an inline schema.
pub fn inline(draft: &Unnamed<'_>, others: &Others<'_>, places: &Places<'_>) -> Vec<Candidate> {
    let suffixes = others.suffixes(draft);
    let suffix = suffixes.first().copied().unwrap_or_default();
    // Of several places, the one with the shortest name.
    let words = |choose: fn(&Base<'_>) -> String| {
        let parts = draft.places.iter().map(|it| places.parts(it, choose));
        let all = parts.map(|parts| (Words::of(&parts), parts));
        let shortest = |(it, _): &(Words, Vec<String>)| (it.whole().len(), it.whole());
        all.min_by_key(shortest).unwrap_or_default()
    };
    let (short, parts) = words(|it| it.name.to_owned());
    let (longer, _) = words(|it| it.longer.to_owned());
    let first = draft.places.iter().min();
    let rank = Rank::Place(parts.len(), first.map_or(0, |it| it.depth()));
    let mut names = Names::new(draft, &parts.join(" "));
    for suffix in suffixes {
        names.add(short.short(suffix), suffix, rank);
    }
    let path =
        first.map(|it| Words::of(&it.segments().filter(|it| !is_plain(it)).collect::<Vec<_>>()));
    for stem in [
        longer.short(suffix),
        short.short_behind(suffix),
        short.short_front(suffix),
        short.with(draft.kind).short(suffix),
        longer.with(draft.kind).short(suffix),
        short.whole(),
        longer.whole(),
        longer.with(draft.kind).whole(),
        path.unwrap_or_default().whole(),
    ] {
        names.add(stem, suffix, rank);
    }
    names.all(suffix)
}

/// Returns whether a segment of a pointer says nothing of what stands there.
fn is_plain(segment: &str) -> bool {
    const PLAIN: [&str; 7] = [
        "paths",
        "components",
        "schemas",
        "properties",
        "content",
        "schema",
        "responses",
    ];
    PLAIN.contains(&segment)
}

/// The names of a type, in order.
struct Names<'d> {
    draft: &'d Unnamed<'d>,
    text: Rc<str>,
    list: Vec<Candidate>,
}

impl<'d> Names<'d> {
    fn new(draft: &'d Unnamed<'d>, text: &str) -> Self {
        Self {
            draft,
            text: text.into(),
            list: Vec::new(),
        }
    }

    /// Adds a name, if it is a valid and new one.
    fn add(&mut self, stem: String, suffix: &str, rank: Rank) {
        let Some(name) = names::type_of_words(format!("{stem}{suffix}")) else {
            return;
        };
        let is_component = matches!(rank, Rank::Component(_));
        let is_same = is_component && self.draft.component == Some(&name.0);
        let rank = if is_same { Rank::Same } else { rank };
        if self.list.iter().all(|it| it.name != name) {
            self.list.push(Candidate {
                name,
                stem,
                rank,
                text: self.text.clone(),
            });
        }
    }

    /// Adds the name that no other type has: its place, its direction, and whether it is a form.
    fn all(mut self, suffix: &str) -> Vec<Candidate> {
        let form = if self.draft.is_form { "form" } else { "" };
        let place = self.draft.places.iter().min();
        let place = place.map_or("", |it| it.as_str());
        let name = names::exact_pascal(&format!("{suffix}{form}{place}"));
        self.list.push(Candidate {
            stem: name.0.clone(),
            name,
            text: self.text.clone(),
            rank: Rank::Place(usize::MAX, usize::MAX),
        });
        self.list
    }
}

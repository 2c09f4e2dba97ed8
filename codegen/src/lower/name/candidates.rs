//! The names that a type can have, from the best to the one that no other type has.

use std::iter;
use std::rc::Rc;

use hashbrown::HashSet;

use super::unnamed::Unnamed;
use super::words::Words;
use crate::ir::{Direction, Ident};
use crate::lower::owner::is_in_parameter;
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

/// What is added to names, in order.
type Suffixes = &'static [&'static str];

/// Why a type has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The overlay says so. A lower number is that of more schemas.
    Pinned(usize),
    /// The overlay names the schema, of which this is another type: that of requests, or of forms.
    Beside(usize),
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
    fn suffixes(&self, draft: &Unnamed<'_>) -> Suffixes {
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
pub fn own<'a>(draft: &'a Unnamed<'a>, others: &Others<'_>) -> Candidates<'a> {
    match (draft.pinned_alone, draft.pinned) {
        (Some(pinned), _) => of_overlay(draft, pinned, &[""]),
        (None, Some(pinned)) => of_overlay(draft, pinned, others.suffixes(draft)),
        (None, None) => {
            let component = draft.component.unwrap_or_default();
            of_component(draft, component, others.suffixes(draft))
        }
    }
}

fn of_overlay<'a>(draft: &'a Unnamed<'a>, pinned: &'a str, suffixes: Suffixes) -> Candidates<'a> {
    let namer = Namer::new(draft, draft.component.unwrap_or_default());
    // Of inline schemas that the overlay calls alike although they differ, most keep the name.
    let fewer = usize::MAX - draft.places.len();
    let rank = move |suffix: &str| match suffix.is_empty() {
        true => Rank::Pinned(fewer),
        false => Rank::Beside(fewer),
    };
    let plain = suffixes.iter().map(move |it| (pinned.to_owned(), *it));
    let place = draft.places.iter().min();
    let place = place.filter(|_| draft.component.is_none());
    let placed = place.into_iter().flat_map(move |place| {
        let mut parts = places::owner(place);
        parts.push(pinned.to_owned());
        let (words, suffix) = (Words::of(&parts), first(suffixes));
        [(words.short(suffix), suffix), (words.whole(), suffix)]
    });
    let exact = namer.clone();
    let all = plain
        .chain(placed)
        .filter_map(move |(stem, suffix)| namer.candidate(stem, suffix, rank(suffix)));
    // An empty text is not a name.
    let exact = iter::once_with(move || exact.exact(first(suffixes))).filter(|_| pinned.is_empty());
    Candidates::new(all.chain(exact))
}

fn of_component<'a>(
    draft: &'a Unnamed<'a>,
    component: &'a str,
    suffixes: Suffixes,
) -> Candidates<'a> {
    let namer = Namer::new(draft, component);
    let exact = namer.clone();
    let rank = Rank::Component(component.len());
    let words = Words::of(&[names::component(component)]);
    let suffix = first(suffixes);
    let short = {
        let words = words.clone();
        suffixes.iter().map(move |it| (words.short(it), *it))
    };
    let last = component.rsplit('.').next().unwrap_or_default();
    let makers: [fn(&Words, &str, &str) -> String; 7] = [
        // A component with a leading underscore can exist beside one without.
        |words, _, suffix| words.with("Part").short(suffix),
        |words, _, suffix| words.short_front(suffix),
        |words, _, _| words.whole(),
        |_, component, _| Words::of(&[component.to_owned()]).whole(),
        |_, component, _| names::spelled_pascal(component).unwrap_or_default(),
        |words, _, suffix| words.with("Model").short(suffix),
        |words, _, _| words.with("Schema").whole(),
    ];
    let skipped = usize::from(!last.starts_with('_'));
    let longer = makers.into_iter().skip(skipped);
    let longer = longer.map(move |make| (make(&words, component, suffix), suffix));
    let all = short
        .chain(longer)
        .filter_map(move |(stem, suffix)| namer.candidate(stem, suffix, rank));
    Candidates::new(all.chain(iter::once_with(move || exact.exact(suffix))))
}

/// Returns the names for an inline schema.
pub fn inline<'a>(
    draft: &'a Unnamed<'a>,
    others: &Others<'_>,
    places: &'a Places<'_>,
) -> Candidates<'a> {
    let suffixes = others.suffixes(draft);
    let suffix = first(suffixes);
    let (short, parts) = shortest(draft, places, |it| it.name.to_owned());
    let place = draft.places.iter().min();
    let rank = Rank::Place(parts, place.map_or(0, |it| it.depth()));
    let namer = Namer::new(draft, &short.whole());
    let exact = namer.clone();
    let plain = {
        let short = short.clone();
        suffixes.iter().map(move |it| (short.short(it), *it))
    };
    let longer = iter::once_with(move || {
        let (longer, _) = shortest(draft, places, |it| it.longer.to_owned());
        [
            longer.short(suffix),
            short.short_behind(suffix),
            short.short_front(suffix),
            short.with(draft.kind).short(suffix),
            short.with(draft.kind).short_behind(suffix),
            longer.with(draft.kind).short(suffix),
            short.whole(),
            longer.whole(),
            longer.with(draft.kind).whole(),
            place.map_or_else(String::new, |it| path(it).whole()),
        ]
    });
    let longer = longer.flatten().map(move |stem| (stem, suffix));
    let all = plain
        .chain(longer)
        .filter_map(move |(stem, suffix)| namer.candidate(stem, suffix, rank));
    Candidates::new(all.chain(iter::once_with(move || exact.exact(suffix))))
}

/// Returns the shortest of the names that the places of a type have, and of how many parts it is made. The place of a
/// parameter comes last: what a filter is compared with is called after what it filters.
fn shortest(
    draft: &Unnamed<'_>,
    places: &Places<'_>,
    choose: fn(&Base<'_>) -> String,
) -> (Words, usize) {
    let name = |place: &&Pointer| {
        let parts = places.parts(place, choose);
        let words = Words::of(&parts);
        let whole = words.whole();
        let order = (is_in_parameter(place.as_str()), whole.len(), whole);
        (order, (words, parts.len()))
    };
    let all = draft.places.iter().map(name);
    let first = all.min_by(|(one, _), (other, _)| one.cmp(other));
    first.map(|(_, name)| name).unwrap_or_default()
}

/// Returns the words of the whole place.
fn path(place: &Pointer) -> Words {
    Words::of(
        &place
            .segments()
            .filter(|it| !is_plain(it))
            .collect::<Vec<_>>(),
    )
}

fn first(suffixes: Suffixes) -> &'static str {
    suffixes.first().copied().unwrap_or_default()
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

/// The names that a type can have, from the best. They are made when they are asked for: the first one nearly always
/// does.
pub struct Candidates<'a> {
    made: Vec<Candidate>,
    rest: Box<dyn Iterator<Item = Candidate> + 'a>,
}

impl<'a> Candidates<'a> {
    fn new(all: impl Iterator<Item = Candidate> + 'a) -> Self {
        let mut candidates = Self {
            made: Vec::new(),
            rest: Box::new(all),
        };
        candidates.has(0);
        candidates
    }

    /// Returns whether there is a name at an index, and makes those before it.
    pub fn has(&mut self, index: usize) -> bool {
        while self.made.len() <= index {
            let Some(next) = self.rest.next() else {
                return false;
            };
            if self.made.iter().all(|it| it.name != next.name) {
                self.made.push(next);
            }
        }
        true
    }

    /// Returns the name at an index, if it is made.
    pub fn get(&self, index: usize) -> Option<&Candidate> {
        self.made.get(index)
    }

    /// Takes the name at an index.
    pub fn take(mut self, index: usize) -> Option<Candidate> {
        (index < self.made.len()).then(|| self.made.swap_remove(index))
    }
}

/// Makes candidates for one type.
#[derive(Clone)]
struct Namer<'d> {
    draft: &'d Unnamed<'d>,
    text: Rc<str>,
}

impl<'d> Namer<'d> {
    fn new(draft: &'d Unnamed<'d>, text: &str) -> Self {
        Self {
            draft,
            text: text.into(),
        }
    }

    /// Returns a name; `None` if it is not a valid one.
    fn candidate(&self, stem: String, suffix: &str, rank: Rank) -> Option<Candidate> {
        let name = names::type_of_words(format!("{stem}{suffix}"))?;
        let is_component = matches!(rank, Rank::Component(_));
        let is_same = is_component && self.draft.component == Some(&name.0);
        Some(Candidate {
            name,
            stem,
            rank: if is_same { Rank::Same } else { rank },
            text: self.text.clone(),
        })
    }

    /// Returns the name that no other type has: its place, its direction, and whether it is a form.
    fn exact(&self, suffix: &str) -> Candidate {
        let form = if self.draft.is_form { "form" } else { "" };
        let place = self.draft.places.iter().min();
        let place = place.map_or("", |it| it.as_str());
        let name = names::exact_pascal(&format!("{suffix}{form}{place}"));
        Candidate {
            stem: name.0.clone(),
            name,
            text: self.text.clone(),
            rank: Rank::Place(usize::MAX, usize::MAX),
        }
    }
}

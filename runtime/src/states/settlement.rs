//! Settlement: finding out whether a call took effect after its response was lost.

use std::fmt;

use super::graph::{Actor, Transition, names};
use super::outcome::Outcome;
use super::reach::Reach;
use crate::call::Call;
use crate::json::Json;
use crate::operation::{Evidence, Segment, Settlement, Subject};
use crate::request::{Request, RequestBuilder};
use crate::response::{self, Response};

/// An object that was read to settle a call.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reading {
    /// Its status; `None` if the response has none.
    pub status: Option<String>,
    /// The object.
    pub(crate) object: Json,
    /// The response as it was received. If the action [returns the object](Settlement::returns_object), the
    /// action's call can decode it.
    pub response: Response,
}

/// The status; the response may hold presigned URLs.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("status", &self.status)
            .field("response", &response::Summary(&self.response))
            .finish()
    }
}

/// A call with the headers that the caller set for another one.
pub(crate) fn with_headers_of<T>(mut call: Call<T>, action: &Request) -> Call<T> {
    for (name, value) in action.headers() {
        let headers = &mut call.request.headers;
        headers.entry(name).or_insert(value.clone());
    }
    call
}

impl Settlement {
    /// Whether the objects can show the outcome of a call whose response was lost. Otherwise they only have the
    /// value of a call whose response was empty.
    pub fn shows_outcome(&self) -> bool {
        self.status.is_some() || matches!(self.subject, Subject::Created { .. })
    }

    /// The call that reads the object of an action. It has the headers that the caller set for the action.
    ///
    /// It cannot be sent unless the action's path begins with that of the object, which generated code
    /// ensures.
    pub fn read(&self, action: &Request) -> Call<Reading> {
        let mut builder = Request::new(self.read);
        let segments = self.read.path.iter().zip(action.path().split('/').skip(1));
        for (index, (segment, encoded)) in segments.enumerate() {
            if segment.parameter().is_some() {
                builder = builder.encoded_segment(index, encoded);
            }
        }
        self.reading(builder, action)
    }

    /// The call that reads an object by its identifier, for which the path of the read has one parameter.
    pub(crate) fn read_by_id(&self, action: &Request, id: &str) -> Call<Reading> {
        let mut builder = Request::new(self.read);
        if let Some(name) = self.id_parameter() {
            builder = builder.path(name, id);
        }
        self.reading(builder, action)
    }

    /// The parameter of the read's path, and the member of a row that has the object's identifier.
    pub(crate) fn id_parameter(&self) -> Option<&'static str> {
        self.read.path.iter().find_map(Segment::parameter)
    }

    fn reading(&self, builder: RequestBuilder, action: &Request) -> Call<Reading> {
        let member = self.status.map(|it| it.member);
        let object = builder.returns_json::<Json>().observed();
        let call = object.map(move |object| Reading {
            status: member.and_then(|it| object.value.member(it)?.read().ok()),
            object: object.value,
            response: object.response,
        });
        with_headers_of(call, action)
    }

    /// Concludes the outcome of the action from the current status of the object, and from the status before
    /// the action if it is known.
    ///
    /// - The action happened if the object has a status that the action leads to, or one that it cannot have
    ///   reached without the action. Another actor (such as a rule that accepts reports) may have caused the
    ///   same transition in between; the object then still has the status that the caller wants.
    /// - It did not happen if the object has its previous status, or one that the action does not lead to.
    /// - Otherwise, and without a status, the outcome is unknown: after a submission, a report that is
    ///   `uploading` may have been rejected and corrected, or corrected instead of submitted.
    pub fn judge(&self, before: Option<&str>, now: &str) -> Outcome {
        let Some(Evidence { graph, via, .. }) = self.status else {
            return Outcome::Unknown;
        };
        let is_this = |it: &Transition| it.via.is_some_and(|it| it == via);
        let before = before.filter(|it| graph.knows(it));
        let starts_here =
            |it: &&Transition| is_this(it) && before.is_none_or(|before| names(it.from, before));
        let actions: Vec<&Transition> = graph.transitions.iter().filter(starts_here).collect();

        let from: Vec<&str> = match before {
            Some(before) => vec![before],
            None => actions.iter().flat_map(|it| it.from).copied().collect(),
        };
        let to: Vec<&str> = actions.iter().flat_map(|it| it.to).copied().collect();
        let followed_automatically =
            Reach::of(graph, &to).forward(graph, |it| it.by == Actor::System);
        let with = Reach::of(graph, &to).forward(graph, |_| true);
        let without = Reach::of(graph, &from).forward(graph, |it| !is_this(it));

        let is_unchanged = names(&from, now);
        match (with.has(now), without.has(now)) {
            (true, false) => Outcome::Happened,
            (true, true) if names(&to, now) && !is_unchanged => Outcome::Happened,
            (true, true) if is_unchanged && !followed_automatically.has(now) => {
                Outcome::DidNotHappen
            }
            (false, true) => Outcome::DidNotHappen,
            _ => Outcome::Unknown,
        }
    }
}

//! Finding out whether a call took effect whose response was lost.

use std::fmt;

use percent_encoding::percent_decode_str;

use super::{Actor, Graph, Reach, Transition, names};
use crate::call::Call;
use crate::json::Json;
use crate::operation::{Operation, Segment};
use crate::request::Request;
use crate::response::{self, Response};

/// How to find out whether an action on an object took effect: read the object again, and conclude
/// from its status.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settlement {
    /// The operation that reads the object.
    pub read: &'static Operation,
    /// The member of the object that has its status.
    pub status: &'static str,
    /// How the status changes.
    pub graph: &'static Graph,
    /// The function of the action, by which the graph has its transitions.
    pub via: &'static str,
    /// Whether the action returns the same type as the read, so that the object that was read can
    /// stand for the response that was lost.
    pub returns_object: bool,
}

/// An object that was read to settle a call.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reading {
    /// Its status; none if the response has none.
    pub status: Option<String>,
    /// The response as it came. Where the action [returns the object](Settlement::returns_object), the
    /// action's call can decode it.
    pub response: Response,
}

/// The status; the response may hold presigned URLs.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("status", &self.status)
            .field("response", &response::summary(&self.response))
            .finish()
    }
}

/// What became of a call whose response was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It took effect: the object is where the call takes it, or beyond.
    Happened,
    /// It took no effect, as far as the object shows: it is where it was, or where the call cannot
    /// have taken it. A call that is still on its way can take effect later.
    DidNotHappen,
    /// Both can be.
    Unknown,
}

impl Settlement {
    /// For generated code. The response of `read` is another type than that of the action.
    #[doc(hidden)]
    pub const fn new(
        read: &'static Operation,
        status: &'static str,
        graph: &'static Graph,
        via: &'static str,
    ) -> Self {
        Self {
            read,
            status,
            graph,
            via,
            returns_object: false,
        }
    }

    /// The same, where both return [the same type](Self::returns_object).
    #[doc(hidden)]
    #[must_use]
    pub const fn returns_object(mut self) -> Self {
        self.returns_object = true;
        self
    }

    /// The call that reads the object which an action was about. It has the headers that the caller
    /// gave the action.
    ///
    /// It cannot be sent if the action's path does not begin with that of the object, which generated
    /// code sees to.
    pub fn read(&self, action: &Request) -> Call<Reading> {
        let mut builder = Request::new(self.read);
        let segments = self.read.path.iter().zip(action.path().split('/').skip(1));
        for (segment, encoded) in segments {
            if let Segment::Parameter(name) = segment {
                let value = percent_decode_str(encoded).decode_utf8_lossy();
                builder = builder.path(name, &*value);
            }
        }
        let member = self.status;
        let object = builder.returns_json::<Json>().observed();
        let mut call = object.map(move |object| Reading {
            status: object.value.member(member).and_then(|it| it.read().ok()),
            response: object.response,
        });
        for (name, value) in action.headers() {
            let headers = &mut call.request.headers;
            headers.entry(name).or_insert(value.clone());
        }
        call
    }

    /// What became of the action, by the status of the object now, and by that before the action if it
    /// is known.
    ///
    /// - The action happened if the object is where the action takes it, or where it cannot have come
    ///   without it. Others may have done the same in between (a rule that accepts reports, for one):
    ///   then the object is where the caller wants it, all the same.
    /// - It did not happen if the object is where it was, or where the action cannot have taken it.
    /// - Else it is unknown: after a submission, a report that is `uploading` may have been
    ///   rejected and corrected, or corrected instead of submitted.
    pub fn judge(&self, before: Option<&str>, now: &str) -> Outcome {
        let graph = self.graph;
        let is_this = |it: &Transition| it.via.is_some_and(|via| via == self.via);
        let before = before.filter(|it| graph.knows(it));
        let starts_here =
            |it: &&Transition| is_this(it) && before.is_none_or(|before| names(it.from, before));
        let actions: Vec<&Transition> = graph.transitions.iter().filter(starts_here).collect();

        let from: Vec<&str> = match before {
            Some(before) => vec![before],
            None => actions.iter().flat_map(|it| it.from).copied().collect(),
        };
        let to: Vec<&str> = actions.iter().flat_map(|it| it.to).copied().collect();
        let came_by_itself = Reach::of(graph, &to).forward(graph, |it| it.by == Actor::System);
        let with = Reach::of(graph, &to).forward(graph, |_| true);
        let without = Reach::of(graph, &from).forward(graph, |it| !is_this(it));

        let is_where_it_was = names(&from, now);
        match (with.has(now), without.has(now)) {
            (true, false) => Outcome::Happened,
            (true, true) if names(&to, now) && !is_where_it_was => Outcome::Happened,
            (true, true) if is_where_it_was && !came_by_itself.has(now) => Outcome::DidNotHappen,
            (false, true) => Outcome::DidNotHappen,
            _ => Outcome::Unknown,
        }
    }
}

//! Settlement: finding out whether a call took effect after its response was lost.

use std::fmt;

use percent_encoding::percent_decode_str;

use super::{Actor, Graph, Reach, Transition, names};
use crate::call::Call;
use crate::json::Json;
use crate::operation::{Operation, Segment};
use crate::request::{Request, RequestBuilder};
use crate::response::{self, Response};

/// How to find out whether a call took effect: read the objects that it acts on, or look for the object that
/// it creates.
///
/// A client uses it by an [`Inquiry`](crate::driver::Inquiry).
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settlement {
    /// The operation that reads an object.
    pub read: &'static Operation,
    /// Which objects are read.
    pub subject: Subject,
    /// How the status of an object shows the outcome; `None` if it does not.
    pub status: Option<Evidence>,
    /// Members that the call sets: an object with another value than the call's was not made or changed by it.
    pub same: &'static [Same],
    /// Whether the action returns the same type as the read, so that the object that was read can
    /// replace the lost response.
    pub returns_object: bool,
}

/// Which objects show the outcome of a call.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// The one whose path the call's path begins with.
    Path,
    /// One for each element of the JSON array that the call sends.
    Each {
        /// The member of an element that has the object's identifier.
        id: &'static str,
        /// The members of an object that make a row of the call's response, which has one for each object.
        rows: &'static [&'static str],
    },
    /// The one that the call creates: a row of a list.
    Created {
        /// The operation that lists the objects.
        list: &'static Operation,
        /// The fields by which the list is filtered, and the members of the request that they are compared with. The
        /// request must have all of them, or nothing is concluded.
        filter: &'static [Same],
        /// The members of a row that say when the object was created; the first that is there counts.
        created: &'static [&'static str],
    },
}

/// A member of an object or a field of a list, and the member of the request that has the same value. Dots lead into
/// objects: `product.id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Same {
    /// The member of the object, or the field of the list.
    pub member: &'static str,
    /// The member of the request, or the part of its form.
    pub sent: &'static str,
}

/// How the status of an object shows whether an action took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The member of the object that has its status.
    pub member: &'static str,
    /// How the status changes.
    pub graph: &'static Graph,
    /// The function of the action, as the graph's transitions name it.
    pub via: &'static str,
}

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
            .field("response", &response::summary(&self.response))
            .finish()
    }
}

/// The outcome of a call whose response was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The call took effect: the object has the status that the call leads to, or a later one.
    Happened,
    /// The call took no effect so far: the object has its previous status, or one that the call does not lead
    /// to. A call that is still in transit can take effect later.
    DidNotHappen,
    /// Both are possible.
    Unknown,
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
    /// For generated code: an action on the object of its path, whose status shows the outcome.
    #[doc(hidden)]
    pub const fn new(
        read: &'static Operation,
        status: &'static str,
        graph: &'static Graph,
        via: &'static str,
    ) -> Self {
        Self::by(read, Subject::Path).shown_by(status, graph, via)
    }

    /// For generated code: without a status.
    #[doc(hidden)]
    pub const fn by(read: &'static Operation, subject: Subject) -> Self {
        Self {
            read,
            subject,
            status: None,
            same: &[],
            returns_object: false,
        }
    }

    /// For generated code: the same, by the status of the object.
    #[doc(hidden)]
    #[must_use]
    pub const fn shown_by(
        mut self,
        member: &'static str,
        graph: &'static Graph,
        via: &'static str,
    ) -> Self {
        self.status = Some(Evidence { member, graph, via });
        self
    }

    /// For generated code: the same, where an object has values of the request.
    #[doc(hidden)]
    #[must_use]
    pub const fn same(mut self, members: &'static [Same]) -> Self {
        self.same = members;
        self
    }

    /// The same, where both return [the same type](Self::returns_object).
    #[doc(hidden)]
    #[must_use]
    pub const fn returns_object(mut self) -> Self {
        self.returns_object = true;
        self
    }

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
        for (segment, encoded) in segments {
            if let Segment::Parameter(name) = segment {
                let value = percent_decode_str(encoded).decode_utf8_lossy();
                builder = builder.path(name, &*value);
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
        self.read.path.iter().find_map(|it| match it {
            Segment::Parameter(name) => Some(*name),
            Segment::Literal(_) => None,
        })
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

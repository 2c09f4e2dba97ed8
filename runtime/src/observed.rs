//! Answers with all that came: the raw JSON, and what of it the contract does not know.

use std::collections::BTreeMap;
use std::fmt;

use crate::Json;
use crate::answer::Answer;

/// A value with the answer that it was read from, from [`Call::observed`](crate::Call::observed).
///
/// It is how a maintainer learns that the API has moved: [`unknown`](Self::unknown) lists what came
/// that the contract does not know, by place and never by value, so that the list can be logged.
///
/// ```
/// use connect_runtime::{Answer, Call, Json, Method, Operation, Request, Segment};
/// use connect_runtime::{StatusCode, UnknownKind};
/// # static OPERATION: Operation =
/// #     Operation::new("notes::get", Method::GET, &[Segment::Literal("notes")], "");
/// # connect_runtime::codegen::response! {
/// #     #[derive(Debug)]
/// #     pub struct Note {
/// #         pub id: Option<String>,
/// #     }
/// # }
/// # let call: Call<Note> = Request::new(&OPERATION).answers_json();
/// let call = call.observed();
/// let body = r#"{"id": "N-1", "mood": "new"}"#;
/// let answer = Answer { status: StatusCode::OK, headers: Default::default(), body: body.into() };
///
/// let note = call.decode(answer)?;
/// assert_eq!(note.value.id.as_deref(), Some("N-1"));
/// assert_eq!(note.unknown()[0].pointer, "/mood");
/// assert_eq!(note.unknown()[0].kind, UnknownKind::Field);
/// assert_eq!(note.at("/mood").as_ref().map(Json::text), Some(r#""new""#));
/// # Ok::<(), connect_runtime::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Observed<T> {
    /// The value.
    pub value: T,
    /// The answer as it came: its status, headers and body.
    pub answer: Answer,
    unknown: Vec<Unknown>,
}

/// Something in an answer that the contract does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Unknown {
    /// Where it stands: a JSON pointer into the answer's body, such as `/0/status`.
    pub pointer: String,
    /// What is unknown there.
    pub kind: UnknownKind,
}

/// What is unknown about a place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A member of an object that the contract does not have.
    Field,
    /// A value of an enum that the contract does not list.
    Value,
    /// A form of a value that may take several, which is none of those that the contract has.
    Form,
}

impl<T> Observed<T> {
    pub(crate) fn new(value: T, answer: Answer, mut unknown: Vec<Unknown>) -> Self {
        unknown.sort();
        unknown.dedup();
        Self {
            value,
            answer,
            unknown,
        }
    }

    /// What came that the contract does not know, by place; never a value.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The whole answer as JSON, as it came; nothing if it is not JSON.
    pub fn json(&self) -> Option<Json> {
        Json::parse(str::from_utf8(&self.answer.body).ok()?).ok()
    }

    /// The JSON at a pointer, such as one of [`unknown`](Self::unknown): a field that was passed over
    /// can be looked at.
    pub fn at(&self, pointer: &str) -> Option<Json> {
        let segments = pointer
            .split('/')
            .skip(1)
            .map(|it| it.replace("~1", "/").replace("~0", "~"));
        segments.fold(self.json(), |json, segment| json?.member(&segment))
    }
}

impl Json {
    /// A member of an object, or an element of a list by its index; nothing if there is none.
    pub fn member(&self, key: &str) -> Option<Self> {
        match self.text().bytes().next() {
            Some(b'{') => self.read::<BTreeMap<String, Self>>().ok()?.remove(key),
            Some(b'[') => {
                let mut list = self.read::<Vec<Self>>().ok()?;
                let index: usize = key.parse().ok()?;
                (index < list.len()).then(|| list.swap_remove(index))
            }
            _ => None,
        }
    }
}

/// The value and the places of what is unknown; the body may hold signed links and is not shown.
impl<T: fmt::Debug> fmt::Debug for Observed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observed")
            .field("value", &self.value)
            .field("answer", &self.answer)
            .field("unknown", &self.unknown)
            .finish()
    }
}

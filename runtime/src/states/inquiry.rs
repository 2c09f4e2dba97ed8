//! State machine that finds out whether a call took effect, without I/O.

mod members;

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use http::header::DATE;
use time::OffsetDateTime;

use self::members::{at, elements, has, same, sent, text};
use super::outcome::Outcome;
use super::settlement::{Reading, with_headers_of};
use crate::call::Call;
use crate::error::Error;
use crate::filter::quote;
use crate::json::Json;
use crate::operation::{Operation, Same, Settlement, Subject};
use crate::parameter::encode_expression;
use crate::problem::Problem;
use crate::request::Request;
use crate::response::{Response, response};
use crate::retry::attempts::Moment;
use crate::times::DateTime;

/// How many objects are read at most. Of a call about more of them, nothing is found out.
const MOST_READS: usize = 100;
/// How many rows of a list are looked at.
const MOST_ROWS: usize = 1000;
/// How exact the times of servers are: many write whole seconds.
const EXACT: Duration = Duration::from_secs(1);

/// What came of the response of the call itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// No response, or one that does not say what became of the call.
    Lost,
    /// A success (2xx) whose content could not be read. The call is then never said not to have happened.
    Unreadable,
    /// A success (2xx) without content, where the call has a value. It happened, unless the objects contradict.
    Empty,
}

/// Finds out whether a call took effect, by a [`Settlement`].
///
/// [`next`](Self::next) says what to read. Its result goes to [`received`](Self::received), after which `next` says
/// what follows.
///
/// - Of several objects, all must show the same: of a call that took effect on some of them, the outcome is unknown.
/// - An object that was created is found if the list has exactly one row that was created since the call began and
///   has no other values than the call's. The time of the call's begin is taken from the server's clock, by the `Date`
///   of the list's response. If there is no such row, the outcome is unknown: the call may be in transit still, and a
///   list may lag behind.
#[derive(Debug)]
pub struct Inquiry {
    settlement: &'static Settlement,
    answer: Answer,
    /// What is read next: the objects by their identifiers, or the list.
    targets: VecDeque<Target>,
    /// What the objects so far have shown.
    outcome: Option<Outcome>,
    /// The objects so far.
    objects: Vec<Reading>,
}

#[derive(Debug, Clone)]
enum Target {
    /// The object of the call's path.
    Path,
    /// An object of which the request has an element.
    Element(String, Json),
    /// The list that has the created object.
    List,
    /// The created object, which is in the list.
    Found(String),
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Send this request, and report its result.
    Read(Box<Request>),
    /// The inquiry has ended.
    Done(Verdict),
}

/// The end of an inquiry.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// What replaces the response of the call, if it took effect and the objects have its value.
    pub response: Option<Response>,
}

impl Inquiry {
    /// Begins to find out what became of an action.
    pub fn new(settlement: &'static Settlement, action: &Request, answer: Answer) -> Self {
        let targets = match settlement.subject {
            // Without a status the object has only the value.
            Subject::Path if settlement.status.is_none() && answer != Answer::Empty => Vec::new(),
            Subject::Path => vec![Target::Path],
            Subject::Each { id, .. } => elements(action, id)
                .filter(|it| it.len() <= MOST_READS)
                .unwrap_or_default()
                .into_iter()
                .map(|(id, element)| Target::Element(id, element))
                .collect(),
            Subject::Created { filter, .. } if identifies(action, filter, settlement.same) => {
                vec![Target::List]
            }
            Subject::Created { .. } => Vec::new(),
        };
        Self {
            settlement,
            answer,
            targets: targets.into(),
            outcome: None,
            objects: Vec::new(),
        }
    }

    /// Returns what to do next.
    pub fn next(&mut self, action: &Request) -> Step {
        let Some(target) = self.targets.front() else {
            return Step::Done(self.verdict());
        };
        let request = match target {
            Target::Path => checked(self.settlement.read(action)),
            Target::Element(id, _) | Target::Found(id) => {
                checked(self.settlement.read_by_id(action, id))
            }
            Target::List => match self.settlement.subject {
                Subject::Created { list, filter, .. } => {
                    checked(with_headers_of(rows(list, filter, action), action))
                }
                _ => None,
            },
        };
        match request {
            Some(request) => Step::Read(request),
            None => {
                self.show(Outcome::Unknown);
                self.next(action)
            }
        }
    }

    /// Takes the result of a read. `moment` is the time since the call began.
    pub fn received(&mut self, action: &Request, result: Result<Response, Error>, moment: Moment) {
        let Some(target) = self.targets.pop_front() else {
            return;
        };
        match target {
            Target::Path => {
                let reading = result.and_then(|it| self.settlement.read(action).decode(it));
                let outcome = reading
                    .as_ref()
                    .map_or(Outcome::Unknown, |it| self.judge(it));
                self.objects.extend(reading.ok());
                self.show(outcome);
            }
            Target::Element(id, element) => {
                let call = self.settlement.read_by_id(action, &id);
                let reading = result.and_then(|it| call.decode(it));
                let outcome = reading.as_ref().map_or(Outcome::Unknown, |it| {
                    let is_same = same(&it.object, self.settlement.same, |name| {
                        text(&at(&element, name)?)
                    });
                    match self.judge(it) {
                        // Somebody else has done the same to it.
                        Outcome::Happened if !is_same => Outcome::Unknown,
                        outcome => outcome,
                    }
                });
                self.objects.extend(reading.ok());
                self.show(outcome);
            }
            Target::List => match self.find(action, result, moment) {
                Some(id) => self.targets.push_back(Target::Found(id)),
                None => self.show(Outcome::Unknown),
            },
            Target::Found(id) => {
                let call = self.settlement.read_by_id(action, &id);
                self.objects
                    .extend(result.and_then(|it| call.decode(it)).ok());
                self.show(Outcome::Happened);
            }
        }
    }

    fn judge(&self, reading: &Reading) -> Outcome {
        let status = reading.status.as_deref();
        status.map_or(Outcome::Unknown, |it| self.settlement.judge(None, it))
    }

    /// Adds what an object shows. Once two of them contradict each other, the others do not matter.
    fn show(&mut self, outcome: Outcome) {
        let is_same = self.outcome.is_none_or(|it| it == outcome);
        self.outcome = Some(if is_same { outcome } else { Outcome::Unknown });
        if self.outcome == Some(Outcome::Unknown) {
            self.targets.clear();
        }
    }

    /// Finds the identifier of the created object among the rows of a list.
    fn find(
        &self,
        action: &Request,
        result: Result<Response, Error>,
        moment: Moment,
    ) -> Option<String> {
        let Subject::Created {
            list,
            filter,
            created,
        } = self.settlement.subject
        else {
            return None;
        };
        let response = result.ok()?;
        let date = response.headers().get(DATE).and_then(|it| it.to_str().ok());
        let now = date.and_then(|it| httpdate::parse_http_date(it).ok());
        let begin = now.unwrap_or(moment.wall).checked_sub(moment.elapsed)?;
        let begin = date_time(begin.checked_sub(EXACT)?)?;
        let rows: Vec<Json> = rows(list, filter, action).decode(response).ok()?;
        let is_created = |row: &&Json| {
            let is_since = created
                .iter()
                .find_map(|name| at(row, name)?.read::<DateTime>().ok())
                .is_some_and(|it| it.into_inner() >= begin);
            let sent = |name: &str| sent(action, name);
            // Rows that the server has not filtered must have what identifies the object.
            is_since
                && same(row, filter, sent)
                && same(row, self.settlement.same, sent)
                && (!filter.is_empty() || has(row, self.settlement.same, sent))
        };
        let mut found = rows.iter().take(MOST_ROWS).filter(is_created);
        match (found.next(), found.next()) {
            (Some(row), None) if rows.len() < MOST_ROWS => {
                text(&at(row, self.settlement.id_parameter()?)?)
            }
            _ => None,
        }
    }

    fn verdict(&mut self) -> Verdict {
        let found = self.outcome.unwrap_or(Outcome::Unknown);
        let outcome = match (self.answer, found) {
            (Answer::Unreadable | Answer::Empty, Outcome::DidNotHappen) => Outcome::Unknown,
            (Answer::Empty, Outcome::Unknown) => Outcome::Happened,
            (_, found) => found,
        };
        let has_value = outcome == Outcome::Happened;
        Verdict {
            outcome,
            response: self.value().filter(|_| has_value),
        }
    }

    /// What the objects have of the call's value.
    fn value(&mut self) -> Option<Response> {
        match self.settlement.subject {
            Subject::Each { rows, .. } if !rows.is_empty() && self.targets.is_empty() => {
                let rows = self
                    .objects
                    .iter()
                    .map(|it| members::only(&it.object, rows));
                let body = format!("[{}]", rows.collect::<Vec<_>>().join(","));
                let last = self.objects.last()?;
                let status = last.response.status();
                Some(response(status, Default::default(), body))
            }
            Subject::Path | Subject::Created { .. } if self.settlement.returns_object => {
                self.objects.pop().map(|it| it.response)
            }
            _ => None,
        }
    }
}

/// A time of the system's clock as one that any time of a server can be compared to. The other way round, some systems
/// have no times before 1601.
fn date_time(time: SystemTime) -> Option<OffsetDateTime> {
    let epoch = OffsetDateTime::UNIX_EPOCH;
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => epoch.checked_add(since.try_into().ok()?),
        Err(before) => epoch.checked_sub(before.duration().try_into().ok()?),
    }
}

/// Whether the request has what identifies the created object: all fields of the filter, or, of a list that cannot
/// be filtered, at least one member.
fn identifies(action: &Request, filter: &[Same], same: &[Same]) -> bool {
    let is_sent = |it: &Same| sent(action, it.sent).is_some();
    match filter.is_empty() {
        true => same.iter().any(is_sent),
        false => filter.iter().all(is_sent),
    }
}

/// The call for the rows of a list that have the values of the request.
fn rows(list: &'static Operation, filter: &[Same], action: &Request) -> Call<Vec<Json>> {
    let condition = |it: &Same| {
        let value = sent(action, it.sent).unwrap_or_default();
        let value = quote(it.member, &value)?;
        let mut encoded = String::new();
        encode_expression(&format!("eq({},{value})", it.member), &mut encoded);
        Ok(encoded)
    };
    let conditions: Result<Vec<String>, Problem> = filter.iter().map(condition).collect();
    let query = conditions.map(|it| it.join("&"));
    let mut builder = Request::new(list).rows(query);
    builder.add_query(&format!("limit={MOST_ROWS}"));
    builder.returns_json()
}

fn checked<T>(call: Call<T>) -> Option<Box<Request>> {
    call.check().ok()?;
    Some(Box::new(call.request))
}

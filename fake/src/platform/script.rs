//! What the platform is told to respond to some requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::platform::refusal::Refusal;
use crate::platform::url::{BASE, percent_decoded};
use crate::reply::Reply;
use crate::request::Received;

/// In place of an id: any object.
pub const ANY: &str = "*";

/// What happens to one request.
#[derive(Clone)]
pub struct Step(Action);

#[derive(Clone)]
enum Action {
    Pass,
    Delay(Duration),
    Lose,
    Reply(Box<Reply>),
    Respond(Arc<Respond>),
}

type Respond = dyn Fn(&Received) -> Reply + Send + Sync;

impl Step {
    /// The request is handled as without a script.
    pub fn pass() -> Self {
        Self(Action::Pass)
    }

    /// The request is refused with this status, and has no effect.
    pub fn fail(status: u16) -> Self {
        Self::reply(Refusal::scripted(status).reply())
    }

    /// The request is refused with this status, such as 429 or 503, and with a `Retry-After` of this time, rounded up to a
    /// second. It has no effect.
    pub fn retry_after(status: u16, time: Duration) -> Self {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        let reply = Refusal::scripted(status).reply();
        Self::reply(reply.header("Retry-After", &seconds.to_string()))
    }

    /// The request is handled, and the response is delayed. In memory, a delay takes no time.
    pub fn delay(by: Duration) -> Self {
        Self(Action::Delay(by))
    }

    /// The request is handled, and its response is lost: the connection is reset.
    pub fn lose() -> Self {
        Self(Action::Lose)
    }

    /// The request gets this reply, and has no effect.
    pub fn reply(reply: Reply) -> Self {
        Self(Action::Reply(Box::new(reply)))
    }

    /// The request gets the reply of a function, and has no other effect.
    pub fn respond(respond: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self(Action::Respond(Arc::new(respond)))
    }

    /// The reply to a request, which `handle` handles as without a script.
    pub(crate) fn apply(&self, request: &Received, handle: impl FnOnce() -> Reply) -> Reply {
        match &self.0 {
            Action::Pass => handle(),
            Action::Delay(by) => handle().delayed(*by),
            Action::Lose => {
                handle();
                Reply::reset()
            }
            Action::Reply(reply) => Reply::clone(reply),
            Action::Respond(respond) => respond(request),
        }
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Action::Pass => f.write_str("Pass"),
            Action::Delay(by) => write!(f, "Delay({by:?})"),
            Action::Lose => f.write_str("Lose"),
            Action::Reply(reply) => write!(f, "Reply({})", reply.status()),
            Action::Respond(_) => f.write_str("Respond"),
        }
    }
}

/// Which requests a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matcher {
    method: String,
    /// The segments below the base URL, decoded.
    segments: Vec<String>,
}

impl Matcher {
    /// Requests with this method and path. A segment that is [`ANY`] stands for each.
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            segments: segments(path),
        }
    }

    pub fn matches(&self, request: &Received) -> bool {
        let Some(path) = request.path().strip_prefix(BASE) else {
            return false;
        };
        let sent = segments(path);
        let is_same = |(own, sent): (&String, &String)| own == ANY || own == sent;
        self.method == request.method
            && self.segments.len() == sent.len()
            && self.segments.iter().zip(&sent).all(is_same)
    }
}

fn segments(path: &str) -> Vec<String> {
    let segments = path.split('/');
    let decoded = segments.map(|it| percent_decoded(it).unwrap_or_else(|| it.to_owned()));
    decoded.collect()
}

/// The rules, of which the last that has something to do decides.
#[derive(Debug, Default)]
pub(crate) struct Script(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    matcher: Matcher,
    /// For the next requests, one each.
    next: VecDeque<Step>,
    /// For all requests after them.
    always: Option<Step>,
}

impl Script {
    /// Adds steps for the next requests that match.
    pub fn add(&mut self, matcher: &Matcher, steps: impl IntoIterator<Item = Step>) {
        self.rule(matcher).next.extend(steps);
    }

    /// Sets the step for all requests that match, after those that have steps of their own.
    pub fn set(&mut self, matcher: &Matcher, step: Step) {
        self.rule(matcher).always = Some(step);
    }

    /// Removes the steps for requests that match.
    pub fn clear(&mut self, matcher: &Matcher) {
        self.0.retain(|it| it.matcher != *matcher);
    }

    /// Takes the step of a request.
    pub fn take(&mut self, request: &Received) -> Step {
        let mut rules = self.0.iter_mut().rev();
        let step = rules.find_map(|it| match it.matcher.matches(request) {
            true => it.next.pop_front().or_else(|| it.always.clone()),
            false => None,
        });
        step.unwrap_or_else(Step::pass)
    }

    fn rule(&mut self, matcher: &Matcher) -> &mut Rule {
        let index = self.0.iter().position(|it| it.matcher == *matcher);
        let index = index.unwrap_or_else(|| {
            self.0.push(Rule {
                matcher: matcher.clone(),
                next: VecDeque::new(),
                always: None,
            });
            self.0.len() - 1
        });
        &mut self.0[index]
    }
}

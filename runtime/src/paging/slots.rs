//! The requests that are asked, in the order of their rows.

use std::collections::VecDeque;
use std::ops::Range;

use super::fetched::Fetched;
use super::ticket::Ticket;
use crate::error::Error;

type Outcome<T> = Result<Fetched<T>, Error>;

/// A range of rows for which there is one request.
struct Slot<T> {
    rows: Range<u64>,
    state: State<T>,
}

enum State<T> {
    /// The request is not sent yet.
    Due,
    Sent(Ticket),
    /// The response waits for those before it.
    Completed(Outcome<T>),
}

/// Ranges without a gap between them, the first rows at the front.
pub(super) struct Slots<T> {
    queue: VecDeque<Slot<T>>,
    sent: u64,
}

impl<T> Slots<T> {
    pub(super) fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            sent: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// How many requests were sent.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    pub(super) fn has_due(&self) -> bool {
        self.queue.iter().any(|it| matches!(it.state, State::Due))
    }

    /// Whether the first rows are not even asked for, so that no response will help.
    pub(super) fn waits_for_none(&self) -> bool {
        self.queue
            .front()
            .is_none_or(|it| matches!(it.state, State::Due))
    }

    pub(super) fn has_failure(&self) -> bool {
        self.queue
            .iter()
            .any(|it| matches!(it.state, State::Completed(Err(_))))
    }

    /// Adds rows behind all others.
    pub(super) fn append(&mut self, rows: Range<u64>) {
        let state = State::Due;
        self.queue.push_back(Slot { rows, state });
    }

    /// Adds rows before all others: those that a page left out.
    pub(super) fn prepend(&mut self, rows: Range<u64>) {
        let state = State::Due;
        self.queue.push_front(Slot { rows, state });
    }

    /// Takes the first request that is not sent yet as sent.
    pub(super) fn send(&mut self) -> Option<(Ticket, Range<u64>)> {
        let due = |it: &&mut Slot<T>| matches!(it.state, State::Due);
        let slot = self.queue.iter_mut().find(due)?;
        self.sent += 1;
        let ticket = Ticket(self.sent);
        slot.state = State::Sent(ticket);
        Some((ticket, slot.rows.clone()))
    }

    /// Keeps a response until it is its turn. What nobody waits for any more is dropped.
    pub(super) fn response(&mut self, ticket: Ticket, outcome: Outcome<T>) {
        let of_ticket = |it: &&mut Slot<T>| matches!(it.state, State::Sent(sent) if sent == ticket);
        if let Some(slot) = self.queue.iter_mut().find(of_ticket) {
            slot.state = State::Completed(outcome);
        }
    }

    /// Takes the response out whose turn it is, if it is there.
    pub(super) fn take_completed(&mut self) -> Option<(Range<u64>, Outcome<T>)> {
        let is_completed = matches!(self.queue.front()?.state, State::Completed(_));
        let slot = is_completed.then(|| self.queue.pop_front()).flatten()?;
        match slot.state {
            State::Completed(outcome) => Some((slot.rows, outcome)),
            State::Due | State::Sent(_) => None,
        }
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }
}

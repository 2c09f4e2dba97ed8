//! State machine that reads all pages of a list, without I/O.
//!
//! [`Pager`] says what to send next, and is told what came. [`paging`](crate::paging) has the rules.
//!
//! ```
//! use connect_usage::models::UsageFileSummary;
//! use connect_usage::runtime::driver::paging::{Pager, Step};
//! use connect_usage::runtime::{HeaderMap, Response, StatusCode, driver};
//! use connect_usage::{Call, Error, files};
//!
//! # fn exchange<T>(call: &Call<T>) -> Result<Response, Error> {
//! #     let mut headers = HeaderMap::new();
//! #     headers.insert("content-range", "items 0-1/2".parse().expect("a header"));
//! #     Ok(driver::response(StatusCode::OK, headers, r#"[{"id": "UF-1"}, {"id": "UF-2"}]"#))
//! # }
//! let mut pager: Pager<UsageFileSummary> = files::list().page_size(100).into_pager();
//! let mut rows = Vec::new();
//! loop {
//!     match pager.step() {
//!         Step::Send(ticket, call) => {
//!             let response = exchange(&call); // by whatever transport
//!             pager.completed(ticket, response.and_then(|it| call.decode(it)));
//!         }
//!         Step::Page(page) => rows.extend(page.rows),
//!         Step::Unreadable(error) => eprintln!("{error}"), // and the next row follows
//!         Step::Failed(error) => return Err(error),
//!         Step::Wait => unreachable!("every call was completed at once"),
//!         Step::Done => break,
//!     }
//! }
//! assert_eq!(rows.len(), 2);
//! assert_eq!(pager.total(), Some(2));
//! # Ok::<(), Error>(())
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::ops::Range;

use super::DEFAULT_PAGE_SIZE;
use super::fault::Fault;
use super::fetched::{self, Fetched, Part};
use super::size::PageSize;
use super::slots::Slots;
use super::source::{Options, Source};
use super::ticket::Ticket;
use super::total::{Total, TotalChange};
use crate::call::Call;
use crate::decode::DecodeOwned;
use crate::error::{Error, failure};
use crate::page::Page;

/// State machine that reads all pages of a list; see [`paging`](crate::paging) for its rules.
pub struct Pager<T> {
    source: Source,
    options: Options,
    /// Where the rows end that are wanted.
    end: u64,
    /// Where the next page behind those in `slots` begins.
    frontier: u64,
    slots: Slots<T>,
    size: PageSize,
    total: Total,
    /// The fingerprint of the page before.
    fingerprint: Option<u64>,
    /// The rest of the page whose turn it is.
    ready: VecDeque<Part<T>>,
    /// The next row that was not given out.
    position: u64,
    phase: Phase,
}

enum Phase {
    Reading,
    Failed(Error),
    Ended,
}

/// What a [`Pager`] wants next.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a step is looked at and gone; a box would be in the way of who sends the call"
)]
pub enum Step<T> {
    /// Send this call, and report what became of it by [`Pager::completed`]. Take further steps at
    /// once: there may be more to send.
    Send(Ticket, Call<Fetched<T>>),
    /// The next rows, in their order.
    Page(Page<T>),
    /// The next row, which cannot be read; [`Error::row`] says which it is. It counts as given out, and those behind it
    /// follow.
    Unreadable(Error),
    /// The list cannot be read on. All rows before have been given out.
    Failed(Error),
    /// Nothing can be done before a call is completed.
    Wait,
    /// The list has ended; calls that are under way are of no interest any more. Every further step is
    /// this one.
    Done,
}

impl<T: DecodeOwned> Pager<T> {
    pub(crate) fn new(source: Source, options: Options) -> Self {
        let start = options.offset.unwrap_or(0);
        let page_size = options.page_size.unwrap_or(DEFAULT_PAGE_SIZE);
        let end = start.saturating_add(options.take.unwrap_or(u64::MAX));
        let phase = if page_size == 0 {
            let message = "all pages cannot be read by pages of 0 rows; leave `page_size` out, or count the rows";
            Phase::Failed(failure::invalid_request(source.operation(), message))
        } else if start < end {
            Phase::Reading
        } else {
            Phase::Ended
        };
        Self {
            source,
            options,
            end,
            frontier: start,
            slots: Slots::new(),
            size: PageSize::new(page_size.into()),
            total: Total::default(),
            fingerprint: None,
            ready: VecDeque::new(),
            position: start,
            phase,
        }
    }

    /// What to do next.
    pub fn step(&mut self) -> Step<T> {
        if self.ready.is_empty()
            && let Some((asked, outcome)) = self.slots.take_completed()
            && let Err(error) = outcome.and_then(|it| self.take_in(&asked, it))
        {
            self.stop(Phase::Failed(error));
        }
        // Ahead of the page in hand only if that is wanted.
        if (self.ready.is_empty() || self.options.prefetch > 1)
            && let Some(send) = self.send()
        {
            return send;
        }
        match self.ready.pop_front() {
            Some(Part::Rows(page)) => {
                self.position = self.position.saturating_add(page.rows.len() as u64);
                return Step::Page(page);
            }
            Some(Part::Unreadable(error)) => {
                self.position = self.position.saturating_add(1);
                return Step::Unreadable(error);
            }
            None => {}
        }
        match std::mem::replace(&mut self.phase, Phase::Ended) {
            Phase::Failed(error) => Step::Failed(error),
            Phase::Ended => Step::Done,
            Phase::Reading => {
                self.phase = Phase::Reading;
                Step::Wait
            }
        }
    }

    /// Reports what became of a call. Calls may be completed in any order.
    pub fn completed(&mut self, ticket: Ticket, outcome: Result<Fetched<T>, Error>) {
        self.slots.response(ticket, outcome);
    }

    /// The number of the next row that was not given out, from 0: the
    /// [`offset`](crate::List::offset) to resume at.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// How many rows the whole list has, as the last page said that said so.
    pub fn total(&self) -> Option<u64> {
        self.total.last()
    }

    /// The last change of the total that was noticed.
    pub fn total_change(&self) -> Option<TotalChange> {
        self.total.change()
    }

    /// How many requests may be under way at a time.
    pub fn prefetch(&self) -> usize {
        self.options.prefetch
    }

    /// The next call to send, if there is one.
    fn send(&mut self) -> Option<Step<T>> {
        if !matches!(self.phase, Phase::Reading) {
            return None;
        }
        if !self.slots.has_due() {
            self.plan()?;
        }
        if self.slots.sent() >= self.options.max_pages {
            self.give_up();
            return None;
        }
        let (ticket, rows) = self.slots.send()?;
        let offset = Some(rows.start).filter(|it| *it > 0);
        let limit = Some(rows.end - rows.start);
        let start = rows.start;
        let decode = move |operation, response| fetched::decode(start, operation, response);
        let call = self.source.call(limit, offset, decode);
        Some(Step::Send(ticket, call))
    }

    /// Plans a page behind the last one, if that is due.
    fn plan(&mut self) -> Option<()> {
        let depth = match self.size.is_settled() {
            true => self.options.prefetch,
            false => 1,
        };
        let known_end = self.total.last().unwrap_or(u64::MAX);
        let may_plan = self.slots.is_empty()
            || (self.slots.len() < depth && self.frontier < known_end && !self.slots.has_failure());
        if !may_plan || self.frontier >= self.end {
            return None;
        }
        let start = self.frontier;
        self.frontier = start.saturating_add(self.size.rows()).min(self.end);
        self.slots.append(start..self.frontier);
        Some(())
    }

    /// No further request may be sent. Pages that are here or under way still come out; the list may
    /// end with them.
    fn give_up(&mut self) {
        if self.ready.is_empty() && self.slots.waits_for_none() {
            let fault = Fault::TooManyPages {
                limit: self.options.max_pages,
                position: self.position,
            };
            self.stop(Phase::Failed(self.error(&fault)));
        }
    }

    /// Takes in the page whose turn it is.
    fn take_in(&mut self, asked: &Range<u64>, mut fetched: Fetched<T>) -> Result<(), Error> {
        let (start, came) = (asked.start, fetched.rows() as u64);
        self.check(start, &fetched).map_err(|it| self.error(&it))?;
        self.fingerprint = fetched.fingerprint;
        if came == 0 {
            self.stop(Phase::Ended);
            return Ok(());
        }
        // What is more than was asked for is welcome, unless it is another request's.
        let keep = match self.slots.is_empty() {
            true => self.end,
            false => asked.end,
        };
        fetched.truncate(usize::try_from(keep - start).unwrap_or(usize::MAX));
        let reached = start.saturating_add(fetched.rows() as u64);
        self.ready = fetched.into_parts();
        if self.ends(asked, came, reached) {
            self.stop(Phase::Ended);
            return Ok(());
        }
        self.size.observe(asked.end - start, came);
        if self.slots.is_empty() {
            self.frontier = reached;
        } else if reached < asked.end {
            self.slots.prepend(reached..asked.end);
        }
        Ok(())
    }

    /// Finds what is wrong with a page, and takes note of its total.
    fn check(&mut self, start: u64, fetched: &Fetched<T>) -> Result<(), Fault> {
        let is_empty = fetched.rows() == 0;
        match (fetched.first(), fetched.total()) {
            (Some(said), _) if !is_empty && said != start => {
                return Err(Fault::OtherRows { asked: start, said });
            }
            (_, Some(total)) if is_empty && total > start => {
                return Err(Fault::MissingRows {
                    asked: start,
                    total,
                });
            }
            _ => {}
        }
        if fetched.fingerprint.is_some() && fetched.fingerprint == self.fingerprint {
            return Err(Fault::SamePage { asked: start });
        }
        // An empty page without a total ends the list, also before the total that was said last.
        let ended_early = is_empty && self.total.last().is_some_and(|it| it > start);
        let total = fetched.total().or(ended_early.then_some(start));
        match self.total.observe(total, start) {
            Some(change) if self.options.stable_total => Err(Fault::TotalChanged(change)),
            _ => Ok(()),
        }
    }

    /// Whether the list ends with a page that brought so many rows, after which those up to `reached`
    /// are there.
    fn ends(&self, asked: &Range<u64>, came: u64, reached: u64) -> bool {
        // More rows than the total cannot be: then it counts something else.
        let total = self.total.last();
        let credible = total.filter(|it| *it >= asked.start.saturating_add(came));
        reached >= self.end
            || match credible {
                Some(total) => reached >= total,
                None => self.size.is_last(asked.end - asked.start, came),
            }
    }

    fn stop(&mut self, phase: Phase) {
        self.slots.clear();
        self.phase = phase;
    }

    fn error(&self, fault: &Fault) -> Error {
        failure::paging(self.source.operation(), fault.to_string())
    }
}

impl<T> fmt::Debug for Pager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("operation", &self.source.operation().name)
            .field("options", &self.options)
            .field("position", &self.position)
            .field("total", &self.total.last())
            .field("under_way", &self.slots.len())
            .finish_non_exhaustive()
    }
}

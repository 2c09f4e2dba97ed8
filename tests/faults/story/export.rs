//! A list of records that is read to its end.

use std::time::{Duration, Instant};

use connect_fake::faults::Event;
use connect_fake::{FileSeed, FileStatus, RecordSeed};
use connect_usage::{Error, ErrorKind, records};

use crate::breach::{Breach, Finding};
use crate::client::{self, TOTAL};
use crate::habit::Habit;
use crate::stage::Stage;

/// The maximum number of times that a list is resumed.
const RESUMPTIONS: u64 = 12;

/// A row as it was read: its id, or the row that an error names.
type Row = Result<String, u64>;

/// The provider reads all records of a report, and resumes the list after errors.
pub fn run(stage: &mut Stage) {
    let count = stage.below(10, 40);
    let records = (0..count).map(|it| RecordSeed::new().item(it as usize + 1));
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(seed.records(records));
    let expected = stage.platform.records(&file);

    let mut rows = Vec::new();
    let is_complete = read(stage, &file, &mut rows);
    let unreadable = rows.iter().filter(|it| it.is_err()).count() as u64;
    stage.tally.rows += rows.len() as u64 - unreadable;
    stage.tally.unreadable_rows += unreadable;
    if let Err(message) = check(stage, &rows, &expected, is_complete) {
        let message = format!("{message}: {rows:?} instead of {expected:?}");
        stage.findings.push(Finding::new(Breach::Rows, message));
    }
}

/// Reads all rows. Returns whether the end of the list was reached.
fn read(stage: &mut Stage, file: &str, rows: &mut Vec<Row>) -> bool {
    let provider = stage.provider.clone();
    let mut offset = 0;
    for _ in 0..RESUMPTIONS {
        let page_size = 1 + stage.below(11, 12);
        let list = records::list()
            .filter(records::filter::USAGEFILE_ID.eq(file))
            .page_size(page_size as u32)
            .prefetch(stage.below(12, 5) as usize)
            .offset(offset);
        let (mut last, mut slowest) = (Instant::now(), Duration::ZERO);
        let mut taken = Taken::new(stage.habit, offset, page_size.min(stage.page_cap()));
        let (position, result) = client::rows(&provider, list, |row| {
            slowest = slowest.max(last.elapsed());
            last = Instant::now();
            let goes_on = row.is_ok() || stage.habit != Habit::EndsListsAtUnreadableRows;
            rows.extend(taken.row(row.map(|it| it.id)));
            goes_on
        });
        // A row arrives with the current page, which follows the pages before it.
        stage.check_duration(slowest.max(last.elapsed()), TOTAL);
        stage.tally.calls += 1;
        match result {
            Ok(()) => {
                stage.tally.successful_calls += 1;
                return true;
            }
            Err(error) => {
                stage.failed(&error);
                if is_of_a_row(&error) {
                    let finding = Finding::new(Breach::ListEnded, error.to_string());
                    stage.findings.push(finding);
                }
            }
        }
        stage.tally.lists_resumed += 1;
        offset = match stage.habit {
            Habit::SkipsARow => position + 1,
            Habit::RestartsLists => 0,
            _ => position,
        };
    }
    false
}

/// Whether an error that ends a list is that of a row, or of a list that can be read up to its rows.
fn is_of_a_row(error: &Error) -> bool {
    let is_list = || serde_json::from_slice::<Vec<serde_json::Value>>(error.body()).is_ok();
    error.row().is_some() || error.kind() == ErrorKind::Decode && is_list()
}

/// The rows that a client of a habit takes from a list.
struct Taken {
    habit: Habit,
    next: u64,
    first: u64,
    page: u64,
    /// Rows before this one are lost.
    from: u64,
}

impl Taken {
    fn new(habit: Habit, first: u64, page: u64) -> Self {
        Self {
            habit,
            next: first,
            first,
            page,
            from: 0,
        }
    }

    fn row(&mut self, row: Row) -> Option<Row> {
        let at = self.next;
        self.next += 1;
        if at < self.from {
            return None;
        }
        match self.habit {
            Habit::DropsUnreadableRows if row.is_err() => return None,
            Habit::EndsPagesAtUnreadableRows if row.is_err() => {
                self.from = at - (at - self.first) % self.page + self.page;
            }
            _ => {}
        }
        Some(row)
    }
}

/// Checks that each row has arrived once and in order, as it was sent: a readable one as itself, an unreadable one as an
/// error that names it.
fn check(
    stage: &Stage,
    rows: &[Row],
    expected: &[String],
    is_complete: bool,
) -> Result<(), String> {
    if rows.len() > expected.len() || is_complete && rows.len() < expected.len() {
        return Err(format!("{} rows of {}", rows.len(), expected.len()));
    }
    let log = stage.faults.log();
    for (at, (row, expected)) in (0..).zip(rows.iter().zip(expected)) {
        let is_itself = match row {
            Ok(id) => id == expected,
            Err(named) => *named == at,
        };
        if !is_itself {
            return Err(format!("row {at} is another"));
        }
        // A row can be sent several times.
        let mut sent = log.iter().filter_map(|it| was_readable(stage, it, at));
        if !sent.any(|was_readable| was_readable == row.is_ok()) {
            return Err(format!("row {at} was not sent so"));
        }
    }
    Ok(())
}

/// Whether a row could be read in the response to a request. `None` if it was not in the response.
fn was_readable(stage: &Stage, event: &Event, row: u64) -> Option<bool> {
    let request = event.request.as_deref().filter(|_| event.processed)?;
    let query = request.target.split_once('?')?.1;
    let number = |name: &str| -> Option<u64> {
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        pairs.find(|it| it.0 == name)?.1.parse().ok()
    };
    let index = row.checked_sub(number("offset").unwrap_or(0))?;
    let is_sent = index < number("limit")?.min(stage.page_cap());
    is_sent.then(|| !event.fault.spoils(index))
}

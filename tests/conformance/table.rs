//! The outcomes of the cases, for each transport.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::net::Transport;

/// The cases with their outcomes, in the order in which they were added.
#[derive(Default)]
pub struct Table(Mutex<Vec<Row>>);

struct Row {
    subject: &'static str,
    case: &'static str,
    cells: Vec<(Transport, Cell)>,
}

/// The outcome of one case over one transport.
#[derive(Clone, Default)]
pub struct Cell(Arc<Mutex<Option<bool>>>);

impl Cell {
    /// Marks the case as failed. It is called at the start of the case, in case it panics.
    pub fn fails(&self) {
        self.set(false);
    }

    pub fn passes(&self) {
        self.set(true);
    }

    fn set(&self, passed: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(passed);
    }

    fn get(&self) -> Option<bool> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Adds the cell for an outcome.
    pub fn cell(&self, subject: &'static str, case: &'static str, transport: Transport) -> Cell {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Cell::default();
        let row = rows
            .iter_mut()
            .find(|it| it.subject == subject && it.case == case);
        match row {
            Some(row) => row.cells.push((transport, cell.clone())),
            None => rows.push(Row {
                subject,
                case,
                cells: vec![(transport, cell.clone())],
            }),
        }
        cell
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let width = rows.iter().map(|it| it.case.len() + 2).max().unwrap_or(0);
        write!(f, "{:width$}", "")?;
        for transport in Transport::ALL {
            write!(f, "  {}", transport.name())?;
        }
        writeln!(f)?;
        let (mut subject, mut ran, mut passed) = ("", 0, 0);
        // Cases that a filter of the command line excludes are not listed.
        let has_run = |it: &&Row| it.cells.iter().any(|(_, cell)| cell.get().is_some());
        for row in rows.iter().filter(has_run) {
            if row.subject != subject {
                subject = row.subject;
                writeln!(f, "{subject}")?;
            }
            write!(f, "  {:1$}", row.case, width - 2)?;
            for (transport, cell) in &row.cells {
                let shown = match cell.get() {
                    None => "-",
                    Some(false) => "FAILED",
                    Some(true) => "ok",
                };
                ran += usize::from(cell.get().is_some());
                passed += usize::from(cell.get() == Some(true));
                write!(f, "  {shown:0$}", transport.name().len())?;
            }
            writeln!(f)?;
        }
        let transports = Transport::ALL.len();
        let all = rows.len() * transports;
        writeln!(
            f,
            "{} cases over {transports} transports: {ran} of {all} were run, {passed} of them passed",
            rows.len()
        )
    }
}

//! Tables for people, at the width of the terminal.

use std::io::{self, IsTerminal as _};

use comfy_table::{ColumnConstraint, ContentArrangement, Table as Grid, presets};

/// The width of tables that do not go to a terminal: as wide as their content.
const UNLIMITED: u16 = u16::MAX;

/// The narrowest width for which a table is arranged.
const NARROWEST: u16 = 40;

/// A table. Cells that do not fit are wrapped.
pub struct Table {
    columns: Vec<String>,
    /// How many of the columns are never wrapped.
    whole: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Begins a table with these columns. The first `whole` of them, which hold ids and such, are never wrapped.
    pub fn new<const COLUMNS: usize>(columns: [&str; COLUMNS], whole: usize) -> Self {
        Self {
            columns: columns.map(str::to_owned).to_vec(),
            whole,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<const COLUMNS: usize>(&mut self, cells: [&str; COLUMNS]) {
        self.rows.push(cells.map(str::to_owned).to_vec());
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, without spaces at their ends. The function makes cells safe to print, before they are wrapped.
    pub fn lines(&self, safe: impl Fn(&str) -> String) -> Vec<String> {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING);
        grid.set_content_arrangement(ContentArrangement::Dynamic);
        grid.set_header(&self.columns);
        for column in grid.column_iter_mut().take(self.whole) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        for row in &self.rows {
            grid.add_row(row.iter().map(|it| safe(it)));
        }
        grid.set_width(width().unwrap_or(UNLIMITED));
        // One space between columns, none around them.
        for column in grid.column_iter_mut() {
            column.set_padding((0, 1));
        }
        let lines = grid.lines();
        lines.map(|line| line.trim_end().to_owned()).collect()
    }
}

/// The width of standard output, if it is a terminal.
fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let size = terminal_size::terminal_size_of(io::stdout());
    let columns = size.map_or(80, |(width, _)| width.0);
    Some(columns.max(NARROWEST))
}

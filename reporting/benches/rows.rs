//! What checking and typed rows cost beside the libraries below them.
//!
//! `cargo bench -p connect-reporting --bench rows` writes 1,000,000 rows, and the same cells by `rust_xlsxwriter` alone, in its
//! mode for little memory; and reads 100,000 rows, and the same sheet by `calamine` alone. It prints the shortest times, their
//! ratio and the largest size of the heap, and fails above the limits. With `--test` it runs once, with 1,000 rows and
//! without limits.

#![allow(missing_docs, reason = "a program")]

use std::error::Error;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use connect_reporting::{AssetBy, ItemBy, Processed, UsageRow, UsageWorkbook};
use connect_usage::models::UsageFileSchema;
use connect_usage::{DateTime, Decimal};
use peak_alloc::PeakAlloc;
use rust_xlsxwriter::{Format, Workbook};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What a job may take, as a multiple of what the library alone takes.
const MAX_RATIO: f64 = 1.3;

/// What writing may take, in megabytes.
const MAX_HEAP: f32 = 64.0;

const HEADER: [&str; 12] = [
    "record_id",
    "record_note",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
    "category_id",
    "amount",
    "tier",
];

fn main() -> Result<()> {
    let is_test = std::env::args().any(|it| it == "--test");
    let (turns, written, read) = match is_test {
        true => (1, 1_000, 1_000),
        false => (3, 1_000_000, 100_000),
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("usage.xlsx");
    let mut write = Comparison::default();
    for _ in 0..turns {
        write.own(|| write_rows(&path, written))?;
        write.alone(|| write_alone(&path, written))?;
    }
    write.print(&format!("writing {written} rows"));

    write_rows(&path, read)?;
    let content = std::fs::read(&path)?;
    let mut reading = Comparison::default();
    for _ in 0..turns {
        reading.own(|| read_rows(&content, read))?;
        reading.alone(|| read_alone(&content, read))?;
    }
    reading.print(&format!("reading {read} rows"));

    let is_slow = write.ratio() > MAX_RATIO || reading.ratio() > MAX_RATIO;
    if !is_test && (is_slow || write.heap > MAX_HEAP) {
        let limits = format!("more than {MAX_RATIO} times as long, or {MAX_HEAP} MB");
        return Err(limits.into());
    }
    Ok(())
}

/// The shortest times of a job by this crate and by the library alone.
#[derive(Default)]
struct Comparison {
    own: Option<Duration>,
    alone: Option<Duration>,
    /// The largest size of the heap above the size before, in megabytes, by this crate.
    heap: f32,
}

impl Comparison {
    fn own(&mut self, job: impl FnOnce() -> Result<()>) -> Result<()> {
        let before = HEAP.current_usage_as_mb();
        HEAP.reset_peak_usage();
        let spent = timed(job)?;
        self.heap = self.heap.max(HEAP.peak_usage_as_mb() - before);
        self.own = self.own.into_iter().chain([spent]).min();
        Ok(())
    }

    fn alone(&mut self, job: impl FnOnce() -> Result<()>) -> Result<()> {
        let spent = timed(job)?;
        self.alone = self.alone.into_iter().chain([spent]).min();
        Ok(())
    }

    fn ratio(&self) -> f64 {
        let seconds = |it: Option<Duration>| it.unwrap_or_default().as_secs_f64();
        seconds(self.own) / seconds(self.alone)
    }

    fn print(&self, job: &str) {
        let [own, alone] = [self.own, self.alone].map(Option::unwrap_or_default);
        let (ratio, heap) = (self.ratio(), self.heap);
        println!("{job}: {own:?}, {heap:.1} MB; by the library alone: {alone:?}; ratio {ratio:.2}");
    }
}

fn timed(job: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    job()?;
    Ok(start.elapsed())
}

/// A record id as long as a UUID.
fn record_id(number: usize) -> String {
    format!("AS-0000-0000-0000/2029-01/{number:010}")
}

fn quantity(number: usize) -> Decimal {
    Decimal::from(number as u64)
}

fn write_rows(path: &Path, count: usize) -> Result<()> {
    let start: DateTime = "2029-01-01T00:00:00Z".parse()?;
    let end: DateTime = "2029-01-31T23:59:59Z".parse()?;
    let mut writer = UsageWorkbook::new(UsageFileSchema::Qt).create(path)?;
    for number in 0..count {
        let asset = AssetBy::id("AS-0000-0000-0000");
        let row = UsageRow::new(record_id(number), ItemBy::mpn("CPU"), asset, start, end);
        writer.add(&row.quantity(quantity(number)))?;
    }
    writer.finish()?;
    Ok(())
}

/// The same cells.
fn write_alone(path: &Path, count: usize) -> Result<()> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("records")?;
    let format = Format::new().set_num_format_index(49);
    for (column, name) in (0..).zip(HEADER) {
        sheet.set_column_format(column, &format)?;
        sheet.write_string_with_format(0, column, name, &format)?;
    }
    for (row, number) in (1..).zip(0..count) {
        let (id, quantity) = (record_id(number), quantity(number).to_string());
        let cells = [
            (0, id.as_str()),
            (2, "item.mpn"),
            (3, "CPU"),
            (4, &quantity),
            (5, "2029-01-01 00:00:00"),
            (6, "2029-01-31 23:59:59"),
            (7, "asset.id"),
            (8, "AS-0000-0000-0000"),
        ];
        for (column, cell) in cells {
            sheet.write_string_with_format(row, column, cell, &format)?;
        }
    }
    workbook.save(path)?;
    Ok(())
}

fn read_rows(content: &[u8], count: usize) -> Result<()> {
    let file = Processed::read(content)?;
    let found = file.rows().filter(|it| !it.value("record_id").is_empty());
    match found.count() == count {
        true => Ok(()),
        false => Err("rows are missing".into()),
    }
}

fn read_alone(content: &[u8], count: usize) -> Result<()> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(content))?;
    match workbook.worksheet_range("records")?.height() == count + 1 {
        true => Ok(()),
        false => Err("rows are missing".into()),
    }
}

//! The world of `--fake`: a platform in memory with a few objects, the same in every run.

use std::sync::Arc;

use connect_fake::{FileSeed, FileStatus, ItemSeed, ParameterSeed, Platform, RecordSeed, Side};
use connect_usage::models::{NewUsageFile, UsageFileStatus};
use connect_usage::{Client, DateTime, Upload, chunks, files};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::exit::{Failure, Kind};

/// The product of the world.
pub const PRODUCT: &str = "PRD-100-000-001";

/// The contract under which it is sold.
pub const CONTRACT: &str = "CRD-10000-00000-00001";

/// The time of the world, unless another one is given.
const NOW: &str = "2029-02-01T08:00:00Z";

/// The rows that `--csv demo` stands for.
const ROWS: &str = include_str!("demo/rows.csv");

/// What a file with the name `demo` is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoFile {
    /// Rows as CSV.
    Csv,
    /// A workbook with usage.
    Workbook,
    /// A workbook with usage that has broken rows.
    Broken,
    /// A chunk's workbook with its bills filled in.
    Reconciliation,
}

/// A platform in memory.
#[derive(Clone)]
pub struct Demo(Arc<Platform>);

impl Demo {
    /// Makes the world.
    ///
    /// # Errors
    /// If the fake does not do what is expected of it.
    pub async fn new() -> Result<Self, Failure> {
        let builder = Platform::builder().without_directory().schema("qt");
        let platform = builder.read_workbooks().in_memory();
        directory(&platform)?;
        reports(&platform);
        let demo = Self(Arc::new(platform));
        demo.add_invalid().await?;
        Ok(demo)
    }

    /// The time of the world.
    ///
    /// # Errors
    /// None: it is a constant.
    pub fn now() -> Result<DateTime, Failure> {
        time(NOW)
    }

    /// The platform, for clients.
    pub fn platform(&self) -> &Platform {
        &self.0
    }

    /// The content of the file with the name `demo`.
    ///
    /// # Errors
    /// If it cannot be made.
    pub async fn file(&self, file: DemoFile) -> Result<Vec<u8>, Failure> {
        let broken = |error: XlsxError| Failure::new(Kind::Failed, error);
        match file {
            DemoFile::Csv => Ok(ROWS.as_bytes().to_vec()),
            DemoFile::Workbook => workbook(&rows(ROWS)).map_err(broken),
            DemoFile::Broken => workbook(&broken_rows()).map_err(broken),
            DemoFile::Reconciliation => self.reconciliation().await,
        }
    }

    fn client(&self, side: Side) -> Result<Client, Failure> {
        Ok(self.0.client(side)?)
    }

    /// Adds a report that the platform found invalid, with its processed file.
    async fn add_invalid(&self) -> Result<(), Failure> {
        let client = self.client(Side::Vendor)?;
        let report = NewUsageFile::new(PRODUCT, CONTRACT).name("Usage of December, as a try");
        let report = client
            .send(files::create(report.external_id("try-2028-12")))
            .await?;
        let content = self.file(DemoFile::Broken).await?;
        let upload = Upload::bytes(content).file_name("usage_file.xlsx");
        client.send(files::upload(&report.id, upload)).await?;
        let wait = client.wait(files::get(&report.id));
        wait.until(UsageFileStatus::Invalid).await?;
        Ok(())
    }

    /// The workbook of the chunk, with its bills.
    async fn reconciliation(&self) -> Result<Vec<u8>, Failure> {
        let client = self.client(Side::Provider)?;
        let first = client.send(chunks::list().into_first()).await?;
        let missing = || Failure::new(Kind::Failed, "the fake has no chunk");
        let chunk = first.ok_or_else(missing)?;
        let content = client.download(chunks::download(&chunk.id)).bytes().await?;
        let broken = |error: String| Failure::new(Kind::Failed, error);
        let mut chunk =
            connect_reporting::Chunk::read(content.bytes).map_err(|it| broken(it.to_string()))?;
        let ids: Vec<String> = chunk
            .records()
            .filter_map(|it| it.ok().map(|it| it.record_id))
            .collect();
        for (number, id) in (1..).zip(&ids) {
            let billed = chunk.bill(id, &format!("INV-42/{number}"), "January");
            billed.map_err(|it| broken(it.to_string()))?;
        }
        let content = chunk.reconciliation();
        Ok(content.map_err(|it| broken(it.to_string()))?.to_vec())
    }
}

fn time(text: &str) -> Result<DateTime, Failure> {
    let time = text.parse();
    time.map_err(|error| Failure::new(Kind::Failed, error))
}

fn directory(platform: &Platform) -> Result<(), Failure> {
    let created = time("2028-05-01T00:00:00Z")?.into_inner();
    let stopped = time("2029-01-20T12:00:00Z")?.into_inner();
    let market = platform.marketplace("MP-10000").currency("EUR").add();
    let contract = platform.contract(CONTRACT).marketplace(market).add();
    let product = platform
        .product(PRODUCT)
        .set("name", "Cloud of an example")
        .schema("QT")
        .item("CPU")
        .item("DISK")
        .item(ItemSeed::reservation("SEAT"))
        .parameter(ParameterSeed::new("project_id"))
        .add();
    platform
        .listing("LST-100-000-001")
        .product(&product)
        .contract(&contract)
        .add();
    for (number, status) in [
        (1, "active"),
        (2, "active"),
        (3, "suspended"),
        (4, "terminated"),
    ] {
        platform
            .asset(&format!("AS-1000-0000-000{number}"))
            .product(&product)
            .contract(&contract)
            .status(status)
            .created(created)
            .updated(stopped)
            .parameter("project_id", format!("P-{number}"))
            .add();
    }
    let preview = platform.asset("AS-1000-0000-0005").product(&product);
    preview.contract(&contract).created(created).preview().add();
    Ok(())
}

fn reports(platform: &Platform) {
    let seed = |name: &str, external_id: &str| {
        let seed = FileSeed::new().name(name).external_id(external_id);
        let seed = seed.product(PRODUCT, "Cloud of an example").schema("qt");
        seed.contract(CONTRACT, "Distribution of an example")
    };
    let records = [RecordSeed::new(), RecordSeed::new().item(2)];
    let accepted = seed("Usage of October", "usage-2028-10").status(FileStatus::Accepted);
    platform.add_file(accepted.records(records.clone()));
    let pending = seed("Usage of November", "usage-2028-11").status(FileStatus::Pending);
    platform.add_file(pending.records(records));
    platform.settle();
}

fn rows(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().map(|line| line.split(',').collect()).collect()
}

/// Rows of which the second and the third cannot be right.
fn broken_rows() -> Vec<Vec<&'static str>> {
    let mut rows = rows(ROWS);
    for (row, column, value) in [(2, 3, "many"), (3, 2, "GPU"), (3, 5, "2028-12-31 23:59:59")] {
        let cell = rows.get_mut(row).and_then(|it| it.get_mut(column));
        if let Some(cell) = cell {
            *cell = value;
        }
    }
    rows
}

fn workbook(rows: &[Vec<&str>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("records")?;
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(number, column, *cell)?;
        }
    }
    workbook.save_to_buffer()
}

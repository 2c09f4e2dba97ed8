//! A platform with chunks, and a provider's billing system.

use std::collections::BTreeMap;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_reporting::blocking;
use connect_reporting::day::Outcomes;
use connect_reporting::provider::{Bill, ChunkError, Handover, RecordBill, Round, Settled};
use connect_usage::blocking::Client;
use connect_usage::{Error, chunks};

pub type Settlements = Outcomes<String, Settled, ChunkError<String>>;

/// A platform on which reports of two hubs are accepted.
pub fn platform(reports: usize) -> Platform {
    let platform = Platform::builder().hubs(2).read_workbooks().in_memory();
    for _ in 0..reports {
        add(&platform, "cr");
    }
    platform
}

/// Adds an accepted report of this schema with six records.
pub fn add(platform: &Platform, schema: &'static str) -> String {
    let records = (1..=6).map(|it| RecordSeed::new().item(it));
    let seed = FileSeed::new().status(FileStatus::Accepted);
    platform.add_file(seed.schema(schema).records(records))
}

pub fn client(platform: &Platform) -> Client {
    platform.blocking_client(Side::Provider).expect("a client")
}

/// The hub of the first chunk of each report.
pub fn hub(platform: &Platform) -> String {
    let file = &platform.files()[0];
    let chunk = client(platform).send(chunks::get(&platform.chunks(file)[0]));
    let hub = chunk.expect("a chunk").binding.and_then(|it| it.hub);
    hub.and_then(|it| it.id).expect("a hub")
}

/// The chunks of that hub.
pub fn own(platform: &Platform) -> Vec<String> {
    let files = platform.files();
    files
        .iter()
        .map(|it| platform.chunks(it)[0].clone())
        .collect()
}

pub fn round(platform: &Platform) -> Round {
    Round::new(hub(platform)).external_ids(|it| format!("K-{}", it.id))
}

/// The provider's system: the bills by their keys, and how often each key was billed.
#[derive(Debug, Default)]
pub struct Billing {
    pub bills: BTreeMap<String, (Bill, usize)>,
    pub by_record: bool,
}

impl Billing {
    /// Takes a chunk, unless an earlier round has handed it over.
    pub fn take(&mut self, handover: &Handover) -> Result<Bill, String> {
        if handover.may_be_repeated
            && let Some((bill, _)) = self.bills.get(&handover.key)
        {
            return Ok(bill.clone());
        }
        let records = handover
            .workbook
            .records()
            .map(|it| it.map(|it| it.record_id));
        let records = records.collect::<Result<Vec<_>, _>>();
        let records = records.map_err(|it| it.to_string())?;
        let bill = match self.by_record {
            false => Bill::whole(format!("B-{}", handover.key)),
            true => {
                let bill = |it: &String| RecordBill::new(it, format!("B-{it}"), "January");
                Bill::Records(records.iter().map(bill).collect())
            }
        };
        let entry = self.bills.entry(handover.key.clone());
        entry.or_insert_with(|| (bill.clone(), 0)).1 += 1;
        Ok(bill)
    }
}

pub fn run(platform: &Platform, round: &Round, billing: &mut Billing) -> Settlements {
    let found = blocking::provider::run(&client(platform), round, |it| billing.take(it));
    found.expect("a list of chunks")
}

/// The error of the only chunk.
pub fn failure(outcomes: &Settlements) -> String {
    let failed: Vec<_> = outcomes.failed().map(|(_, why)| why.to_string()).collect();
    assert_eq!(failed.len(), 1, "{outcomes}");
    failed[0].clone()
}

/// The call of an external id that was noted.
pub fn noted(platform: &Platform, chunk: &str) -> Result<Option<String>, Error> {
    Ok(client(platform).send(chunks::get(chunk))?.external_id)
}

//! Once a day, and as often as one likes: the provider's round. Chunks with amounts are billed as they are. Of those with
//! quantities alone, the totals are taken over as counters, and the records are closed with the batch.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use connect_reporting::blocking::provider::{close_records, counters, run};
use connect_reporting::day::{Period, Zone, never_down};
use connect_reporting::provider::{Bill, Handover, Round};
use connect_usage::blocking::Client;
use connect_usage::models::{CloseManyRecord, UsageFileSchema, UsageRecord, UsageRecordStatus};
use connect_usage::records::{self, filter};
use connect_usage::runtime::time::OffsetDateTime;

/// Why something failed.
type Failure = Box<dyn Error>;

/// The provider's own system.
pub trait Billing {
    /// The bill that was made for the chunk with this key.
    fn find(&self, key: &str) -> Result<Option<String>, Failure>;
    /// Bills the rows of a chunk under its key, as a part of a batch. The result is the id of the bill.
    fn bill(&mut self, chunk: &Handover, batch: &str) -> Result<String, Failure>;
    /// Takes over what an asset has used of an item altogether, in units of the item's last decimal place. The counter never
    /// goes down.
    fn count(&mut self, asset: &str, item: &str, units: i128) -> Result<(), Failure>;
}

/// Settles what is ready in a hub, with the bills of a batch. The result is what failed, by ids of chunks, assets and records;
/// nothing of it stops the rest.
///
/// # Errors
/// If a list cannot be read.
pub fn settle(
    client: &Client,
    (hub, batch): (&str, &str),
    billing: &mut impl Billing,
) -> Result<Vec<(String, String)>, Failure> {
    let round = Round::new(hub).skip_quantities();
    let chunks = run(client, &round, |chunk| {
        let known = chunk.may_be_repeated.then(|| billing.find(&chunk.key));
        let bill = match known.transpose()?.flatten() {
            Some(bill) => bill,
            None => billing.bill(chunk, batch)?,
        };
        Ok::<_, Failure>(Bill::whole(bill))
    })?;
    let mut failed: Vec<_> = chunks.failed().map(as_text).collect();
    // The records are listed before the counters are read: what is closed below has been counted.
    let open = filter::STATUS.eq(UsageRecordStatus::Approved) & filter::HUB_ID.eq(hub);
    let open = open & filter::USAGEFILE_SCHEMA.eq(UsageFileSchema::Qt);
    let records = client.stream(records::list().filter(open));
    let mut records: Vec<UsageRecord> = records.collect()?;
    let mut counted = BTreeSet::new();
    for it in counters(client, None)? {
        let (Some(asset), Some(item)) = (it.asset_id(), it.item_id()) else {
            failed.push((format!("{it:?}"), "no asset or no item".to_owned()));
            continue;
        };
        let counter = it.units().map_err(Failure::from);
        match counter.and_then(|units| billing.count(asset, item, units)) {
            Ok(()) => _ = counted.insert((asset.to_owned(), item.to_owned())),
            Err(error) => failed.push((format!("{asset} {item}"), error.to_string())),
        }
    }
    records.retain(|it| key(it).is_some_and(|it| counted.contains(&it)));
    let close = |it: UsageRecord| CloseManyRecord::new(it.id).external_billing_id(batch);
    let closed = close_records(client, records.into_iter().map(close).collect())?;
    failed.extend(closed.failed().map(as_text));
    Ok(failed)
}

/// The asset and the item of a record.
fn key(record: &UsageRecord) -> Option<(String, String)> {
    let (asset, item) = (record.asset.as_ref()?, record.item.as_ref()?);
    Some((asset.id.clone()?, item.id.clone()?))
}

fn as_text((id, error): (&String, &impl ToString)) -> (String, String) {
    (id.clone(), error.to_string())
}

/// What stands in for a billing system here.
#[derive(Debug, Default)]
pub struct InMemory {
    /// The bills of chunks, by their keys.
    pub bills: BTreeMap<String, String>,
    /// The counters, by asset and item.
    pub counters: BTreeMap<(String, String), i128>,
}

impl Billing for InMemory {
    fn find(&self, key: &str) -> Result<Option<String>, Failure> {
        Ok(self.bills.get(key).cloned())
    }

    fn bill(&mut self, chunk: &Handover, batch: &str) -> Result<String, Failure> {
        let rows = chunk.workbook.records().collect::<Result<Vec<_>, _>>()?;
        let bill = format!("{batch}/{}: {} rows", chunk.key, rows.len());
        self.bills.insert(chunk.key.clone(), bill.clone());
        Ok(bill)
    }

    fn count(&mut self, asset: &str, item: &str, units: i128) -> Result<(), Failure> {
        let key = (asset.to_owned(), item.to_owned());
        let counter = self.counters.entry(key).or_default();
        *counter = never_down(*counter, units);
        Ok(())
    }
}

fn main() -> Result<(), Failure> {
    let client = Client::from_env()?;
    let day = Period::day_before(OffsetDateTime::now_utc(), &Zone::utc())?;
    let mut billing = InMemory::default();
    let failed = settle(&client, ("HB-0000-0000", &day.key()), &mut billing)?;
    println!("{billing:#?}");
    for (what, why) in &failed {
        eprintln!("{what}: {why}");
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err("not all was settled".into()),
    }
}

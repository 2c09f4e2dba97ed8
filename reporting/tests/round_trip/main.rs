//! What is written is read back equal: by this crate, by the platform, and by openpyxl.
#![allow(missing_docs)]

mod openpyxl;
mod rows;

use connect_fake::{FileSeed, Platform, Side};
use connect_reporting::{AssetBy, ItemBy, Processed, UsageRow};
use connect_usage::models::{UsageFileStatus, UsageRecord};
use connect_usage::{files, records};
use proptest::prelude::*;

use rows::{Report, report, settings};

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn this_crate_reads_what_it_wrote(report in report()) {
        let written = report.written();
        let content = written.bytes().expect("it is in memory");
        let file = Processed::read(content).expect("a workbook");
        let read: Result<Vec<_>, _> = file.rows().map(|it| it.usage()).collect();
        prop_assert_eq!(read.expect("the rows are right"), report.rows);
    }
}

proptest! {
    #![proptest_config(settings(60))]

    #[test]
    fn the_platform_reads_what_was_written(report in report()) {
        check_platform(&report)?;
    }
}

fn check_platform(report: &Report) -> Result<(), TestCaseError> {
    let platform = Platform::builder()
        .without_directory()
        .read_workbooks()
        .in_memory();
    let id = platform.add_file(FileSeed::new().schema(report.schema_name()));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let upload = files::upload(&id, report.written().upload());
    vendor.send(upload).expect("it is uploaded");
    let wait = vendor.wait(files::get(&id));
    let file = wait.until(UsageFileStatus::Ready).expect("it is read");
    prop_assert_eq!(file.error_detail, None);
    prop_assert_eq!(platform.records(&id).len(), report.rows.len());
    for row in &report.rows {
        let record = platform.record_named(&id, &row.record_id);
        let record = record.expect("each row is a record");
        let record = vendor.send(records::get(&record)).expect("it exists");
        check_record(row, &record)?;
    }
    Ok(())
}

fn check_record(row: &UsageRow, record: &UsageRecord) -> Result<(), TestCaseError> {
    prop_assert_eq!(&record.usage, &row.quantity);
    prop_assert_eq!(&record.amount, &row.amount);
    prop_assert_eq!(record.tier, row.tier.map(i64::from));
    prop_assert_eq!(record.start_date, Some(row.start));
    prop_assert_eq!(record.end_date, Some(row.end));
    let category = record.category.as_ref().and_then(|it| it.id.clone());
    prop_assert_eq!(&category, &row.category);
    let params = record.params.iter().flatten();
    let params = params.map(|it| (it.parameter_name.clone(), it.parameter_value.clone()));
    let given = row.parameters.iter();
    let given = given.map(|(name, value)| (Some(name.clone()), Some(value.clone())));
    prop_assert_eq!(params.collect::<Vec<_>>(), given.collect::<Vec<_>>());
    let item = record.item.as_ref().expect("an item");
    match &row.item {
        ItemBy::Mpn(mpn) => prop_assert_eq!(item.mpn.as_ref(), Some(mpn)),
        ItemBy::GlobalId(id) => prop_assert_eq!(item.id.as_ref(), Some(id)),
        ItemBy::LocalId(id) => prop_assert_eq!(item.local_id.as_ref(), Some(id)),
    }
    if let AssetBy::Id(id) = &row.asset {
        let asset = record.asset.as_ref().expect("an asset");
        prop_assert_eq!(asset.id.as_ref(), Some(id));
    }
    Ok(())
}

//! Reports about the same time, which could bill usage twice.

use connect_fake::{FileSeed, FileStatus, Platform};

use crate::support::{self, Folder, REPORT, ROWS, Run};

fn platform() -> Platform {
    support::platform(Platform::builder())
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("rows.csv", ROWS);
    folder
}

#[test]
fn two_reports_of_one_period_are_named() {
    let (platform, folder) = (platform(), folder("two"));
    let own = Run::against(&platform, platform.vendor_key(), &REPORT);
    own.within(&folder).run().ends_with_status(0);
    let other = [&REPORT[..], &["--external-id", "other"]].concat();
    let other = |more: &[&str]| {
        let arguments = [&other[..], more].concat();
        Run::against(&platform, platform.vendor_key(), &arguments)
            .within(&folder)
            .run()
    };
    other(&[]).ends_with_status(1).says(&[
        "UF-2029-01-0001-0001 is about the same period",
        "known: nothing was created",
        "--again",
    ]);
    assert_eq!(platform.files().len(), 1);
    other(&["--again"]).ends_with_status(0);
    assert_eq!(platform.files().len(), 2);
}

#[test]
fn a_report_about_a_part_of_the_period_is_named_if_it_bills_something() {
    let date = |text: &str| text.parse::<connect_usage::Date>().expect("a date");
    let seed = |from: &str, to: &str| {
        let seed = FileSeed::new().schema("qt").period(date(from), date(to));
        let seed = seed.product("PRD-000-000-001", "A product");
        seed.contract("CRD-00000-00000-00001", "A contract")
    };
    let day = || seed("2029-01-15", "2029-01-15");
    let run = |seeds: Vec<FileSeed>| {
        let (platform, folder) = (platform(), folder("overlap"));
        for seed in seeds {
            platform.add_file(seed);
        }
        let run = Run::against(&platform, platform.vendor_key(), &REPORT);
        run.within(&folder).run()
    };
    for status in [FileStatus::Draft, FileStatus::Rejected, FileStatus::Deleted] {
        run(vec![day().status(status)]).ends_with_status(0);
    }
    let pending = |seed: FileSeed| seed.status(FileStatus::Pending);
    run(vec![pending(seed("2028-12-01", "2028-12-31"))]).ends_with_status(0);
    // The external id of the day begins as that of the month.
    let of_month = "PRD-000-000-001/CRD-00000-00000-00001/2029-01-15";
    let named = run(vec![pending(day().external_id(of_month)), pending(day())]);
    named.ends_with_status(1).says(&[
        "UF-2029-01-0001-0001 is about 2029-01-15..2029-01-15, which is partly the same period, product",
        "known: nothing was created",
        "known: 1 other report about it",
        "--again",
    ]);
}

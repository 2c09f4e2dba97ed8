//! Which report is ours, whatever the platform tells.

use connect_fake::{ANY, FileSeed, FileStatus, Platform, Reply, Side, Step};
use connect_reporting::{Happened, ReportErrorKind, ReportOutcome};
use connect_usage::files;
use connect_usage::models::{
    NewUsageFile, UpdateUsageFile, UsageFile, UsageFileStatus, UsageFileSummary,
};

use crate::support::{
    CONTRACT, DOORS, ID, Memory, PRODUCT, assert_reported, assert_rows, calls, platform, report,
    run, seed, seeded, workbook,
};

/// All reports as rows of a list that was not filtered.
fn unfiltered(platform: &Platform) -> Vec<UsageFileSummary> {
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    vendor.send(files::list()).expect("there is a list").rows
}

fn nameless(mut rows: Vec<UsageFileSummary>) -> Vec<UsageFileSummary> {
    for row in &mut rows {
        row.external_id = None;
    }
    rows
}

/// Another report of the same product and contract.
fn other(platform: &Platform) -> String {
    platform.add_file(seed().external_id("2028-12").status(FileStatus::Ready))
}

#[test]
fn a_list_that_is_not_filtered_is_searched() {
    for door in DOORS {
        let platform = platform();
        let (first, ours) = (other(&platform), seeded(&platform, FileStatus::Draft));
        other(&platform);
        platform
            .on(files::list())
            .respond_with_rows(&unfiltered(&platform));
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_eq!(outcome.expect("it is reported").report(), ours);
        assert_eq!(platform.status(&first), Some("ready"));
        assert_eq!(platform.files().len(), 3);
    }
}

#[test]
fn the_report_of_another_is_never_taken() {
    for door in DOORS {
        let platform = platform();
        let others = [other(&platform), other(&platform)];
        platform
            .on(files::list())
            .respond_with_rows(&unfiltered(&platform));
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let ours = outcome.expect("it is reported").report().to_owned();
        assert!(!others.contains(&ours));
        assert_rows(&platform, &ours, &["R-1"], "");
        assert!(others.iter().all(|it| platform.status(it) == Some("ready")));
    }
}

#[test]
fn rows_without_external_ids_are_looked_up_in_the_details() {
    for door in DOORS {
        let platform = platform();
        let (_, ours) = (other(&platform), seeded(&platform, FileStatus::Draft));
        let rows = nameless(unfiltered(&platform));
        platform.on(files::list()).respond_with_rows(&rows);
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_eq!(outcome.expect("it is reported").report(), ours);
    }
}

#[test]
fn more_details_than_a_limit_are_not_read() {
    for (count, is_known) in [(100, true), (101, false)] {
        let platform = platform();
        for _ in 0..count {
            other(&platform);
        }
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        let rows = vendor.stream(files::list()).collect();
        let rows = nameless(rows.expect("there is a list"));
        platform.on(files::list()).respond_with_rows(&rows);
        let result = run(DOORS[1], &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_eq!(result.is_ok(), is_known, "{result:?}");
        let Err(error) = result else { continue };
        assert!(
            matches!(error.kind(), ReportErrorKind::Unidentified { .. }),
            "{error}"
        );
        assert_eq!(calls(&platform, "files::create"), 0);
    }
}

/// Makes the list filtered, and its rows without external ids: these, for any external id that can exist.
fn filter_namelessly(platform: &Platform) {
    let rows = nameless(unfiltered(platform));
    platform
        .on(files::list())
        .always(Step::respond(move |request| {
            let query = request.query().unwrap_or_default();
            match query.contains("no%20such") {
                true => Reply::list::<UsageFileSummary>(&[]),
                false => Reply::list(&rows),
            }
        }));
}

#[test]
fn a_filter_that_works_is_believed_though_no_response_has_an_external_id() {
    for door in DOORS {
        let platform = platform();
        let ours = platform.add_file(seed_without_id());
        filter_namelessly(&platform);
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_eq!(outcome.expect("it is reported").report(), ours);
    }
}

#[test]
fn a_report_about_another_product_is_an_error_though_no_response_has_an_external_id() {
    for door in DOORS {
        let platform = platform();
        let report_of_other = platform.add_file(seed_without_id().product("PRD-2", "Another"));
        filter_namelessly(&platform);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is about something else");
        let kind = ReportErrorKind::OtherSubject {
            report: report_of_other,
        };
        assert_eq!(*error.kind(), kind);
    }
}

#[test]
fn a_report_that_is_deleted_while_details_are_read_is_none() {
    for door in DOORS {
        let platform = platform();
        let gone = platform.add_file(seed_without_id());
        platform
            .on(files::list())
            .respond_with_rows(&nameless(unfiltered(&platform)));
        platform.remove(&gone);
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert!(
            matches!(outcome, Ok(ReportOutcome::Submitted { .. })),
            "{outcome:?}"
        );
    }
}

fn seed_without_id() -> FileSeed {
    let seed = FileSeed::new().schema("qt").product(PRODUCT, "A product");
    seed.contract(CONTRACT, "A contract")
}

#[test]
fn without_any_external_id_only_the_progress_tells() {
    for door in DOORS {
        let platform = platform();
        let others = [(); 2].map(|()| platform.add_file(seed_without_id()));
        platform
            .on(files::list())
            .respond_with_rows(&nameless(unfiltered(&platform)));
        let (workbook, mut progress) = (workbook(&["R-1"]), Memory::new());
        let error = run(door, &platform, &report(), &workbook, &mut progress);
        let error = error.expect_err("it is not known which is ours");
        assert!(
            matches!(error.kind(), ReportErrorKind::Unidentified { reports } if *reports == others),
            "{error}"
        );
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(platform.journal().is_empty());

        let json = format!(
            r#"{{"version":1,"external_id":"{ID}","report":"{}"}}"#,
            others[1]
        );
        let stored = serde_json::from_str(&json).expect("progress");
        progress.insert(ID.to_owned(), stored);
        let outcome = run(door, &platform, &report(), &workbook, &mut progress);
        assert_eq!(outcome.expect("it is reported").report(), others[1]);
        assert_eq!(platform.status(&others[0]), Some("draft"));
    }
}

#[test]
fn a_report_about_another_product_or_contract_is_an_error() {
    for door in DOORS {
        for seed in [
            seed().product("PRD-2", "Another"),
            seed().contract("CRD-2", "Another"),
        ] {
            let platform = platform();
            let id = platform.add_file(seed);
            let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
            let error = error.expect_err("it is about something else");
            let kind = ReportErrorKind::OtherSubject { report: id };
            assert_eq!(*error.kind(), kind);
            assert!(platform.journal().is_empty());
        }
    }
}

#[test]
fn reports_of_other_products_need_no_details() {
    for door in DOORS {
        let platform = platform();
        let id = platform.add_file(FileSeed::new().product("PRD-2", "Another"));
        platform
            .on(files::list())
            .respond_with_rows(&unfiltered(&platform));
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert!(platform.on(files::get(&id)).requests().is_empty());
    }
}

#[test]
fn a_list_that_lags_behind_does_not_make_a_second_report() {
    for door in DOORS {
        let platform = platform();
        let (workbook, mut progress) = (workbook(&["R-1"]), Memory::new());
        let stops = report().submit(false);
        let _ = run(door, &platform, &stops, &workbook, &mut progress).expect("it is ready");
        platform.on(files::list()).respond_with_rows(&[]);
        let _ = run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn a_report_of_the_progress_beside_another_one_is_a_duplicate() {
    for door in DOORS {
        let platform = platform();
        let (workbook, mut progress) = (workbook(&["R-1"]), Memory::new());
        let stops = report().submit(false);
        let outcome = run(door, &platform, &stops, &workbook, &mut progress);
        let stored = outcome.expect("it is ready").report().to_owned();
        let listed = platform.add_file(seed());
        let rows = unfiltered(&platform);
        let rows: Vec<_> = rows.into_iter().filter(|it| it.id == listed).collect();
        platform.on(files::list()).respond_with_rows(&rows);
        let error = run(door, &platform, &report(), &workbook, &mut progress);
        let error = error.expect_err("there are two");
        let reports = [listed, stored];
        assert_eq!(*error.kind(), ReportErrorKind::Duplicate { reports });
    }
}

#[test]
fn progress_of_a_report_that_is_gone_or_another_by_now_is_not_believed() {
    for door in DOORS {
        for is_removed in [true, false] {
            let platform = platform();
            let (workbook, mut progress) = (workbook(&["R-1"]), Memory::new());
            let stops = report().submit(false);
            let outcome = run(door, &platform, &stops, &workbook, &mut progress);
            let old = outcome.expect("it is ready").report().to_owned();
            if is_removed {
                platform.remove(&old);
            } else {
                let vendor = platform.blocking_client(Side::Vendor).expect("a client");
                let renamed = UpdateUsageFile::new().external_id("2028-12");
                vendor
                    .send(files::update(&old).body(renamed))
                    .expect("it is another");
            }
            let outcome = run(door, &platform, &report(), &workbook, &mut progress);
            let new = outcome.expect("it is reported").report().to_owned();
            assert_ne!(new, old);
            assert_eq!(progress[ID].report, new);
            assert_rows(&platform, &new, &["R-1"], "");
        }
    }
}

#[test]
fn a_report_that_is_deleted_after_it_was_listed_is_none() {
    for door in DOORS {
        let platform = platform();
        let id = seeded(&platform, FileStatus::Draft);
        let rows = unfiltered(&platform);
        platform.on(files::list()).respond_with_rows(&rows);
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        vendor.send(files::delete(&id)).expect("it is deleted");
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_ne!(outcome.expect("it is reported").report(), id);
    }
}

#[test]
fn deleted_reports_are_ignored_in_any_spelling() {
    for door in DOORS {
        let platform = platform();
        for status in ["deleted", "DELETED"] {
            let id = seeded(&platform, FileStatus::Deleted);
            platform.show_status(&id, Some(status));
        }
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_eq!(platform.files().len(), 3);
        assert_eq!(calls(&platform, "files::create"), 1);
    }
}

#[test]
fn a_creation_whose_response_is_lost_is_found() {
    for door in DOORS {
        let platform = platform();
        platform.on(create()).sequence([Step::lose()]);
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::create"), 1);
    }
}

#[test]
fn a_creation_that_is_not_found_is_found_by_the_next_run() {
    for door in DOORS {
        let platform = platform();
        platform.on(create()).sequence([Step::lose()]);
        let empty = || Step::reply(Reply::list::<UsageFileSummary>(&[]));
        platform.on(files::list()).sequence([empty(), empty()]);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is not known whether it exists");
        assert_eq!(*error.happened(), Happened::MayBeCreated);
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::create"), 1);
    }
}

#[test]
fn a_lost_creation_does_not_take_the_report_of_another() {
    for door in DOORS {
        let platform = platform();
        let other = platform.add_file(seed_without_id().name("Another"));
        let rows = nameless(unfiltered(&platform));
        platform.on(create()).fail(500);
        let first = Step::reply(Reply::list::<UsageFileSummary>(&[]));
        platform
            .on(files::list())
            .sequence([first])
            .respond_with_rows(&rows);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("nothing was created");
        assert_eq!(*error.happened(), Happened::MayBeCreated);
        assert_eq!(platform.status(&other), Some("draft"));
        assert_eq!(calls(&platform, "files::upload"), 0);
    }
}

#[test]
fn a_creation_whose_response_is_the_report_of_another_is_an_error() {
    for door in DOORS {
        let platform = platform();
        let mut another = UsageFile::new(other(&platform));
        another.external_id = Some("2028-12".to_owned());
        platform.on(create()).respond_with(&another);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is not ours");
        assert_eq!(*error.happened(), Happened::MayBeCreated);
        let reports = vec![another.id];
        assert_eq!(*error.kind(), ReportErrorKind::Unidentified { reports });
        assert!(platform.journal().is_empty());
    }
}

fn create() -> connect_usage::Call<UsageFile> {
    files::create(NewUsageFile::new(ANY, ANY))
}

#[test]
fn a_report_without_a_status_is_an_error() {
    for door in DOORS {
        let platform = platform();
        let id = seeded(&platform, FileStatus::Draft);
        platform
            .on(files::get(&id))
            .respond_with(&UsageFile::new(&id));
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("there is no status");
        assert_eq!(
            *error.kind(),
            ReportErrorKind::UnknownStatus { status: None }
        );
        assert!(platform.journal().is_empty());
    }
}

#[test]
fn a_row_that_cannot_be_read_could_be_ours() {
    for door in DOORS {
        let platform = platform();
        let rows = serde_json::json!([{}]);
        platform
            .on(files::list())
            .always(Step::reply(Reply::value(200, &rows)));
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("a row without an id");
        assert_eq!(*error.kind(), ReportErrorKind::Client);
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(platform.files().is_empty());
    }
}

#[test]
fn a_report_that_somebody_else_works_on_is_left() {
    for door in DOORS {
        let platform = platform();
        let id = seeded(&platform, FileStatus::Draft);
        // After the upload it is a draft again, which nobody can cause.
        let mut draft = UsageFile::new(&id);
        draft.status = Some(UsageFileStatus::Draft);
        platform.on(files::get(&id)).respond_with(&draft);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it does not end");
        let status = "draft".to_owned();
        assert_eq!(*error.kind(), ReportErrorKind::Moved { status });
        assert_eq!(calls(&platform, "files::upload"), 1);
        platform.on(files::get(&id)).clear();
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert!(
            matches!(outcome, Ok(ReportOutcome::Submitted { .. })),
            "{outcome:?}"
        );
    }
}

//! Progress: its form, its files, and stores that fail.

use std::fs;
use std::io::{self, ErrorKind};

use connect_reporting::{
    BoxError, Happened, Progress, ProgressFile, ProgressFolder, ProgressStep, ProgressStore,
    ReportErrorKind, ReportWorkbook, StoreError,
};

use crate::support::{
    DOORS, ID, Memory, assert_reported, calls, content, platform, report, run, workbook,
};

#[test]
fn the_form_is_stable() {
    let (platform, mut progress) = (platform(), Memory::new());
    let workbook = ReportWorkbook::bytes(content(&["R-1"]));
    let _ = run(DOORS[0], &platform, &report(), &workbook, &mut progress).expect("it is reported");
    let json = serde_json::to_value(&progress[ID]).expect("it can be written");
    let at = json["uploaded"]["at"]
        .as_str()
        .expect("a date-time")
        .to_owned();
    assert!(at.starts_with("2029-02-01T08:00:0"), "{at}");
    let expected = serde_json::json!({
        "version": 1,
        "external_id": ID,
        "report": platform.files()[0],
        "step": "submitted",
        "uploading": null,
        "uploaded": { "workbook": workbook.fingerprint().expect("bytes"), "at": at },
    });
    assert_eq!(json, expected);
    let read: Progress = serde_json::from_value(json).expect("it can be read");
    assert_eq!(read, progress[ID]);
}

#[test]
fn what_other_versions_have_written_is_read_or_an_error() {
    let read = |text: &str| serde_json::from_str::<Progress>(text);
    let least = r#"{"version":1,"external_id":"a","report":"UF-1"}"#;
    let least = read(least).expect("it can be read");
    assert_eq!((least.step, least.uploaded), (ProgressStep::Other, None));
    let more = r#"{"version":1,"external_id":"a","report":"UF-1","step":"archived","more":[1],"uploaded":{"workbook":"md5:1","by":"x"}}"#;
    let more = read(more).expect("it can be read");
    assert_eq!(more.step, ProgressStep::Other);
    assert_eq!(
        more.uploaded.expect("a workbook").workbook.as_str(),
        "md5:1"
    );
    for (text, message) in [
        (
            r#"{"version":2,"external_id":"a","report":"UF-1"}"#,
            "found version 2",
        ),
        (r#"{"external_id":"a","report":"UF-1"}"#, "version"),
        (r#"{"version":1,"external_id":"a"}"#, "report"),
    ] {
        let error = read(text).expect_err("it is not progress");
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_fingerprint_is_that_of_the_content() {
    let of = |it: ReportWorkbook| it.fingerprint().expect("it can be read");
    // What `sha256sum` prints for `abc`.
    let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(of(ReportWorkbook::bytes("abc")).as_str(), expected);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    let long = vec![7; 200_000];
    fs::write(&path, &long).expect("it is written");
    assert_eq!(
        of(ReportWorkbook::path(&path)),
        of(ReportWorkbook::bytes(long))
    );
    assert_eq!(of(workbook(&["R-1"])), of(workbook(&["R-1"])));
    assert_ne!(of(workbook(&["R-1"])), of(workbook(&["R-2"])));
    assert_eq!(
        workbook(&["R-1"]).upload().sent_file_name(),
        "usage_file.xlsx"
    );
    assert_eq!(
        ReportWorkbook::path(&path).upload().sent_file_name(),
        "a.xlsx"
    );
}

#[test]
fn a_file_keeps_the_progress_of_one_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.json");
    for door in DOORS {
        let (platform, workbook) = (platform(), workbook(&["R-1"]));
        let mut file = ProgressFile::new(&path);
        let stops = report().submit(false);
        let _ = run(door, &platform, &stops, &workbook, &mut file).expect("it is ready");
        let mut file = ProgressFile::new(&path);
        let _ = run(door, &platform, &report(), &workbook, &mut file).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::upload"), 1);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);

        let error = file.load("2029-02").expect_err("another report");
        assert!(
            error.to_string().contains("found that of `2029-01`"),
            "{error}"
        );
        fs::remove_file(&path).expect("it exists");
        assert_eq!(file.load(ID).expect("it may be missing"), None);
    }
}

#[test]
fn a_file_that_is_no_progress_stops_the_report_before_anything_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.json");
    for door in DOORS {
        let progress = format!(r#"{{"version":1,"external_id":"{ID}","report":"UF-1"}}"#);
        let long = progress.clone() + &" ".repeat(1 << 16);
        for text in ["", "{}", "no JSON", &progress[1..], &long] {
            fs::write(&path, text).expect("it is written");
            let platform = platform();
            let mut file = ProgressFile::new(&path);
            let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut file);
            let error = error.expect_err("it is not progress");
            assert_eq!(*error.kind(), ReportErrorKind::Store);
            for part in [
                "cannot read or store",
                "january.json",
                "remove what is broken",
            ] {
                assert!(error.to_string().contains(part), "{error}");
            }
            assert!(platform.requests().is_empty());
            assert_eq!(fs::read_to_string(&path).expect("it exists"), text);
        }
        let mut file = ProgressFile::new(folder.path());
        let error = file.load(ID).expect_err("a folder");
        assert!(error.downcast_ref::<StoreError>().is_some(), "{error}");
    }
}

#[test]
fn a_folder_has_a_file_for_each_report() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("progress");
    let mut store = ProgressFolder::new(&folder);
    let progress = |id: &str| {
        let value = serde_json::json!({ "version": 1, "external_id": id, "report": id });
        serde_json::from_value::<Progress>(value).expect("progress")
    };
    let ids = [
        "2029-01/EUR",
        "2029-01%2FEUR",
        "..",
        ".",
        "",
        "Ünï\n",
        "a b",
        "CON",
    ];
    assert_eq!(store.load(ids[0]).expect("there is no folder yet"), None);
    for id in ids {
        store.save(&progress(id)).expect("it is saved");
    }
    for id in ids {
        let loaded = store.load(id).expect("it is loaded").expect("there is one");
        assert_eq!(loaded.report, id);
    }
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), ids.len());
    assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 1);
    assert!(folder.join("report-2029-01%2FEUR.json").is_file());
    let error = store.file(&"é".repeat(40)).expect_err("it is too long");
    assert!(error.to_string().contains("too long"), "{error}");
    let mut store = ProgressFolder::new(parent.path().join("missing/progress"));
    let error = store.save(&progress("a")).expect_err("there is no folder");
    let error = error.downcast::<StoreError>().expect("a file");
    assert_eq!(error.source.kind(), ErrorKind::NotFound);
}

/// A store that fails from one of its saves on, and keeps what was saved before.
struct Failing {
    kept: Memory,
    left: usize,
}

impl ProgressStore for Failing {
    fn load(&mut self, id: &str) -> Result<Option<Progress>, BoxError> {
        self.kept.load(id)
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        if self.left == 0 {
            return Err(io::Error::from(ErrorKind::StorageFull).into());
        }
        self.left -= 1;
        self.kept.save(progress)
    }
}

#[test]
fn a_store_that_fails_stops_the_report_and_nothing_is_lost() {
    for door in DOORS {
        let mut told = Vec::new();
        for left in 0.. {
            let (platform, workbook) = (platform(), workbook(&["R-1"]));
            let kept = Memory::new();
            let mut store = Failing { kept, left };
            let result = run(door, &platform, &report(), &workbook, &mut store);
            let uploads = calls(&platform, "files::upload");
            let _ = run(door, &platform, &report(), &workbook, &mut store.kept)
                .expect("it is reported");
            assert_reported(&platform, &["R-1"], &format!("{door:?} {left}"));
            let Err(error) = result else {
                break;
            };
            assert_eq!(*error.kind(), ReportErrorKind::Store);
            let id = platform.files().swap_remove(0);
            assert_eq!(error.happened().report(), Some(id.as_str()));
            let is_uploaded = !matches!(error.happened(), Happened::Created(_));
            assert_eq!(is_uploaded, uploads == 1, "{error}");
            told.push(error.happened().clone());
        }
        // Created, uploading, uploaded, ready, submitted.
        let id = || "UF-2029-01-0001-0001".to_owned();
        let expected = [
            Happened::Created(id()),
            Happened::Created(id()),
            Happened::Uploaded(id()),
            Happened::Uploaded(id()),
            Happened::Submitted(id()),
        ];
        assert_eq!(told, expected);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_report_and_the_next_run_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.json");
    for door in DOORS {
        std::os::unix::fs::symlink("/dev/full", &path).expect("a link");
        let (platform, workbook) = (platform(), workbook(&["R-1"]));
        let mut file = ProgressFile::new(&path);
        let error = run(door, &platform, &report(), &workbook, &mut file);
        let error = error.expect_err("the disk is full");
        assert_eq!(*error.kind(), ReportErrorKind::Store);
        assert!(matches!(error.happened(), Happened::Created(_)), "{error}");
        let source = std::error::Error::source(&error).expect("a cause");
        let source = source.downcast_ref::<StoreError>().expect("a file");
        assert_eq!(source.source.kind(), ErrorKind::StorageFull);
        fs::remove_file(&path).expect("the link exists");
        let _ = run(door, &platform, &report(), &workbook, &mut file).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        fs::remove_file(&path).expect("the file exists");
    }
}

//! What can go wrong: each failure says what is known and what to do, and the next run goes on from there.

use connect_fake::{ANY, FileSeed, FileStatus, Platform, Step};
use connect_usage::files;
use connect_usage::models::{NewUsageFile, UsageFile, UsageFileStatus};

use crate::support::{self, Folder, REPORT, ROWS, Ran, Run};

fn platform() -> Platform {
    support::platform(Platform::builder())
}

fn report<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&REPORT[..], more].concat()
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("rows.csv", ROWS);
    folder
}

#[test]
fn a_key_without_rights_is_named_with_the_side_that_has_them() {
    let (platform, folder) = (platform(), folder("rights"));
    let run = Run::against(&platform, platform.provider_key(), &report(&[]));
    run.within(&folder).run().ends_with_status(4).says(&[
        "has no right",
        "known: nothing was created",
        "help: use the key of the vendor",
    ]);
    Run::against(
        &platform,
        platform.provider_key(),
        &["template", "PRD-000-000-001"],
    )
    .run()
    .ends_with_status(4)
    .says(&["403", "help: this is for the key of a vendor"]);
    assert!(platform.journal().is_empty());
}

#[test]
fn an_unknown_key_is_named_and_never_printed() {
    let platform = platform();
    let ran = Run::against(&platform, "SU-1:very-secret", &["status"]).run();
    let ran = ran
        .ends_with_status(4)
        .says(&["401", "help: check that the key"]);
    assert!(!ran.err.contains("very-secret"));
    let ran = Run::against(&platform, "SU-1:very-secret", &["doctor"]).run();
    assert!(!format!("{ran:?}").contains("very-secret"));
    assert!(
        ran.ends_with_status(4)
            .out
            .contains("SU-1, from the environment")
    );
}

#[test]
fn a_platform_that_repeats_the_key_does_not_reveal_it() {
    let platform = Platform::builder()
        .keys("SU-1:very-secret", "SU-2:other")
        .start();
    let says = r#"{"error_code": "VAL_001", "errors": ["bad ApiKey SU-1:very-secret", "see https://x.example/a?sig=1"]}"#;
    let reply = connect_fake::Reply::json(400, says);
    platform.on(files::get(ANY)).always(Step::reply(reply));
    for more in [&[][..], &["--json"]] {
        let arguments = [more, &["status", "UF-1"]].concat();
        let ran = Run::against(&platform, "SU-1:very-secret", &arguments).run();
        let ran = ran
            .ends_with_status(1)
            .says(&["bad ApiKey SU-1:(the key)", "https://x.example/a?…"]);
        assert!(!ran.err.contains("very-secret") && !ran.err.contains("sig=1"));
    }
}

#[test]
fn what_the_platform_says_is_printed_and_not_the_way_to_ask_for_it() {
    let (platform, folder) = (platform(), folder("says"));
    let says = r#"{"error_code": "VAL_001", "errors": ["period: too long"]}"#;
    let reply = connect_fake::Reply::json(400, says);
    let create = platform.on(files::create(NewUsageFile::new("", "")));
    create.always(Step::reply(reply));
    let run = Run::against(&platform, platform.vendor_key(), &report(&[]));
    let ran = run.within(&folder).run().ends_with_status(1);
    let ran = ran.says(&[
        "VAL_001 about period",
        "the platform says: period: too long",
    ]);
    assert!(!ran.err.contains("messages()"), "{ran:?}");
}

#[test]
fn no_key_is_no_access() {
    Run::new(&["status"]).run().ends_with_status(4).says(&[
        "CONNECT_API_KEY is not set",
        "--key-file",
        "--fake needs no key",
    ]);
}

#[test]
fn a_key_comes_from_a_file_alone() {
    let (platform, folder) = (platform(), folder("key"));
    folder.write("key", &format!("{}\n", platform.vendor_key()));
    let run = Run::new(&["--key-file", "key", "--json", "status"]);
    let run = run.env("CONNECT_ENDPOINT", &platform.url()).within(&folder);
    let ran = run.run().ends_with_status(0);
    assert_eq!(ran.json()["total"], 0);
    Run::new(&["--key-file", "missing", "status"])
        .within(&folder)
        .run()
        .ends_with_status(4)
        .says(&["cannot read missing"]);
    Run::new(&["--key", "SU-1:x", "status"])
        .run()
        .ends_with_status(2);
}

#[cfg(unix)]
#[test]
fn a_key_from_a_pipe_is_read_once_and_never_printed() {
    let platform = Platform::builder()
        .keys("SU-1:very-secret", "SU-2:other")
        .start();
    let says = r#"{"error_code": "VAL_001", "errors": ["bad ApiKey SU-1:very-secret"]}"#;
    let reply = connect_fake::Reply::json(400, says);
    platform.on(files::get(ANY)).always(Step::reply(reply));
    for (command, status) in [(&["doctor"][..], 0), (&["status", "UF-1"], 1)] {
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        std::io::Write::write_all(&mut writer, b"SU-1:very-secret\n").expect("written");
        drop(writer);
        let arguments = [&["--key-file", "/dev/stdin"], command].concat();
        let run = Run::new(&arguments).env("CONNECT_ENDPOINT", &platform.url());
        let mut command = run.command();
        let ran = command.stdin(reader).output().expect("the program runs");
        let ran = Ran::from(ran).ends_with_status(status);
        assert!(!format!("{ran:?}").contains("very-secret"), "{ran:?}");
        assert!(!ran.out.contains("warning key "), "{ran:?}");
    }
}

#[test]
fn an_unknown_product_is_named_before_anything_is_created() {
    let (platform, folder) = (platform(), folder("product"));
    let mut arguments = report(&[]);
    arguments[4] = "PRD-999-999-999";
    Run::against(&platform, platform.vendor_key(), &arguments)
        .within(&folder)
        .run()
        .ends_with_status(1)
        .says(&["knows no product PRD-999-999-999", "nothing was created"]);
    assert!(platform.journal().is_empty());
}

#[test]
fn a_second_run_changes_nothing_and_other_usage_is_named() {
    let (platform, folder) = (platform(), folder("again"));
    let run = || {
        let run = Run::against(&platform, platform.vendor_key(), &report(&["--json"]));
        run.within(&folder).run()
    };
    assert_eq!(run().ends_with_status(0).json()["outcome"], "submitted");
    let calls = platform.journal().len();
    assert_eq!(
        run().ends_with_status(0).json()["outcome"],
        "already_reported"
    );
    folder.write("rows.csv", &ROWS.replace("1.5", "2.5"));
    let ran = run().ends_with_status(1);
    assert_eq!(ran.json()["outcome"], "already_reported");
    assert_eq!(platform.journal().len(), calls);
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let (platform, folder) = (platform(), folder("lock"));
    let state = folder.path().join("connect-usage");
    std::fs::create_dir(&state).expect("a folder");
    let lock = std::fs::File::create(state.join("lock")).expect("a file");
    lock.lock().expect("a lock");
    let run = || {
        let run = Run::against(&platform, platform.vendor_key(), &report(&[]));
        run.within(&folder).run()
    };
    run()
        .ends_with_status(5)
        .says(&["another run works with", "known: nothing was created"]);
    assert!(platform.journal().is_empty());
    drop(lock);
    run().ends_with_status(0);
}

#[test]
fn a_missing_export_of_a_day_is_named() {
    let (platform, folder) = (platform(), folder("missing"));
    let mut arguments = report(&[]);
    arguments[2] = "{period}.csv";
    let run = |arguments: &[&str]| {
        let run = Run::against(&platform, platform.vendor_key(), arguments);
        run.within(&folder).run()
    };
    run(&arguments)
        .ends_with_status(2)
        .says(&["cannot read 2029-01.csv"]);
    assert!(platform.journal().is_empty());
    folder.write("2029-01.csv", ROWS);
    run(&arguments).ends_with_status(0);
    arguments[7] = "--external-id";
    run(&arguments)
        .ends_with_status(2)
        .says(&["`{period}` in the path needs --period"]);
}

#[test]
fn an_invalid_report_is_corrected_by_the_next_run() {
    let (platform, folder) = (platform(), folder("invalid"));
    platform.fail_next_spreadsheet("The sheet is too old.");
    let run = |more: &[&str]| {
        let run = Run::against(&platform, platform.vendor_key(), &report(more));
        run.within(&folder).run()
    };
    let ran = run(&["--save-errors", "marked.xlsx"]).ends_with_status(3);
    assert!(ran.out.contains("invalid"), "{ran:?}");
    assert!(ran.out.contains("The sheet is too old."), "{ran:?}");
    folder.write("rows.csv", &ROWS.replace("1.5", "2.5"));
    run(&[]).ends_with_status(0);
    assert_eq!(platform.files().len(), 1);
}

#[test]
fn a_lost_connection_says_what_is_known_and_the_next_run_goes_on() {
    let (platform, folder) = (platform(), folder("lost"));
    platform.on(files::submit(ANY)).sequence([Step::fail(503)]);
    let run = || {
        let run = Run::against(&platform, platform.vendor_key(), &report(&[]));
        run.within(&folder).run()
    };
    run().ends_with_status(1).says(&[
        "503",
        "known: the workbook was uploaded to UF-2029-01-0001-0001; it was not submitted",
        "help: run it again",
    ]);
    run().ends_with_status(0);
    assert_eq!(platform.files().len(), 1);
    let uploads = platform.uploads("UF-2029-01-0001-0001").len();
    assert_eq!(uploads, 1, "the workbook was uploaded once");
}

#[test]
fn a_platform_at_work_is_not_waited_for_with_once() {
    let platform = support::platform(Platform::builder().by_hand());
    let folder = folder("once");
    let run = || {
        let run = Run::against(&platform, platform.vendor_key(), &report(&["--once"]));
        run.within(&folder).run()
    };
    run().ends_with_status(5).says(&[
        "in time",
        "known: the workbook was uploaded",
        "run it again later",
    ]);
    platform.settle();
    run().ends_with_status(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_leaves_nothing() {
    let (platform, folder) = (platform(), folder("full"));
    let records = [connect_fake::RecordSeed::new()];
    platform.add_file(
        FileSeed::new()
            .status(FileStatus::Accepted)
            .records(records),
    );
    let key = platform.vendor_key();
    let run = |arguments: &[&str]| Run::against(&platform, key, arguments).within(&folder);
    let full = "No space left on device";
    run(&["records", "export"])
        .to("/dev/full")
        .run()
        .ends_with_status(1)
        .says(&[full, "known: the output is incomplete"]);
    run(&["records", "export", "--output", "/dev/full"])
        .run()
        .ends_with_status(1)
        .says(&["cannot write /dev/full", full]);
    run(&["status"])
        .to("/dev/full")
        .run()
        .ends_with_status(1)
        .says(&[full]);
    run(&["template", "PRD-000-000-001", "--output", "/dev/full"])
        .run()
        .ends_with_status(1)
        .says(&[full]);
    run(&["records", "export", "--output", "no/folder.csv"])
        .run()
        .ends_with_status(1)
        .says(&["cannot write no/folder.csv"]);
    assert_eq!(folder.names(), ["rows.csv"]);
}

#[test]
fn a_wrong_clock_is_named_by_doctor() {
    use connect_fake::server::Server;
    let platform = std::sync::Arc::new(platform());
    let answering = std::sync::Arc::clone(&platform);
    let server = Server::start(move |request| {
        let reply = answering.handle(request);
        reply.header("date", "Thu, 01 Feb 2029 08:00:00 GMT")
    });
    let doctor = |now: &str| {
        let run = Run::new(&["doctor"]).env("CONNECT_API_KEY", platform.vendor_key());
        run.env("CONNECT_ENDPOINT", &server.url("/public/v1"))
            .env("CONNECT_USAGE_NOW", now)
            .run()
    };
    let ran = doctor("2029-02-01T08:00:10Z").ends_with_status(0);
    assert!(ran.out.contains("ok      clock        agrees"), "{ran:?}");
    assert!(ran.out.contains("ok      side         a vendor"), "{ran:?}");
    let ran = doctor("2029-02-01T08:01:00Z").ends_with_status(0);
    assert!(
        ran.out.contains("warning clock        60 seconds ahead of"),
        "{ran:?}"
    );
    let ran = doctor("2029-02-01T07:00:00Z").ends_with_status(1);
    assert!(
        ran.out.contains("FAILED  clock        3600 seconds behind"),
        "{ran:?}"
    );
    assert!(ran.out.contains("help: set the clock"), "{ran:?}");
}

#[test]
fn a_wrong_clock_chooses_no_period() {
    use connect_fake::server::Server;
    let (platform, folder) = (std::sync::Arc::new(platform()), folder("clock"));
    let answering = std::sync::Arc::clone(&platform);
    let server = Server::start(move |request| {
        let reply = answering.handle(request);
        reply.header("date", "Thu, 01 Feb 2029 08:00:00 GMT")
    });
    let run = |period: &str, more: &[&str], now: &str| {
        let mut arguments = report(more);
        arguments[8] = period;
        let run = Run::against(&platform, platform.vendor_key(), &arguments);
        let run = run.env("CONNECT_ENDPOINT", &server.url("/public/v1"));
        run.env("CONNECT_USAGE_NOW", now).within(&folder).run()
    };
    let wrong = "2029-01-31T23:00:00Z";
    for more in [&[][..], &["--again", "--schema", "qt"]] {
        run("last-month", more, wrong).ends_with_status(1).says(&[
            "32400 seconds behind the server's",
            "known: nothing was created",
            "help: set the clock, or name the period",
        ]);
    }
    assert!(platform.journal().is_empty());
    run("last-month", &[], "2029-02-01T08:01:00Z").ends_with_status(0);
    run("2028-12", &[], wrong).ends_with_status(0);
}

#[test]
fn doctor_names_what_cannot_be_reached() {
    let run = |endpoint: &str| {
        let run = Run::new(&["doctor", "--endpoint", endpoint]);
        run.env("CONNECT_API_KEY", "SU-1:x")
            .env("CONNECT_RETRIES", "0")
            .run()
    };
    let ran = run("http://127.0.0.1:1/public/v1").ends_with_status(1);
    assert!(ran.out.contains("FAILED  connection"), "{ran:?}");
    let platform = platform();
    let ran = run(&platform.url().replace("http://", "https://")).ends_with_status(1);
    assert!(ran.out.contains("FAILED  tls"), "{ran:?}");
    assert!(ran.out.contains("does not speak TLS"), "{ran:?}");
    let ran = run("http://api.example/public/v1").ends_with_status(1);
    assert!(ran.out.contains("FAILED  endpoint"), "{ran:?}");
    assert!(ran.out.contains("plain HTTP"), "{ran:?}");
}

#[test]
fn doctor_names_settings_that_cannot_be_used() {
    for (variables, status, says) in [
        (
            [("CONNECT_API_KEY", "SU-1:x"), ("CONNECT_TIMEOUT", "soon")],
            1,
            "FAILED  settings     the environment variable CONNECT_TIMEOUT must be",
        ),
        (
            [("CONNECT_API_KEY", "SU-1:a b"), ("CONNECT_TIMEOUT", "soon")],
            4,
            "FAILED  key          CONNECT_API_KEY is not valid: ",
        ),
    ] {
        let run = Run::new(&["doctor"]);
        let run = variables
            .into_iter()
            .fold(run, |run, (name, value)| run.env(name, value));
        let ran = run.run().ends_with_status(status);
        assert!(ran.out.contains(says), "{ran:?}");
        let endpoint = format!("{}, the default", connect_usage::config::DEFAULT_BASE_URL);
        assert!(ran.out.contains(&endpoint), "{ran:?}");
        assert!(!format!("{ran:?}").contains("a b"), "{ran:?}");
    }
}

#[test]
fn statuses_are_known_in_any_case() {
    let platform = platform();
    let ready = FileSeed::new().schema("qt").status(FileStatus::Ready);
    let id = platform.add_file(ready.records([connect_fake::RecordSeed::new()]));
    let mut file = UsageFile::new(&id);
    let read = |file: &UsageFile, command: &str| {
        platform.on(files::get(&id)).respond_with(file);
        Run::against(&platform, platform.vendor_key(), &[command, &id]).run()
    };
    file.status = Some(UsageFileStatus::from("INVALID"));
    let ran = read(&file, "errors").ends_with_status(3);
    assert!(ran.out.contains("is invalid"), "{ran:?}");
    let ran = read(&file, "submit").ends_with_status(3);
    assert!(ran.out.contains("it is invalid"), "{ran:?}");
    file.status = Some(UsageFileStatus::from("Processing"));
    read(&file, "errors").ends_with_status(5);
    file.status = Some(UsageFileStatus::from("READY"));
    read(&file, "submit").ends_with_status(0);
    assert_eq!(platform.status(&id), Some("pending"));
}

#[test]
fn chunks_are_closed_whatever_case_their_status_has() {
    let platform = platform();
    let accepted = FileSeed::new().status(FileStatus::Accepted);
    let file = platform.add_file(accepted.records([connect_fake::RecordSeed::new()]));
    let id = &platform.chunks(&file)[0];
    let mut chunk = connect_usage::models::Chunk::new(id);
    chunk.status = Some(connect_usage::models::ChunkStatus::from("READY"));
    platform
        .on(connect_usage::chunks::get(id))
        .respond_with(&chunk);
    let arguments = ["close", id, "--billing-id", "INV-1"];
    let ran = Run::against(&platform, platform.provider_key(), &arguments).run();
    assert!(ran.ends_with_status(0).out.contains("closed with INV-1"));
}

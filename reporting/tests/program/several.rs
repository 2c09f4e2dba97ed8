//! Commands that are given several objects, and options with known values.

use connect_fake::Platform;

use crate::support::{self, Folder, REPORT, ROWS, Run};

#[test]
fn an_id_that_does_not_exist_stops_none_of_the_others() {
    let (report, chunk) = ("UF-2029-01-0001-0002", "UFC-2029-01-0001-0001-001");
    let closing = ["close", "UFC-9", chunk, "--billing-id", "B"];
    for (arguments, member, done) in [
        (
            &["submit", "UF-9", report][..],
            "reports",
            "already_submitted",
        ),
        (&closing, "chunks", "closed"),
    ] {
        let arguments = [&["--fake", "-q", "--json"], arguments].concat();
        let value = Run::new(&arguments).run().ends_with_status(1).json();
        let outcome = |at: usize| value[member][at]["outcome"].as_str();
        assert_eq!([outcome(0), outcome(1)], [Some("failed"), Some(done)]);
        let message = value[member][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("404"), "{message}");
    }
    let single = Run::new(&["--fake", "-q", "submit", "UF-9"]).run();
    single.ends_with_status(1).says(&["error: ", "404"]);
}

#[test]
fn statuses_that_do_not_exist_are_refused() {
    let cases = [
        ("status", "invalid"),
        ("chunks", "closed"),
        ("chunks", "failed"),
    ];
    for (command, known) in cases {
        let run = |status| Run::new(&["--fake", "-q", command, "--status", status]).run();
        let ran = run("foo").ends_with_status(2);
        ran.says(&["invalid value 'foo'", "possible values", known]);
        run(&known.to_uppercase()).ends_with_status(0);
    }
}

#[test]
fn messages_say_what_a_person_can_act_on() {
    let fake = |arguments: &[&str]| {
        let arguments = [&["--fake"], arguments].concat();
        Run::new(&arguments).run()
    };
    let ran = fake(&["assets", "--period", "2029-02-30"]).ends_with_status(2);
    ran.says(&["--period: expected a date that exists"]);
    let path = "missing-folder/t.xlsx";
    let ran = fake(&["template", "PRD-100-000-001", "--output", path]).ends_with_status(1);
    assert!(!ran.err.contains(".usage-"), "{}", ran.err);
    ran.says(&["there is no folder missing-folder"]);
    let assets = fake(&["--json", "assets"]).json();
    let left_out = &assets["left_out"][0];
    let reason = left_out["reason"].as_str().expect("a reason");
    assert!(!reason.contains(left_out["id"].as_str().expect("an id")));
    let ran = fake(&["report", "--csv", "demo"]).ends_with_status(0);
    ran.says(&["with a key, this also needs --product, --contract, --period"]);
}

#[test]
fn a_key_without_access_is_told_without_names_of_functions() {
    let platform = support::platform(Platform::builder());
    let folder = Folder::new("access");
    folder.write("rows.csv", ROWS);
    let run = Run::against(&platform, platform.provider_key(), &REPORT);
    let ran = run.within(&folder).run().ends_with_status(4);
    assert!(!ran.err.contains("messages()"), "{}", ran.err);
    let doctor = ["--json", "doctor"];
    let ran = Run::against(&platform, "SU-1:unknown", &doctor).run();
    let value = ran.ends_with_status(4).json();
    let checks = value["checks"].as_array().expect("checks");
    for name in ["side", "directory"] {
        let check = checks.iter().find(|it| it["check"] == name);
        assert_eq!(check.expect("a check")["state"], "skipped");
    }
}

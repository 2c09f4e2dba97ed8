//! Commands that are given several objects, and options with known values.

use crate::support::Run;

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

//! Crates that are generated from other documents than `/usage` are called with `connect-client`, by a program that has
//! nothing else of this workspace: it sends, filters, pages and waits, with both clients, over loopback.
//!
//! One document is the vendor's, which lies beside some checkouts only; the other is made up and always there.

mod server;
mod subject;

use std::path::Path;
use std::sync::LazyLock;

use connect_fake::Received;
use contract_tests::caller;

use subject::{HELPDESK, KILN, Subject};

/// The program's run with one of the documents.
struct Run {
    subject: &'static Subject,
    printed: String,
    requests: Vec<Received>,
}

/// What one client of a run did.
struct Part<'a> {
    run: &'a Run,
    client: &'static str,
}

static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
    let runs = [&KILN, &HELPDESK].into_iter().filter_map(|subject| {
        let bindings = subject.bindings()?;
        let server = server::start(subject);
        let sources = [
            ("main.rs", include_str!("documents/program.rs")),
            ("subject.rs", subject.module),
        ];
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let url = server.url("");
        let printed = caller::run(temporary, subject.name, &bindings, &sources, &url);
        let requests = server.requests();
        Some(Run {
            subject,
            printed,
            requests,
        })
    });
    runs.collect()
});

/// Both clients of all runs.
fn parts() -> impl Iterator<Item = Part<'static>> {
    let clients = |run| ["async", "blocking"].map(|client| Part { run, client });
    RUNS.iter().flat_map(clients)
}

impl Part<'_> {
    /// What was printed at a step.
    fn printed(&self, step: &str) -> Vec<&str> {
        let lines = self.run.printed.lines();
        let steps = lines.filter_map(|line| line.strip_prefix(self.client)?.strip_prefix('\t'));
        steps
            .filter_map(|line| line.strip_prefix(step)?.strip_prefix('\t'))
            .collect()
    }

    /// The requests with this method and path, which begins after that of the collection.
    fn requests(&self, method: &str, within: &str) -> Vec<&Received> {
        let path = format!("/{}{}{within}", self.client, self.run.subject.path);
        let requests = self.run.requests.iter();
        requests
            .filter(|it| it.method == method && it.path() == path)
            .collect()
    }

    /// The queries of all requests for the list.
    fn queries(&self) -> Vec<&str> {
        let requests = self.requests("GET", "").into_iter();
        requests.map(|it| it.query().unwrap_or_default()).collect()
    }

    /// What a failed assertion says of where it failed.
    fn name(&self) -> String {
        format!("{}, {}", self.run.subject.name, self.client)
    }
}

#[test]
fn calls_are_sent_and_objects_are_decoded() {
    for part in parts() {
        let (subject, name) = (part.run.subject, part.name());
        assert_eq!(part.printed("create"), [subject.shows(1, 0)], "{name}");
        assert_eq!(part.printed("act"), [subject.shows(1, 1)], "{name}");
        let action = format!("/X-1/{}", subject.action);
        for (within, body) in ["", &action].into_iter().zip(subject.bodies) {
            let [request] = part.requests("POST", within)[..] else {
                panic!("{name}: one request for `{within}`");
            };
            assert_eq!(request.text(), body, "{name}");
            let header = |header| request.header(header);
            assert_eq!(header("content-type"), Some("application/json"), "{name}");
            assert_eq!(header("accept"), Some("application/json"), "{name}");
            assert_eq!(
                header("authorization"),
                Some("ApiKey SU-1:secret"),
                "{name}"
            );
        }
    }
}

#[test]
fn filters_arrive_as_rql() {
    for part in parts() {
        let (subject, name) = (part.run.subject, part.name());
        assert_eq!(part.queries().first(), Some(&subject.query), "{name}");
        assert_eq!(part.printed("found").len(), server::ROWS, "{name}");
    }
}

#[test]
fn all_pages_are_read_and_each_row_comes_once() {
    for part in parts() {
        let (subject, name) = (part.run.subject, part.name());
        let rows: Vec<String> = (0..server::ROWS).map(|it| subject.shows(it, 0)).collect();
        assert_eq!(part.printed("row"), rows, "{name}");
        assert_eq!(part.printed("total"), ["Some(5)"], "{name}");
        let pages = ["limit=2", "limit=2&offset=2", "limit=2&offset=4"];
        assert_eq!(part.queries()[1..], pages, "{name}");
    }
}

#[test]
fn a_wait_polls_until_the_state_has_come() {
    for part in parts() {
        let (subject, name) = (part.run.subject, part.name());
        assert_eq!(part.printed("wait"), [subject.shows(1, 2)], "{name}");
        assert_eq!(part.requests("GET", "/X-1").len(), server::READS, "{name}");
    }
}

/// The overlay says that nothing leads out of the last state, so one read is enough.
#[test]
fn a_wait_for_what_cannot_come_ends_at_once() {
    for part in parts() {
        let name = part.name();
        let printed = part.printed("wait in vain");
        assert!(printed[0].starts_with("Waiting "), "{name}: {printed:?}");
        assert_eq!(part.requests("GET", "/X-2").len(), 1, "{name}");
    }
}

#[test]
fn errors_of_the_api_are_decoded() {
    for part in parts() {
        let expected = r#"Api Some(404) Some("NOT_1") ["it is not there"]"#;
        assert_eq!(part.printed("error"), [expected], "{}", part.name());
    }
}

/// Who calls another part of the API than `/usage` does not say that it comes from there.
#[test]
fn the_user_agent_is_the_clients() {
    for part in parts() {
        let requests = part.run.requests.iter();
        let prefix = format!("/{}/", part.client);
        for request in requests.filter(|it| it.path().starts_with(&prefix)) {
            let agent = request.header("user-agent").unwrap_or_default();
            assert!(
                agent.contains("connect-client/"),
                "{}: {agent}",
                part.name()
            );
            assert!(!agent.contains("connect-usage"), "{}: {agent}", part.name());
        }
    }
}

//! A second slice of the API costs an overlay and no code: `/subscriptions` of the vendor's document becomes a crate of its
//! own, which a program calls with both clients of `connect-client`, over loopback.
//!
//! The vendor's document lies beside some checkouts only. Without it each test says so and is passed over.

mod server;

use std::path::Path;
use std::sync::LazyLock;

use connect_codegen::Source;
use connect_fake::Received;
use contract_tests::caller;
use contract_tests::scratch::{bindings, vendor};

/// The program's run.
struct Run {
    printed: String,
    requests: Vec<Received>,
}

/// What one client did.
struct Part<'a> {
    run: &'a Run,
    client: &'static str,
}

static RUN: LazyLock<Option<Run>> = LazyLock::new(|| {
    let document = vendor("connect-openapi30-v37.yml")?;
    let overlay = include_str!("documents/subscriptions.overlay.yml");
    let overlay = Source::new("subscriptions.overlay.yml", overlay);
    let bindings = bindings(document, vec![overlay], &["/subscriptions*"]);
    let server = server::start();
    let sources = [("main.rs", include_str!("documents/program.rs"))];
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let url = server.url("");
    let printed = caller::run(temporary, "subscriptions", &bindings, &sources, &url);
    let requests = server.requests();
    Some(Run { printed, requests })
});

/// What both clients did; nothing without the document, which is said.
fn parts() -> impl Iterator<Item = Part<'static>> {
    let _ = vendor("connect-openapi30-v37.yml");
    let clients = |run| ["async", "blocking"].map(|client| Part { run, client });
    RUN.as_ref().into_iter().flat_map(clients)
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

    /// The requests with this method and path below `/subscriptions/`.
    fn requests(&self, method: &str, within: &str) -> Vec<&Received> {
        let path = format!("/{}/subscriptions/{within}", self.client);
        let requests = self.run.requests.iter();
        requests
            .filter(|it| it.method == method && it.path() == path)
            .collect()
    }

    /// The queries of all requests for a list.
    fn queries(&self, within: &str) -> Vec<&str> {
        let requests = self.requests("GET", within).into_iter();
        requests.map(|it| it.query().unwrap_or_default()).collect()
    }
}

#[test]
fn calls_are_sent_and_objects_are_decoded() {
    for part in parts() {
        let printed = part.printed("create");
        assert_eq!(
            printed,
            [r#"Some("BRV-0") Some(Yearly)"#],
            "{}",
            part.client
        );
        let [request] = part.requests("POST", "requests")[..] else {
            panic!("{}: one request", part.client);
        };
        let body = r#"{"items":[{"id":"PRD-1"}],"period_delta":1,"period_from":"2029-01-01T00:00:00Z","period_to":"2029-02-01T00:00:00Z","period_uom":"monthly","asset_id":"AS-1"}"#;
        assert_eq!(request.text(), body, "{}", part.client);
        assert_eq!(request.header("authorization"), Some("ApiKey SU-1:secret"));
        let agent = request.header("user-agent").unwrap_or_default();
        assert!(!agent.contains("connect-usage"), "{agent}");
    }
}

#[test]
fn filters_arrive_as_rql() {
    for part in parts() {
        let query = "in(status,(%22active%22,%22suspended%22))\
                     &not(like(product.name,%27%2A%26%20%22co%22%2A%27))&ordering(-events.created.at)\
                     &select(template,pending_request.template,-items)";
        assert_eq!(part.queries("assets"), [query], "{}", part.client);
        let rows = [
            r#"Some("AS-3") Some(Active)"#,
            r#"Some("AS-4") Some(Unrecognized(UnrecognizedString("archived")))"#,
        ];
        assert_eq!(part.printed("found"), rows, "{}", part.client);
    }
}

#[test]
fn rows_are_counted_and_all_pages_are_read() {
    for part in parts() {
        assert_eq!(part.printed("count"), ["5"], "{}", part.client);
        let rows = (0..server::ROWS).map(|it| format!(r#"Some("BRV-{it}") Some(Yearly)"#));
        assert_eq!(part.printed("row"), rows.collect::<Vec<_>>());
        let filter = "eq(period.uom,%22yearly%22)";
        let pages = ["limit=0", "limit=2", "limit=2&offset=2", "limit=2&offset=4"];
        let queries = pages.map(|page| format!("{filter}&{page}"));
        assert_eq!(part.queries("requests"), queries, "{}", part.client);
    }
}

#[test]
fn a_wait_follows_the_states_of_the_overlay() {
    for part in parts() {
        let printed = part.printed("wait");
        assert_eq!(printed, [r#"Some("AS-1") Some(Active)"#], "{}", part.client);
        assert_eq!(part.requests("GET", "assets/AS-1").len(), server::READS);
        // Nothing leads out of the last state, so one read is enough.
        assert_eq!(part.printed("wait in vain"), ["Waiting"], "{}", part.client);
        assert_eq!(part.requests("GET", "assets/AS-2").len(), 1);
    }
}

//! The platform against the contract: every operation exists, and transitions follow the graphs.

use std::path::Path;

use connect_fake::Received;
use connect_fake::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, Platform, RecordSeed, RecordStatus, Side,
};
use serde_yaml::Value;

use crate::support::{Response, Talk, form};

use Side::{Provider, Vendor};

const BOTH: [Side; 2] = [Vendor, Provider];

fn document(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/usage");
    let text = std::fs::read_to_string(folder.join(name)).expect("a document");
    serde_yaml::from_str(&text).expect("YAML")
}

/// Methods and paths of all operations, without `/usage`.
fn operations() -> Vec<(String, String)> {
    let document = document("contract.yml");
    let paths = document["paths"].as_mapping().expect("paths");
    let mut operations = Vec::new();
    for (path, item) in paths {
        let path = path.as_str().expect("a path").trim_start_matches("/usage");
        for (method, _) in item.as_mapping().expect("operations") {
            let method = method.as_str().expect("a method");
            operations.push((method.to_uppercase(), path.to_owned()));
        }
    }
    operations
}

/// A platform with all objects that the operations need.
struct Stage {
    talk: Talk,
    reconciliation: String,
}

impl Stage {
    fn new() -> Self {
        let talk = Talk::new();
        let file = talk.file(FileStatus::Accepted);
        let form = talk.upload(Provider, "/reconciliations", "recon_file", b"PK\x03\x04");
        let reconciliation = form.expect(201).at("/id");
        talk.platform.settle();
        assert_eq!(talk.platform.chunks(&file).len(), 1);
        Self {
            talk,
            reconciliation,
        }
    }

    /// The id of an object that allows the operation.
    fn object(&self, path: &str) -> String {
        let status = match path.rsplit('/').next() {
            Some("submit" | "delete" | "upload") => FileStatus::Ready,
            Some("accept" | "reject") => FileStatus::Pending,
            _ if path == "/files/{id}" => FileStatus::Draft,
            _ => FileStatus::Accepted,
        };
        let file = self.talk.file(status);
        let platform = &self.talk.platform;
        match path.split('/').nth(1) {
            Some("chunks") => platform.chunks(&file).swap_remove(0),
            Some("records") => platform.records(&file).swap_remove(0),
            Some("reconciliations") => self.reconciliation.clone(),
            Some("products") => "PRD-000-000-001".to_owned(),
            _ => file,
        }
    }

    /// A request for an operation, about this object.
    fn request(&self, side: Side, method: &str, path: &str, id: &str) -> Received {
        let target = path.replace("{id}", id).replace("{file_pk}", id);
        let mut request = self.talk.request(side, method, &target);
        let body = match (method, path) {
            ("POST", "/files/{id}/upload") => {
                return form(request, "usage_file", b"PK\x03\x04");
            }
            ("POST", "/files/{id}/reconciliation" | "/reconciliations") => {
                return form(request, "recon_file", b"PK\x03\x04");
            }
            ("POST", "/files") => r#"{"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}"#,
            ("POST", "/records/close-records") => "[]",
            ("PUT", "/records/{id}") => r#"{"status": "approved"}"#,
            ("PUT", "/chunks/{id}") => r#"{"external_id": "E"}"#,
            ("POST", "/chunks/{id}/close") => r#"{"external_billing_id": "B"}"#,
            _ => "",
        };
        request.body = body.into();
        request
    }
}

fn is_good(response: &Response) -> bool {
    (200..300).contains(&response.status)
}

#[test]
fn every_operation_exists_for_its_side() {
    let operations = operations();
    assert_eq!(operations.len(), 32);
    let stage = Stage::new();
    let mut sides = Vec::new();
    for (method, path) in &operations {
        let responses = BOTH.map(|side| {
            let id = stage.object(path);
            let mut request = stage.request(side, method, path, &id);
            let response = stage.talk.send(&request);
            request.headers.remove(0);
            stage.talk.send(&request).expect(401);
            response
        });
        for response in &responses {
            // The provider cannot see a draft.
            let fits = is_good(response) || matches!(response.status, 403 | 404);
            assert!(fits, "{method} {path}: {}", response.text());
        }
        let [vendor, provider] = responses.map(|it| is_good(&it));
        assert!(vendor || provider, "{method} {path}");
        sides.push((vendor, provider));
    }
    // Reading is for both but for two; every change is one side's.
    let changes = operations.iter().filter(|it| it.0 != "GET").count();
    let for_one = sides.iter().filter(|(vendor, provider)| vendor != provider);
    assert_eq!(for_one.count(), changes + 2);
}

#[test]
fn missing_objects_and_paths_are_not_found() {
    let stage = Stage::new();
    for (method, path) in operations() {
        if !path.contains('{') {
            continue;
        }
        for id in ["UF-0", "UFC-2029-01-0001-0001", "../files", "a/b", ""] {
            let id = id.replace('/', "%2F");
            let responses = BOTH.map(|it| stage.talk.send(&stage.request(it, &method, &path, &id)));
            let statuses = responses.map(|it| it.status);
            assert!(statuses.contains(&404), "{method} {path} {id} {statuses:?}");
            assert!(!statuses.iter().any(|it| *it < 400), "{method} {path} {id}");
        }
    }
    for path in [
        "",
        "/",
        "/files/",
        "/other",
        "/files/UF-1/other",
        "/files/%ff",
    ] {
        stage.talk.get(Vendor, path).expect(404);
    }
    let mut outside = stage.talk.request(Vendor, "GET", "/files");
    outside.target = "/usage/files".to_owned();
    stage.talk.send(&outside).expect(404);
    for method in ["DELETE", "PATCH", "OPTIONS", "HEAD"] {
        stage.talk.json(Vendor, method, "/files", "").expect(404);
    }
}

/// A transition of a status, as in the overlay.
struct Transition {
    from: Vec<String>,
    to: Vec<String>,
    by: String,
    via: Option<String>,
}

/// The graph of the schema with this name: all transitions of its status in the overlay.
fn graph(schema: &str) -> Vec<Transition> {
    let overlay = document("overlay/behaviour.yml");
    let target = format!("schemas['{schema}'].properties.status");
    let actions = overlay["actions"].as_sequence().expect("actions").iter();
    let actions = actions.filter(|it| it["target"].as_str().is_some_and(|it| it.contains(&target)));
    let strings = |value: &Value| -> Vec<String> {
        let strings = value.as_sequence().into_iter().flatten();
        strings
            .map(|it| it.as_str().expect("a string").to_owned())
            .collect()
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let transitions = actions.flat_map(|action| {
        let update = &action["update"];
        let transitions = match update.is_sequence() {
            true => update,
            false => &update["x-connect-states"],
        };
        transitions.as_sequence().into_iter().flatten()
    });
    let transitions: Vec<_> = transitions
        .map(|it| Transition {
            from: strings(&it["from"]),
            to: strings(&it["to"]),
            by: text(&it["by"]).unwrap_or_default(),
            via: text(&it["via"]),
        })
        .filter(|it| !it.to.is_empty())
        .collect();
    assert!(transitions.len() > 2, "{schema}");
    transitions
}

/// The target of the transition that a function makes from a status.
fn target(graph: &[Transition], via: &str, from: &str) -> Option<String> {
    let mut transitions = graph.iter().filter(|it| it.via.as_deref() == Some(via));
    let found = transitions.find(|it| it.from.iter().any(|it| it == from));
    found.map(|it| it.to[0].clone())
}

fn side_of(graph: &[Transition], via: &str) -> Side {
    let mut transitions = graph.iter().filter(|it| it.via.as_deref() == Some(via));
    match transitions.next().expect(via).by.as_str() {
        "vendor" => Vendor,
        "provider" => Provider,
        other => panic!("{other}"),
    }
}

fn check_transition(
    stage: &Stage,
    graph: &[Transition],
    via: &str,
    path: &str,
    id: &str,
    from: &str,
) {
    let side = side_of(graph, via);
    let other = if side == Vendor { Provider } else { Vendor };
    let method = match path {
        "/records/{id}" | "/files/{id}/approve-all" => "PUT",
        _ => "POST",
    };
    let platform = &stage.talk.platform;
    let response = stage.talk.send(&stage.request(other, method, path, id));
    assert_eq!(
        (response.status, platform.status(id)),
        (403, Some(from)),
        "{via} {from}"
    );
    let before = platform.journal().len();
    let response = stage.talk.send(&stage.request(side, method, path, id));
    let expected = target(graph, via, from);
    // For a side that cannot see the report, it does not exist.
    assert_eq!(
        is_good(&response),
        expected.is_some(),
        "{via} {from} {}",
        response.text()
    );
    let status = expected.as_deref().unwrap_or(from);
    assert_eq!(platform.status(id), Some(status), "{via} {from}");
    if is_good(&response) {
        assert_eq!(response.at("/status"), status);
        assert_eq!(platform.journal()[before].operation, via);
    } else {
        assert!(matches!(response.status, 400 | 404), "{via} {from}");
        assert_eq!(platform.journal().len(), before);
        if response.status == 400 {
            assert_eq!(response.at("/error_code"), "USG_011");
            assert!(response.at("/errors/0").contains(from));
        }
    }
}

#[test]
fn reports_change_status_as_their_graph_says() {
    let graph = graph("usage.UsageFileDetail");
    for status in FileStatus::ALL {
        for (via, path) in [
            ("files::upload", "/files/{id}/upload"),
            ("files::submit", "/files/{id}/submit"),
            ("files::delete", "/files/{id}/delete"),
            ("files::accept", "/files/{id}/accept"),
            ("files::reject", "/files/{id}/reject"),
            ("files::close", "/files/{id}/close"),
        ] {
            let stage = Stage::new();
            let id = stage.talk.file(*status);
            check_transition(&stage, &graph, via, path, &id, status.as_str());
        }
    }
}

#[test]
fn chunks_change_status_as_their_graph_says() {
    let graph = graph("usage.PartUsageFile");
    for status in ChunkStatus::ALL {
        let stage = Stage::new();
        let file = stage.talk.file(FileStatus::Accepted);
        let seed = ChunkSeed::new().status(*status);
        let id = stage.talk.platform.add_chunk(&file, seed);
        let path = "/chunks/{id}/close";
        check_transition(&stage, &graph, "chunks::close", path, &id, status.as_str());
    }
}

#[test]
fn records_change_status_as_their_graph_says() {
    let graph = graph("usage.UsageRecord");
    for status in RecordStatus::ALL {
        for (via, path) in [
            ("records::close", "/records/{id}/close"),
            // The request approves the record.
            ("records::update", "/records/{id}"),
        ] {
            let stage = Stage::new();
            let records = [RecordSeed::new().status(*status), RecordSeed::new()];
            let seed = FileSeed::new()
                .status(FileStatus::Accepted)
                .records(records);
            let file = stage.talk.platform.add_file(seed);
            let id = stage.talk.platform.records(&file).swap_remove(0);
            let graph: Vec<_> = graph
                .iter()
                .filter(|it| it.via.as_deref() != Some("records::update") || it.to == ["approved"])
                .map(|it| Transition {
                    from: it.from.clone(),
                    to: it.to.clone(),
                    by: it.by.clone(),
                    via: it.via.clone(),
                })
                .collect();
            check_transition(&stage, &graph, via, path, &id, status.as_str());
        }
    }
}

/// The transitions of the background work are those that the graphs give to the system.
#[test]
fn the_system_changes_status_as_the_graphs_say() {
    let by_system = |schema: &str, from: &str, to: &str| {
        let transitions = graph(schema);
        let mut transitions = transitions.iter().filter(|it| it.by == "system");
        transitions.any(|it| it.from.iter().any(|it| it == from) && it.to.iter().any(|it| it == to))
    };
    let talk = Talk::with(Platform::builder().by_hand());
    let platform = &talk.platform;
    let file = talk.file(FileStatus::Draft);
    let upload = |content: &[u8]| {
        let path = format!("/files/{file}/upload");
        talk.upload(Vendor, &path, "usage_file", content)
            .expect(201);
    };
    let walk = |id: &str, schema: &str, steps: &[&str]| {
        for (before, after) in steps.iter().zip(&steps[1..]) {
            assert_eq!(platform.status(id), Some(*before));
            platform.work();
            assert_eq!(platform.status(id), Some(*after));
            assert!(by_system(schema, before, after), "{before} {after}");
        }
        platform.work();
        assert_eq!(
            platform.status(id),
            steps.last().copied(),
            "all work is done"
        );
    };
    let report = "usage.UsageFileDetail";
    upload(b"no workbook");
    walk(&file, report, &["uploading", "processing", "invalid"]);
    upload(b"PK\x03\x04");
    walk(&file, report, &["uploading", "processing", "ready"]);
    talk.post(Vendor, &format!("/files/{file}/submit"))
        .expect(201);
    platform.work();
    assert_eq!(platform.status(&file), Some("pending"));
    talk.post(Provider, &format!("/files/{file}/accept"))
        .expect(201);
    let chunk = platform.chunks(&file).swap_remove(0);
    walk(&chunk, "usage.PartUsageFile", &["draft", "ready"]);
    for (content, last) in [(&b"PK\x03\x04"[..], "processed"), (b"x", "failed")] {
        let response = talk.upload(Provider, "/reconciliations", "recon_file", content);
        let id = response.expect(201).at("/id");
        walk(
            &id,
            "usage.Reconciliation",
            &["uploaded", "processing", last],
        );
    }
}

//! The program `connect-fake`, as somebody runs it.
#![allow(missing_docs)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connect-fake"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program to its end. If it serves, it has none, and is ended.
fn run(arguments: &[&str]) -> Output {
    let mut command = program(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stdout.take().expect("its output"));
    let mut stdout = String::new();
    lines.read_line(&mut stdout).expect("its output");
    if stdout.starts_with("CONNECT_") {
        child.kill().expect("it can be ended");
    }
    lines.read_to_string(&mut stdout).expect("its output");
    let output = child.wait_with_output().expect("it ends");
    Output {
        stdout: stdout.into(),
        ..output
    }
}

/// A program that serves, until the test ends.
struct Serving {
    child: Child,
    /// The lines that it printed, as names and values.
    printed: Vec<(String, String)>,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a program");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let printed = lines.take(3).map(|line| {
            let line = line.expect("a line");
            let (name, value) = line.split_once('=').expect("a variable");
            (name.to_owned(), value.to_owned())
        });
        Self {
            printed: printed.collect(),
            child,
        }
    }

    fn value(&self, name: &str) -> &str {
        let found = self.printed.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.as_str()).expect(name)
    }

    fn get(&self, path: &str) -> String {
        let url = self.value("CONNECT_ENDPOINT");
        let url = url.strip_prefix("http://").expect("a URL");
        let (host, base) = url.split_once('/').expect("a path");
        let key = self.value("CONNECT_VENDOR_KEY");
        let mut stream = TcpStream::connect(host).expect("a connection");
        let head = format!(
            "GET /{base}{path} HTTP/1.1\r\nAuthorization: ApiKey {key}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a request");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        response
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_prints_where_it_serves() {
    let serving = Serving::start(&["--port", "0"]);
    let response = serving.get("/usage/files");
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    assert!(response.contains("Content-Range: items "), "{response}");
    assert_ne!(
        serving.value("CONNECT_VENDOR_KEY"),
        serving.value("CONNECT_PROVIDER_KEY")
    );
}

#[test]
fn it_serves_on_the_port_that_is_asked_for() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let option = format!("--port={port}");
    let serving = Serving::start(&[&option, "--hubs", "2", "--steps=0", "--page-cap", "5"]);
    let url = format!("http://127.0.0.1:{port}/public/v1");
    assert_eq!(serving.value("CONNECT_ENDPOINT"), url);

    let second = run(&[&option]);
    assert_eq!(second.status.code(), Some(1));
    let message = String::from_utf8_lossy(&second.stderr);
    assert!(message.contains("cannot listen"), "{message}");
}

#[test]
fn wrong_options_are_named() {
    for (arguments, expected) in [
        (&["--prot", "0"][..], "unknown option `--prot`"),
        (&["--port"], "`--port` needs a value"),
        (&["--port", "many"], "`--port` cannot be `many`"),
        (&["--port=70000"], "`--port` cannot be `70000`"),
        (&["--schema", "QT"], "`--schema` cannot be `QT`"),
        (&["--rate-limit"], "`--rate-limit` needs a value"),
        (&["--rate-limit", "5"], "`--rate-limit` cannot be `5`"),
        (&["--rate-limit=5/0"], "`--rate-limit` cannot be `5/0`"),
        (&["--spreadsheets=1"], "unknown option `--spreadsheets=1`"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains(expected), "{message}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_lists_the_options() {
    let output = run(&["--hubs", "2", "--help"]);
    assert!(output.status.success());
    let help = String::from_utf8_lossy(&output.stdout);
    for option in [
        "--port",
        "--steps",
        "--hubs",
        "--page-cap",
        "--schema",
        "--rate-limit",
        "--retry-after-dates",
        "--spreadsheets",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn requests_above_the_limit_are_refused() {
    for (option, is_date) in [(None, false), (Some("--retry-after-dates"), true)] {
        let arguments = ["--rate-limit", "1/60"].into_iter().chain(option);
        let serving = Serving::start(&arguments.collect::<Vec<_>>());
        let first = serving.get("/usage/files");
        assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
        let second = serving.get("/usage/files");
        assert!(second.starts_with("HTTP/1.1 429 "), "{second}");
        let (_, after) = second.split_once("Retry-After: ").expect("a pause");
        let (after, _) = after.split_once("\r\n").expect("a line");
        assert_eq!(after.ends_with(" GMT"), is_date, "{after}");
        assert_eq!(
            after.parse::<u64>().is_ok_and(|it| it <= 60),
            !is_date,
            "{after}"
        );
    }
}

#[test]
#[cfg(feature = "spreadsheets")]
fn with_spreadsheets_a_template_is_a_workbook() {
    let serving = Serving::start(&["--spreadsheets", "--schema", "qt"]);
    let response = serving.get("/usage/products/PRD-1/template");
    let (_, url) = response.split_once("http://").expect("a URL");
    let (url, _) = url.split_once('"').expect("its end");
    let (host, path) = url.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("a connection");
    let head = format!("GET /{path} HTTP/1.1\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("a request");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("a response");
    let start = response.windows(4).position(|it| it == b"\r\n\r\n");
    let content = &response[start.expect("a head") + 4..];
    let archive = zip::ZipArchive::new(std::io::Cursor::new(content)).expect("a workbook");
    assert!(archive.index_for_name("xl/workbook.xml").is_some());
}

#[test]
#[cfg(not(feature = "spreadsheets"))]
fn without_the_feature_spreadsheets_are_refused() {
    let output = run(&["--spreadsheets"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        message.contains("needs the feature `spreadsheets`"),
        "{message}"
    );
}

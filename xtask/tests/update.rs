//! `cargo xtask update`: the whole round, or nothing at all.

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use support::{DOCUMENT, Root};

const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n\nFirst.\n";

/// The document with a field more.
fn newer() -> String {
    DOCUMENT.replace(
        "        name:\n          type: string\n",
        "        name:\n          type: string\n        size:\n          type: integer\n",
    )
}

/// A workspace that cargo compiles: the generated crate alone, on the real runtime.
fn workspace() -> Root {
    let root = Root::generated();
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"generated/usage\"]\nresolver = \"3\"\n\n[workspace.package]\nversion = \"0.1.0\"\n",
    );
    root.write(
        "generated/usage/Cargo.toml",
        &format!(
            "[package]\nname = \"connect-usage-api\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nconnect-runtime = {{ path = {:?} }}\n",
            real.join("runtime")
        ),
    );
    // The folder is a package of its own here, and its manifest has no sources.
    std::fs::remove_dir_all(root.path().join("runtime")).unwrap();
    root.write("CHANGELOG.md", CHANGELOG);
    std::fs::copy(real.join("Cargo.lock"), root.path().join("Cargo.lock")).unwrap();
    root
}

/// The command, compiling into a folder that stays from run to run, without the network.
fn update(root: &Root, args: &[&str]) -> Command {
    let mut command = root.command(&[&["update"], args].concat());
    command
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("update"),
        )
        .env("CARGO_NET_OFFLINE", "true");
    command
}

/// The tests share the copy that is compiled, so one waits for the other.
static ONE: Mutex<()> = Mutex::new(());

fn run(root: &Root, args: &[&str]) -> (i32, String, String) {
    let _one = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let output = update(root, args).output().unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// What the tree holds, the folder of what is built aside.
fn tree(root: &Root) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    root.snapshot("")
        .into_iter()
        .filter(|(path, _)| !path.starts_with("target"))
        .collect()
}

#[test]
fn update_writes_everything_together() {
    let root = workspace();
    root.write("newer.yml", &newer());
    let (status, out, err) = run(&root, &["--from", "newer.yml"]);
    assert_eq!(status, 0, "{out}{err}");
    for said in [
        "field-added: field `size` of `File`",
        "compiling",
        "wrote     specs/usage/contract.yml",
        "wrote     specs/usage/lock.toml",
        "wrote     generated/usage/src/models/files.rs",
        "wrote     CHANGELOG.md",
        "0.1.0 becomes 0.1.1",
    ] {
        assert!(out.contains(said), "`{said}` is not in:\n{out}\n{err}");
    }
    root.run(&["check"]).ends_with(0);
    assert!(
        root.read("CHANGELOG.md")
            .contains("- Field `size` of `File`"),
        "{}",
        root.read("CHANGELOG.md")
    );
    // Again, there is nothing to do.
    let before = tree(&root);
    let (status, out, _) = run(&root, &["--from", "newer.yml"]);
    assert_eq!((status, out.lines().count()), (0, 1), "{out}");
    assert!(out.contains("nothing new"), "{out}");
    assert_eq!(tree(&root), before);
}

#[test]
fn the_request_has_the_etag_if_the_document_is_known() {
    let root = workspace();
    let server = Server::start(|request| match request.header("if-none-match") {
        Some("\"one\"") => Reply::new(304),
        _ => Reply::new(200).header("ETag", "\"one\"").body(DOCUMENT),
    });
    let url = server.url("/spec.yml");
    // The lock is about a file yet, so the server gives the document; its hash is known.
    let before = tree(&root);
    let (status, out, err) = run(&root, &["--from", &url]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("nothing new"), "{out}");
    assert_eq!(tree(&root), before);
    // With the ETag in the lock nothing is transferred at all.
    root.run(&["fetch", "--from", &url]).ends_with(0);
    let before = tree(&root);
    let (status, out, err) = run(&root, &["--from", &url]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("nothing new"), "{out}");
    assert_eq!(tree(&root), before);
    let asked: Vec<bool> = server
        .requests()
        .iter()
        .map(|request| request.header("if-none-match").is_some())
        .collect();
    assert_eq!(asked, [false, false, true]);
    // A slice that does not match the lock is fetched again without the ETag.
    let slice = root.read("specs/usage/contract.yml");
    root.write(
        "specs/usage/contract.yml",
        &slice.replace("version: '1.0'", "version: '0.9'"),
    );
    let (status, out, err) = run(&root, &["--from", &url, "--no-compile"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("wrote     specs/usage/contract.yml"), "{out}");
    assert_eq!(root.read("specs/usage/contract.yml"), slice);
}

#[test]
fn a_change_elsewhere_only_moves_the_lock() {
    let root = workspace();
    root.write(
        "newer.yml",
        &DOCUMENT.replace("/products/{id}", "/articles/{id}"),
    );
    let slice = root.read("specs/usage/contract.yml");
    let (status, out, err) = run(&root, &["--from", "newer.yml"]);
    assert_eq!(status, 0, "{err}");
    assert!(
        out.contains("changed elsewhere") && out.contains("1 file changed"),
        "{out}"
    );
    assert_eq!(root.read("specs/usage/contract.yml"), slice);
    assert_eq!(root.read("CHANGELOG.md"), CHANGELOG);
}

/// That nothing is to be fetched does not mean that nothing is to be done.
#[test]
fn stale_bindings_are_reported() {
    let root = workspace();
    let document = root.read("document.yml");
    root.write(
        "generated/usage/src/files.rs",
        "// @generated by `cargo xtask generate`",
    );
    let before = tree(&root);
    let (status, out, err) = run(&root, &["--from", &root.at("document.yml")]);
    assert_eq!(status, 0, "{err}");
    assert!(
        out.contains("nothing new")
            && out.contains("but generated/usage/ is not up to date with specs/usage/"),
        "{out}"
    );
    assert_eq!(tree(&root), before);
    // Without a lock nobody knows, until the slice turns out to be the same.
    std::fs::remove_file(root.path().join("specs/usage/lock.toml")).unwrap();
    root.write("again.yml", &document);
    let (status, out, err) = run(&root, &["--from", "again.yml"]);
    assert_eq!(status, 0, "{err}");
    assert!(
        out.contains("only specs/usage/lock.toml is outdated")
            && out.contains("wrote     specs/usage/lock.toml")
            && out.contains("but generated/usage/"),
        "{out}"
    );
}

/// Diagnostics refer to the file that the maintainer has, not to a slice that was not written.
#[test]
fn spans_refer_to_the_vendors_file() {
    let root = workspace();
    let wrong = newer().replace(
        "$ref: '#/components/schemas/Record'",
        "$ref: '#/components/schemas/Recrod'",
    );
    let line = 1 + wrong
        .lines()
        .position(|line| line.contains("Recrod"))
        .unwrap();
    root.write("wrong.yml", &wrong);
    let before = tree(&root);
    let (status, out, err) = run(&root, &["--from", "wrong.yml"]);
    assert_eq!(status, 2, "{out}{err}");
    assert!(
        err.contains(&format!("wrong.yml:{line}:"))
            && err.contains("$ref: '#/components/schemas/Recrod'"),
        "{err}"
    );
    assert!(
        !format!("{out}{err}").contains("contract.yml:"),
        "{out}{err}"
    );
    assert_eq!(tree(&root), before);
}

#[test]
fn each_step_has_its_duration() {
    let root = workspace();
    root.write("newer.yml", &newer());
    let (status, out, err) = run(&root, &["--from", "newer.yml", "--timings"]);
    assert_eq!(status, 0, "{out}{err}");
    for stage in [
        "digest",
        "select",
        "diff",
        "emit",
        "changelog",
        "compile",
        "write",
    ] {
        let lines = err.lines().filter(|line| line.ends_with(" ms"));
        let stages: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
        assert!(stages.contains(&stage), "`{stage}` is not in:\n{err}");
    }
}

#[test]
fn a_failure_at_any_step_changes_nothing() {
    let root = workspace();
    root.write("newer.yml", &newer());
    root.write("html.yml", "<!DOCTYPE html>");
    let fails = |step: &str, from: &str, status: i32, says: &str| {
        let before = tree(&root);
        let (ended, out, err) = run(&root, &["--from", from]);
        assert_eq!(ended, status, "{step}: {out}{err}");
        assert!(err.contains(says), "{step}: {err}");
        assert!(
            err.trim_end().ends_with("nothing was written"),
            "{step}: {err}"
        );
        assert_eq!(tree(&root), before, "{step}");
    };
    fails("fetch", "http://127.0.0.1:9/spec.yml", 3, "127.0.0.1");
    fails("select", "html.yml", 2, "HTML page");
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.nowhere\n  update: {a: 1}\n";
    root.write("specs/usage/overlay/docs.yml", overlay);
    fails("generate", "newer.yml", 2, "dead-action");
    std::fs::remove_file(root.path().join("specs/usage/overlay/docs.yml")).unwrap();
    // A caller in the workspace that names all fields: it does not compile with one that is gone.
    root.write(
        "generated/usage/tests/caller.rs",
        "fn f(file: connect_usage_api::models::File) -> Option<String> { file.name }\n",
    );
    root.write(
        "less.yml",
        &DOCUMENT.replace("        name:\n          type: string\n", ""),
    );
    fails("compile", "less.yml", 2, "does not compile");
    root.write("CHANGELOG.md", "# Changelog\n");
    fails("changelog", "newer.yml", 2, "[Unreleased]");
    root.write("CHANGELOG.md", CHANGELOG);
    // The last file to be put in place has a folder in its way.
    std::fs::remove_file(root.path().join("specs/usage/lock.toml")).unwrap();
    root.write("specs/usage/lock.toml/in-the-way", "");
    fails("write", "newer.yml", 3, "nothing was changed");
}

/// Waits until a file is being written, or the command has ended. Returns whether one is.
#[cfg(unix)]
fn is_writing(root: &Root, child: &mut Child) -> bool {
    while child.try_wait().unwrap().is_none() {
        let entries = std::fs::read_dir(root.path()).unwrap();
        let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        if names.any(|name| name.starts_with(".CHANGELOG.md.") && name.ends_with(".tmp")) {
            return true;
        }
    }
    false
}

/// Programs that are started by `nohup` or in the background of a script ignore some of the signals.
#[cfg(unix)]
#[test]
fn an_interrupt_while_files_are_written_is_delayed_whatever_is_ignored() {
    for ignored in ["", "HUP", "TERM"] {
        let root = workspace();
        root.write("newer.yml", &newer());
        let before = tree(&root);
        let mut interrupted = 0;
        for _ in 0..20 {
            let xtask = update(&root, &["--from", "newer.yml", "--no-compile"]);
            let trap = match ignored {
                "" => String::new(),
                signal => format!("trap '' {signal}; "),
            };
            // The shell becomes the command, so that its process id is that of the command.
            let mut shell = Command::new("sh");
            shell
                .args(["-c", &format!("{trap}exec \"$@\""), "sh"])
                .arg(xtask.get_program())
                .args(xtask.get_args())
                .current_dir(root.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let mut child = shell.spawn().unwrap();
            // It waits for a line, since starting a program takes longer than writing the files.
            let mut killer = Command::new("sh")
                .args(["-c", &format!("read line; kill -INT {}", child.id())])
                .stdin(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let is_writing = is_writing(&root, &mut child);
            let mut line = killer.stdin.take().unwrap();
            line.write_all(b"\n").unwrap();
            killer.wait().unwrap();
            let status = child.wait().unwrap();
            interrupted += usize::from(is_writing && status.code() == Some(130));
            root.run(&["check"]).ends_with(0);
            assert!(root.read("CHANGELOG.md").contains("`size`"), "{ignored}");
            for (path, bytes) in &before {
                std::fs::write(root.path().join(path), bytes).unwrap();
            }
            assert_eq!(tree(&root), before, "{ignored}: files were left behind");
        }
        assert!(
            interrupted > 0,
            "{ignored}: no interrupt came while files were written"
        );
    }
}

/// Whenever it is stopped, everything is as it was, or everything is written.
#[cfg(unix)]
#[test]
fn an_interrupted_update_changes_nothing() {
    let root = workspace();
    root.write("newer.yml", &newer());
    let before = tree(&root);
    for step in 0..12 {
        let mut child = update(&root, &["--from", "newer.yml", "--no-compile"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(step * 15));
        let stopped = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(stopped.is_ok());
        child.wait().unwrap();
        let after = tree(&root);
        if after == before {
            continue;
        }
        root.run(&["check"]).ends_with(0);
        assert!(root.read("CHANGELOG.md").contains("`size`"));
        // Back, for the next one.
        for (path, bytes) in &before {
            std::fs::write(root.path().join(path), bytes).unwrap();
        }
        assert_eq!(tree(&root), before, "files were left behind");
    }
}

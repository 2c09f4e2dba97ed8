//! Help, completions and manual pages.

use crate::support::{Folder, Run};

const COMMANDS: [&str; 14] = [
    "report",
    "check",
    "status",
    "errors",
    "submit",
    "chunks",
    "close",
    "reconcile",
    "records",
    "assets",
    "template",
    "doctor",
    "completions",
    "man",
];

#[test]
fn help_has_examples_and_exit_statuses() {
    let top = Run::new(&["--help"]).run().ends_with_status(0).out;
    for command in COMMANDS {
        assert!(top.contains(&format!("\n  {command} ")), "{command}");
        let help = Run::new(&[command, "--help"]).run().ends_with_status(0).out;
        assert!(help.contains("Examples:"), "{command}");
        assert!(help.contains("Exit status:"), "{command}");
        for line in help.lines() {
            let columns = line.chars().count();
            // A URL cannot be wrapped.
            assert!(columns <= 80 || line.contains("://"), "{command}: {line}");
        }
    }
}

#[test]
fn no_option_takes_a_key() {
    for command in COMMANDS {
        let help = Run::new(&[command, "--help"]).run().out;
        assert!(
            !help.contains("--key ") && !help.contains("--api-key"),
            "{command}"
        );
        assert!(help.contains("--key-file"), "{command}");
    }
}

#[test]
fn completions_are_made_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Run::new(&["completions", shell])
            .run()
            .ends_with_status(0)
            .out;
        for word in ["connect-usage", "reconcile", "doctor"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(
            !script.contains("--now"),
            "{shell} completes a hidden option"
        );
    }
}

#[test]
fn manual_pages_are_made_for_each_command() {
    let page = Run::new(&["man"]).run().ends_with_status(0).out;
    assert!(page.contains(".TH connect-usage 1"), "{page}");
    let folder = Folder::new("man");
    Run::new(&["man", "--output", "man1"])
        .within(&folder)
        .run()
        .ends_with_status(0);
    let names = std::fs::read_dir(folder.path().join("man1")).expect("a folder");
    let mut names: Vec<_> = names
        .map(|it| {
            it.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let mut expected: Vec<_> = COMMANDS
        .iter()
        .map(|it| format!("connect-usage-{it}.1"))
        .collect();
    expected.push("connect-usage.1".to_owned());
    expected.push("connect-usage-records-export.1".to_owned());
    expected.sort();
    assert_eq!(names, expected);
}

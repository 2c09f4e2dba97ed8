//! Completion scripts.

use std::process::Command;

#[test]
fn each_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Command::new(env!("CARGO_BIN_EXE_connect-codegen"))
            .args(["completions", shell])
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        for word in ["connect-codegen", "inventory", "group-by"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn another_shell_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_connect-codegen"))
        .args(["completions", "abacus"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("bash"), "{said}");
}

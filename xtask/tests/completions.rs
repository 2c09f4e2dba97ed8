//! `cargo xtask completions`: scripts that the shells accept.

mod support;

use std::process::Command;

use support::{Root, Run};

fn script(shell: &str) -> Run {
    // No workspace is needed.
    let root = Root::empty();
    root.run_in(&std::env::temp_dir(), &["completions", shell])
        .ends_with(0)
}

#[test]
fn each_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        script(shell).prints(&["xtask", "changelog", "accept-losses"]);
    }
}

#[cfg(unix)]
#[test]
fn bash_reads_the_script_and_completes_commands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("xtask.bash");
    std::fs::write(&path, script("bash").stdout).unwrap();
    let bash = |args: &[&str]| {
        let mut command = Command::new("bash");
        command.args(args).arg(&path).output()
    };
    // A machine without bash cannot try it.
    let Ok(checked) = bash(&["-n"]) else {
        eprintln!("skipped: there is no bash");
        return;
    };
    assert!(checked.status.success(), "{checked:?}");
    let typed = "source \"$1\"; COMP_WORDS=(xtask inv); COMP_CWORD=1; _xtask xtask inv xtask; echo \"${COMPREPLY[@]}\"";
    let completed = bash(&["-c", typed, "bash"]).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&completed.stdout),
        "inventory\n",
        "{completed:?}"
    );
}

//! `completions`: prints completion scripts for shells.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::exit::{Error, Verdict};
use crate::report::Report;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  source <(connect-codegen completions bash)
  connect-codegen completions zsh > ~/.zfunc/_connect-codegen
  connect-codegen completions fish \\
      > ~/.config/fish/completions/connect-codegen.fish";

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Prints the completion script of a command, under the name with which it is typed.
///
/// # Errors
/// Returns no error. If standard output cannot be written, the report ends with one.
pub fn run(
    args: &CompletionsArgs,
    mut command: Command,
    name: &str,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    report.data(&String::from_utf8_lossy(&script));
    Ok(Verdict::Well)
}

//! `completions` and `man`: completion scripts and manual pages.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::exit::{Failure, Kind, Verdict};
use super::save::Save;

/// The examples of `completions --help`.
pub const COMPLETIONS_HELP: &str = "\
Examples:
  source <(connect-usage completions bash)
  connect-usage completions zsh > ~/.zfunc/_connect-usage
  connect-usage completions fish \\
      > ~/.config/fish/completions/connect-usage.fish";

/// The examples of `man --help`.
pub const MAN_HELP: &str = "\
Examples:
  connect-usage man | man -l -
  connect-usage man --output ~/.local/share/man/man1";

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// The arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// A folder for the pages of all commands [default: the page of the program, on standard output]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints a completion script for a shell.
///
/// # Errors
/// If standard output cannot be written.
pub fn completions(args: &CompletionsArgs, mut command: Command) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    print(&script)
}

/// Prints the manual page, or writes all pages.
///
/// # Errors
/// If they cannot be written.
pub fn man(args: &ManArgs, command: Command) -> Result<Verdict, Failure> {
    let Some(folder) = &args.output else {
        return print(&page(command)?);
    };
    let created = std::fs::create_dir_all(folder);
    created.map_err(|error| Failure::write(folder, &error))?;
    let mut command = command;
    command.build();
    pages(folder, &command)?;
    Ok(Verdict::Done)
}

/// Writes the page of a command, and those of its commands.
fn pages(folder: &Path, command: &Command) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = folder.join(format!("{name}.1"));
    Save::all(&path, &page(command.clone())?)?;
    let commands = command.get_subcommands();
    for command in commands.filter(|it| it.get_name() != "help" && !it.is_hide_set()) {
        pages(folder, command)?;
    }
    Ok(())
}

fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    rendered.map_err(|error| Failure::new(Kind::Failed, error))?;
    Ok(page)
}

fn print(bytes: &[u8]) -> Result<Verdict, Failure> {
    let mut out = std::io::stdout();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(|error| Failure::stdout(&error))?;
    Ok(Verdict::Done)
}

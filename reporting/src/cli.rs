//! The command line of `connect-usage`.

mod assets;
mod check;
mod chunks;
mod clock;
mod close;
mod demo;
mod doctor;
mod errors;
mod exit;
mod failure;
mod globals;
mod interrupt;
mod key;
mod key_file;
mod manual;
mod options;
mod outcomes;
mod output;
mod period;
mod problems;
mod progress;
mod reconcile;
mod records;
mod report;
mod row_errors;
mod rows;
mod save;
mod secrets;
mod session;
mod status;
mod submit;
mod table;
mod template;
mod text;
mod view;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::PoisonError;

use clap::{CommandFactory as _, Parser, Subcommand};
use connect_fake::Side;

use self::assets::AssetsArgs;
use self::check::CheckArgs;
use self::chunks::ChunksArgs;
use self::close::CloseArgs;
use self::doctor::DoctorArgs;
use self::errors::ErrorsArgs;
use self::exit::{Failure, Kind, STATUS_HELP, Verdict};
use self::globals::Globals;
use self::interrupt::or_interrupted;
use self::manual::{CompletionsArgs, ManArgs};
use self::output::Output;
use self::reconcile::ReconcileArgs;
use self::records::RecordsArgs;
use self::report::ReportArgs;
use self::session::{Known, Session};
use self::status::StatusArgs;
use self::submit::SubmitArgs;
use self::template::TemplateArgs;

const TOP_HELP: &str = "\
A first session, without a key:
  connect-usage --fake report --csv demo
  connect-usage --fake status

Then with a key, which is read from CONNECT_API_KEY or --key-file:
  connect-usage doctor

Results go to standard output, everything about them to standard error.
`connect-usage COMMAND --help` shows examples.";

/// Reports usage to CloudBlue Connect
#[derive(Debug, Parser)]
#[command(name = "connect-usage", version, max_term_width = 80, after_help = with_status(TOP_HELP))]
struct Cli {
    #[command(flatten)]
    globals: Globals,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reports usage: creates a report, uploads the file, waits, and submits it
    #[command(after_help = with_status(report::HELP))]
    Report(Box<ReportArgs>),
    /// Checks a workbook or a CSV file with usage, without the platform
    #[command(after_help = with_status(check::HELP))]
    Check(CheckArgs),
    /// Shows where reports stand
    #[command(after_help = with_status(status::HELP))]
    Status(StatusArgs),
    /// Shows what the platform found wrong with a report
    #[command(after_help = with_status(errors::HELP))]
    Errors(ErrorsArgs),
    /// Hands reports to the provider
    #[command(after_help = with_status(submit::HELP))]
    Submit(SubmitArgs),
    /// Exports the records of reports
    #[command(after_help = with_status(records::HELP))]
    Records(RecordsArgs),
    /// Lists the assets to report in a period
    #[command(after_help = with_status(assets::HELP))]
    Assets(AssetsArgs),
    /// Downloads the usage template of a product
    #[command(after_help = with_status(template::HELP))]
    Template(TemplateArgs),
    /// Lists and downloads the chunks that a hub is to bill
    #[command(after_help = with_status(chunks::HELP))]
    Chunks(ChunksArgs),
    /// Closes chunks that were billed
    #[command(after_help = with_status(close::HELP))]
    Close(CloseArgs),
    /// Closes records by a chunk's workbook with bills
    #[command(after_help = with_status(reconcile::HELP))]
    Reconcile(ReconcileArgs),
    /// Checks the key, its rights, the endpoint, the clock, the proxy and TLS
    #[command(after_help = with_status(doctor::HELP))]
    Doctor(DoctorArgs),
    /// Prints a completion script for a shell
    #[command(after_help = with_status(manual::COMPLETIONS_HELP))]
    Completions(CompletionsArgs),
    /// Prints the manual page, or writes those of all commands
    #[command(after_help = with_status(manual::MAN_HELP))]
    Man(ManArgs),
}

impl Command {
    /// The side whose key is used with the fake.
    fn side(&self) -> Side {
        match self {
            Self::Chunks(_) | Self::Close(_) | Self::Reconcile(_) => Side::Provider,
            _ => Side::Vendor,
        }
    }
}

fn with_status(examples: &str) -> String {
    format!("{examples}\n\n{STATUS_HELP}")
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let globals = cli.globals.clone();
    let out = Output::new(&globals);
    match started(cli) {
        Ok(verdict) => ExitCode::from(verdict.status()),
        Err(failure) => {
            out.failure(&failure);
            ExitCode::from(failure.kind.status())
        }
    }
}

/// Prints help, or what is wrong with the command line.
fn unparsed(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|it| it == "--json");
    if error.use_stderr() && wants_json {
        let text = error.render().to_string();
        let text = text.trim().trim_start_matches("error: ");
        let failure = Failure::usage(text).help("`connect-usage --help` lists the commands");
        let mut err = std::io::stderr();
        // Without standard error there is nowhere to say so; the exit status remains.
        let _ = writeln!(err, "{:#}", output::as_json(&failure));
        return ExitCode::from(Kind::Usage.status());
    }
    // Help goes to standard output, errors to standard error. A failure to print is ignored.
    let _ = error.print();
    match error.use_stderr() {
        true => ExitCode::from(Kind::Usage.status()),
        false => ExitCode::SUCCESS,
    }
}

/// Runs a command until it ends or is interrupted.
fn started(cli: Cli) -> Result<Verdict, Failure> {
    match &cli.command {
        Command::Completions(args) => return manual::completions(args, Cli::command()),
        Command::Man(args) => return manual::man(args, Cli::command()),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        Failure::new(Kind::Failed, format!("cannot set up the network: {error}"))
    })?;
    let known = Known::default();
    let work = command(cli, Known::clone(&known));
    let result = runtime.block_on(or_interrupted(work));
    result.map_err(|mut failure| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let happened = std::mem::take(&mut *known);
        let is_cut = matches!(failure.kind, Kind::Interrupted | Kind::Terminated);
        if is_cut && happened.is_empty() {
            failure
                .known
                .push("nothing is known to have been changed".to_owned());
        }
        failure.known.splice(0..0, happened);
        if is_cut && failure.help.is_none() {
            failure.help = Some("run the same command again: it goes on from there".to_owned());
        }
        failure
    })
}

async fn command(cli: Cli, known: Known) -> Result<Verdict, Failure> {
    let session = Session::new(cli.globals, cli.command.side(), known).await?;
    match &cli.command {
        Command::Report(args) => report::run(args, &session).await,
        Command::Check(args) => check::run(args, &session).await,
        Command::Status(args) => status::run(args, &session).await,
        Command::Errors(args) => errors::run(args, &session).await,
        Command::Submit(args) => submit::run(args, &session).await,
        Command::Records(args) => records::run(args, &session).await,
        Command::Assets(args) => assets::run(args, &session).await,
        Command::Chunks(args) => chunks::run(args, &session).await,
        Command::Close(args) => close::run(args, &session).await,
        Command::Reconcile(args) => reconcile::run(args, &session).await,
        Command::Template(args) => template::run(args, &session).await,
        Command::Doctor(args) => doctor::run(args, &session).await,
        // They need no session, and have run before.
        Command::Completions(_) | Command::Man(_) => Ok(Verdict::Done),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_valid() {
        Cli::command().debug_assert();
    }
}

//! `diff`: compares two documents, explains the changes, and says which release they require.

use std::path::{Path, PathBuf};

use anstyle::Style;
use clap::{Args, ValueEnum};
use connect_codegen::Input;
use connect_review::diff::{self, Class, Comparison, Line, Tone};

use crate::args::{ChoiceArgs, InputArgs};
use crate::exit::{Error, Verdict};
use crate::report::{AID, BAD, CARE, GOOD, Report};
use crate::wording::visible;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen diff old.yml new.yml
      what changed, and its effect on callers
  connect-codegen diff old.yml new.yml --overlay overlays --crate-version 0.3.1
      with the overlays of both; the version of the crate makes the advice concrete
  connect-codegen diff old.yml new.yml --format markdown
      for a pull request

The lowered documents and the generated Rust items are compared. An operationId, the
key of a component, the order of members and the version of the document are ignored.
Overlay actions that do not fit are skipped and listed at the end; this is not an error.
The class of a change is its effect on callers of the crate: breaking, wire (callers
cannot see it in types), addition or none. The advice follows Cargo's rules for
versions.";

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The old document
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new document
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// An overlay, or a folder of overlays, to apply to both. Can be repeated
    #[arg(long, value_name = "FILE|DIR")]
    pub overlay: Vec<PathBuf>,
    /// Which operations.
    #[command(flatten)]
    pub chosen: ChoiceArgs,
    /// The version of the crate that was generated from the old document, such as 0.3.1
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub crate_version: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Returns a version as it was typed.
fn version(text: &str) -> Result<String, String> {
    match semver::Version::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected a version such as `0.3.1`: {error}")),
    }
}

/// The output format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For tools
    Json,
}

/// Compares and prints.
///
/// # Errors
/// Returns an error if a document is missing or invalid.
pub fn run(args: &DiffArgs, report: &mut Report) -> Result<Verdict, Error> {
    let mut read = |spec: &Path| -> Result<Input, Error> {
        let input = InputArgs {
            spec: spec.to_path_buf(),
            overlay: args.overlay.clone(),
            chosen: args.chosen.clone(),
            strict: false,
        };
        input.read(report)
    };
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let comparison = report.take(diff::compare(&old, &new))?;
    print(
        &comparison,
        args.crate_version.as_deref(),
        args.format,
        report,
    );
    Ok(Verdict::Well)
}

/// Prints a comparison. `current` is the version of the crate.
pub fn print(comparison: &Comparison, current: Option<&str>, format: Format, report: &mut Report) {
    match format {
        Format::Text => {
            for Line { tone, text } in comparison.to_lines(current) {
                report.line_in(style(tone), visible(&text));
            }
        }
        Format::Markdown => report.data(&comparison.to_markdown(current)),
        Format::Json => report.data(&format!("{:#}\n", comparison.to_json(current))),
    }
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Heading => Style::new().bold(),
        Tone::Change(Class::Breaking) => BAD.bold(),
        Tone::Change(Class::Wire) => CARE.bold(),
        Tone::Change(Class::Addition) => GOOD.bold(),
        Tone::Change(Class::None) => AID.bold(),
        Tone::Plain => Style::new(),
        Tone::Gone => BAD,
        Tone::New => GOOD,
        Tone::Care => CARE,
    }
}

//! `cargo xtask explain`: from an item of Rust to the document and back.

use clap::Args;
use connect_codegen::diagnostics::{CODES, Code};
use connect_codegen::{Explanation, Guide, Input, Touch};
use serde_json::{Value, json};

use crate::cli::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::report::{AID, Report, place_json, visible};
use crate::slice;
use crate::sources;
use crate::workspace::Workspace;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask explain files::accept
      the operation behind a function; so too UsageFile, UsageFile::status,
      UsageFileStatus::Ready, records::filter::STATUS, or a module
  cargo xtask explain POST /usage/files/{id}/accept
      the function of an operation; an operationId does as well
  cargo xtask explain '#/components/schemas/usage.UsageRecord/properties/category'
      what became of a node of the document, or of what encloses it
  cargo xtask explain created.at
      every item that has this name on the wire
  cargo xtask explain Account --slice directory
      an item of one slice; without --slice all slices are searched
  cargo xtask explain dead-action
      a kind of finding: why it matters, and what helps

One item is shown with its node, the overlay actions that made of it what it is (what is
left out: what they did to items inside of it), and its neighbours. Several are listed;
--verbose shows all of each. An unknown name is answered with those that are near, and 2.";

/// What `explain` is told.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A path in Rust, a JSON pointer, a method and a path, an operationId, a name on the wire, or a
    /// kind of finding
    #[arg(required = true, value_name = "WHAT")]
    pub what: Vec<String>,
    /// In what to look.
    #[command(flatten)]
    pub input: InputArgs,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Explains, or says what is near.
///
/// # Errors
/// If the input is wrong, or there is no such thing.
pub fn run(
    workspace: &Workspace,
    args: &ExplainArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let what = args.what.join(" ");
    let code = CODES.iter().find(|code| code.name == what);
    // A kind of finding is known without a document, and whatever is wrong with that.
    let explanations = match code {
        Some(_) => Vec::new(),
        None => explanations(workspace, args, &what, report)?,
    };
    report.result(
        || json(code, &explanations),
        |report| text(code, &explanations, report),
    );
    Ok(Verdict::Well)
}

fn explanations(
    workspace: &Workspace,
    args: &ExplainArgs,
    what: &str,
    report: &mut Report,
) -> Result<Vec<Explanation>, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    let outcomes = slice::each(&subjects, report, |slice, report| {
        let sources = sources::read(workspace, slice.as_ref(), &args.input, report)?;
        let input = Input {
            document: sources.document,
            overlays: sources.overlays,
            prefixes: args.input.prefix.clone(),
            reserved: None,
        };
        let guide = report.take(Guide::new(&input))?;
        Ok(guide.explain(what))
    })?;
    // A slice that has no such thing says so only if none has it.
    let is_known = outcomes.iter().any(|outcome| outcome.value.is_some());
    let relevant = outcomes
        .into_iter()
        .filter(|outcome| outcome.value.is_some() || !is_known);
    let mut found = Vec::new();
    for outcome in relevant {
        report.diagnostics(&outcome.diagnostics);
        found.extend(outcome.value.unwrap_or_default());
    }
    match is_known {
        true => Ok(found),
        false => Err(Error::Diagnosed),
    }
}

fn text(code: Option<&Code>, explanations: &[Explanation], report: &mut Report) {
    if let Some(code) = code {
        kind(code, report);
    }
    match explanations {
        [one] => full(one, report),
        all if report.is_verbose() => all.iter().for_each(|one| full(one, report)),
        all => all.iter().for_each(|one| brief(one, report)),
    }
    if explanations.len() > 1 && !report.is_verbose() {
        report.line("explain one of them by its path, or all with --verbose");
    }
}

/// A kind of finding: more than its findings say themselves.
fn kind(code: &Code, report: &mut Report) {
    report.line(format_args!("{} is a kind of finding", code.name));
    let example = code.example();
    if let Some(example) = example {
        labelled("what", example.means, report);
    }
    labelled("why", code.why, report);
    labelled("help", code.help, report);
    let Some(example) = example.filter(|it| !it.written.is_empty()) else {
        return;
    };
    report.line("");
    report.line(format_args!(
        "so it comes about, {}:",
        example.within.as_str()
    ));
    block(example.written, report);
    if !example.mended.is_empty() {
        report.line("");
        report.line(match example.is_mended_by_action() {
            true => "and is mended, by an overlay:",
            false => "and is mended:",
        });
        block(example.mended, report);
    }
}

fn labelled(label: &str, text: &str, report: &mut Report) {
    for (index, line) in wrapped(text).iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        report.line(format_args!("  {label:4}  {line}"));
    }
}

fn block(text: &str, report: &mut Report) {
    for line in text.lines() {
        report.line(format_args!("    {line}"));
    }
}

/// An item on two lines.
fn brief(explanation: &Explanation, report: &mut Report) {
    let item = &explanation.item;
    report.line(format_args!("{} ({})", item.rust, item.kind.as_str()));
    let place = explanation.place.as_ref().map(ToString::to_string);
    let pointer = item.pointer.as_ref().map(ToString::to_string);
    let both: Vec<String> = [place, pointer].into_iter().flatten().collect();
    report.line(format_args!("  {}", visible(&both.join("  "))));
}

/// An item with all that there is to say about it.
fn full(explanation: &Explanation, report: &mut Report) {
    report.explanation(explanation);
    for (pointer, place) in &explanation.also {
        let place = place.as_ref().map(ToString::to_string).unwrap_or_default();
        report.line(visible(&format!("also {place}  {pointer}")));
    }
    if !explanation.touches.is_empty() {
        report.line("");
        report.line("what overlays did to it:");
    }
    for touch in &explanation.touches {
        self::touch(touch, report);
    }
    report.line("");
}

fn touch(touch: &Touch, report: &mut Report) {
    let place = touch
        .place
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    report.line(format_args!(
        "  {AID}{}{AID:#}  {}",
        visible(&place),
        visible(&touch.target)
    ));
    report.line(format_args!("      {}", visible(&touch.set.join(", "))));
    for line in touch.reason.iter().flat_map(|reason| wrapped(reason)) {
        report.line(format_args!("      {}", visible(&line)));
    }
}

/// A text in lines of some 90 characters.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < 90 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn json(code: Option<&Code>, explanations: &[Explanation]) -> Value {
    json!({
        "code": code.map(|code| json!({
            "name": code.name,
            "why": code.why,
            "help": code.help,
            "means": code.example().map(|it| it.means),
            "example": code.example().map(|it| it.written).filter(|text| !text.is_empty()),
            "mended": code.example().map(|it| it.mended).filter(|text| !text.is_empty()),
        })),
        "items": explanations.iter().map(item).collect::<Vec<_>>(),
    })
}

fn item(explanation: &Explanation) -> Value {
    let item = &explanation.item;
    json!({
        "kind": item.kind.as_str(),
        "rust": item.rust,
        "wire": item.wire,
        "type": item.ty,
        "pointer": item.pointer.as_ref().map(|pointer| pointer.as_str()),
        "place": explanation.place.as_ref().map(place_json),
        "also": explanation.also.iter().map(|(pointer, place)| json!({
            "pointer": pointer.as_str(),
            "place": place.as_ref().map(place_json),
        })).collect::<Vec<_>>(),
        "overlay": explanation.touches.iter().map(|touch| json!({
            "place": touch.place.as_ref().map(place_json),
            "target": touch.target,
            "reason": touch.reason,
            "set": touch.set,
        })).collect::<Vec<_>>(),
        "neighbours": explanation.neighbours.iter().map(|neighbour| json!({
            "relation": neighbour.relation,
            "items": neighbour.items,
        })).collect::<Vec<_>>(),
    })
}

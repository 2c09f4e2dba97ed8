//! `explain`: maps Rust items to the document and back.

use std::path::{Path, PathBuf};

use clap::Args;
use connect_codegen::diagnostics::Code;
use connect_codegen::{Input, Outcome};
use connect_review::{Explanation, Guide, Line, Touch};
use serde_json::{Value, json};

use crate::args::{ChoiceArgs, InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::report::{AID, Report, span_json};
use crate::sources;
use crate::wording::visible;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen explain --spec api.yml orders::get
      the operation of a function; likewise for a type, a field (Order::status), a variant,
      a filter, or a module; also as `diff` and rustdoc print it (models::Order.status,
      NewOrder::new), or as it is called (client.orders().get())
  connect-codegen explain --spec api.yml POST /orders/{id}/accept
      the function of an operation, also by operationId
  connect-codegen explain --spec api.yml '#/components/schemas/Order/properties/total'
      the item of a node of the document, or of the node around it
  connect-codegen explain --spec api.yml created.at
      every item with this wire name; likewise for the key of a component
  connect-codegen explain --spec api.yml api.yml:120
      the item of a line of the document, of an overlay, or of generated code (src/api.rs:80)
  connect-codegen explain dead-action
      a diagnostic code: why it matters, and how to fix it; no document is needed

One item is shown with its node, the overlay actions that changed it (not those that
changed items inside it), and related items. Several items are listed; --verbose shows
the details of each. For an unknown name, similar names are suggested; the status is 2.";

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A Rust path, a JSON pointer, a method and a path, an operationId, a wire name, the key of a
    /// component, a line (FILE:LINE), or a diagnostic code
    #[arg(required = true, value_name = "WHAT")]
    pub what: Vec<String>,
    /// The OpenAPI document. A diagnostic code needs none
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay, or a folder of overlays, to apply. Can be repeated
    #[arg(long, value_name = "FILE|DIR")]
    pub overlay: Vec<PathBuf>,
    /// Which operations.
    #[command(flatten)]
    pub chosen: ChoiceArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Explains an item, or suggests similar names.
///
/// # Errors
/// Returns an error if the input is invalid, or nothing has this name.
pub fn run(args: &ExplainArgs, report: &mut Report) -> Result<Verdict, Error> {
    let what = args.what.join(" ");
    let code = Code::find(&what);
    let explanations = match (code, &args.spec) {
        (Some(_), None) => Vec::new(),
        (None, None) => return Err(needs_document(&what)),
        (_, Some(spec)) => {
            let input = InputArgs {
                spec: spec.clone(),
                overlay: args.overlay.clone(),
                chosen: args.chosen.clone(),
                strict: false,
            };
            let input: Input = input.read(report)?;
            let guide = report.take(Guide::new(&input))?;
            let outcome = explained(&guide, &what, Path::new(""))?;
            match code {
                // It is explained even if no item has its name.
                Some(_) => outcome.value.unwrap_or_default(),
                None => found(vec![outcome], report)?,
            }
        }
    };
    show(code, &explanations, report);
    Ok(Verdict::Well)
}

/// Explains an item, or the line of a file. The path of a file of generated code starts at the current folder, or at
/// `root`.
///
/// # Errors
/// Returns an error if the file of a line of generated code cannot be read.
pub fn explained(
    guide: &Guide,
    what: &str,
    root: &Path,
) -> Result<Outcome<Vec<Explanation>>, Error> {
    let of_code = |line: &Line| {
        Path::new(&line.file)
            .extension()
            .is_some_and(|it| it == "rs")
    };
    let Some(line) = Line::parse(what).filter(of_code) else {
        return Ok(guide.explain(what));
    };
    let here = PathBuf::from(&line.file);
    let path = match here.exists() {
        true => here,
        false => root.join(here),
    };
    let text = String::from_utf8_lossy(&sources::bytes(&path)?).into_owned();
    Ok(guide.explain_generated(&line, &text))
}

fn needs_document(what: &str) -> Error {
    Error::Usage {
        what: format!("`{what}` is no diagnostic code, and there is no document to find it in"),
        help: "pass the document with --spec FILE".to_owned(),
    }
}

/// Returns what was found in several inputs. That one of them does not have the item is only reported if none has it.
///
/// # Errors
/// Returns an error if none has it.
pub fn found(
    outcomes: Vec<Outcome<Vec<Explanation>>>,
    report: &mut Report,
) -> Result<Vec<Explanation>, Error> {
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

/// Prints a diagnostic code and items.
pub fn show(code: Option<Code>, explanations: &[Explanation], report: &mut Report) {
    report.result(
        || json(code, explanations),
        |report| text(code, explanations, report),
    );
}

fn text(code: Option<Code>, explanations: &[Explanation], report: &mut Report) {
    if let Some(code) = code {
        diagnostic_code(code, report);
    }
    match explanations {
        [one] => full(one, report),
        all if report.is_verbose() => all.iter().for_each(|one| full(one, report)),
        all => all.iter().for_each(|one| brief(one, report)),
    }
    if explanations.len() > 1 && !report.is_verbose() {
        report.line("pass one of these paths, or --verbose for all details");
    }
}

/// Explains a diagnostic code in more detail than its diagnostics.
fn diagnostic_code(code: Code, report: &mut Report) {
    let page = code.page();
    report.line(format_args!("{code} is a diagnostic code: {}", page.title));
    labelled("what", page.means, report);
    labelled("why", page.why, report);
    labelled("help", page.help, report);
    let example = match page.example {
        Ok(example) => example,
        Err(reason) => {
            report.line("");
            report.line(format_args!("no example: {reason}"));
            return;
        }
    };
    report.line("");
    report.line(format_args!("example, {}:", example.within.as_str()));
    block(example.written, report);
    report.line("");
    report.line(match example.is_fixed_by_action {
        true => "fixed by an overlay:",
        false => "fixed:",
    });
    block(example.fixed, report);
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

/// Prints an item on two lines.
fn brief(explanation: &Explanation, report: &mut Report) {
    let item = &explanation.item;
    report.line(format_args!("{} ({})", item.rust, item.kind.as_str()));
    let span = explanation.span.as_ref().map(ToString::to_string);
    let pointer = item.pointer.as_ref().map(ToString::to_string);
    let both: Vec<String> = [span, pointer].into_iter().flatten().collect();
    report.line(format_args!("  {}", visible(&both.join("  "))));
}

/// Prints an item with all details.
fn full(explanation: &Explanation, report: &mut Report) {
    report.explanation(explanation);
    for (pointer, span) in &explanation.also {
        let span = span.as_ref().map(ToString::to_string).unwrap_or_default();
        report.line(visible(&format!("also {span}  {pointer}")));
    }
    if !explanation.touches.is_empty() {
        report.line("");
        report.line("overlay actions:");
    }
    for touch in &explanation.touches {
        self::touch(touch, report);
    }
    report.line("");
}

fn touch(touch: &Touch, report: &mut Report) {
    let span = touch
        .span
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    report.line(format_args!(
        "  {AID}{}{AID:#}  {}",
        visible(&span),
        visible(&touch.target)
    ));
    report.line(format_args!("      {}", visible(&touch.set.join(", "))));
    for line in touch.reason.iter().flat_map(|reason| wrapped(reason)) {
        report.line(format_args!("      {}", visible(&line)));
    }
}

/// Wraps a text at about 90 characters.
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

fn json(code: Option<Code>, explanations: &[Explanation]) -> Value {
    json!({
        "code": code.map(|code| json!({
            "name": code.as_str(),
            "why": code.why(),
            "help": code.help(),
            "means": code.page().means,
            "example": code.example().ok().map(|it| it.written),
            "fix": code.example().ok().map(|it| it.fixed),
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
        "part": explanation.part.as_ref().map(|part| json!({
            "name": part.name,
            "signature": part.signature,
        })),
        "pointer": item.pointer.as_ref().map(|pointer| pointer.as_str()),
        "span": explanation.span.as_ref().map(span_json),
        "also": explanation.also.iter().map(|(pointer, span)| json!({
            "pointer": pointer.as_str(),
            "span": span.as_ref().map(span_json),
        })).collect::<Vec<_>>(),
        "overlay": explanation.touches.iter().map(|touch| json!({
            "span": touch.span.as_ref().map(span_json),
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

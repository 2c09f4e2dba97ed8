//! The pipeline: from a document and its overlays to a set of files, one line per step.

use crate::bundle::{OtherFile, file_name, with_files};
use crate::check::{Reserved, check};
use crate::diagnostics::Outcome;
use crate::emit::{FileSet, Output, Program, Stamp, emit};
use crate::findings::Findings;
use crate::ir::Api;
use crate::load::load;
use crate::lower::{Scope, lower};
use crate::moves::Moves;
use crate::names::{ModuleNames, Naming};
use crate::node::{Node, Sources};
use crate::normalize::normalize;
use crate::overlay::{Applied, apply_all};
use crate::select::{Choice, Prose, api_version, is_slice, select_node, skip_unreached};
use crate::source::Source;
use crate::stamp::fingerprint;

/// Input of [`generate`].
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The document: a complete one or a slice.
    pub document: Source,
    /// The other files that the document refers to; see [`other_files`](crate::other_files).
    pub files: Vec<OtherFile>,
    /// The overlays, in the order in which they are applied.
    pub overlays: Vec<Source>,
    /// The path prefixes to generate; empty for all paths.
    pub prefixes: Vec<String>,
    /// Which operations of these paths to generate.
    pub choice: Choice,
    /// What the documentation of the generated code is made of.
    pub docs: Docs,
    /// How operations are named, where no overlay names them.
    pub naming: Naming,
    /// Names that no resource module may have.
    pub reserved: Option<Reserved>,
    /// What the generated code becomes: a crate, or a module of one.
    pub output: Output,
    /// The program that the first line of each generated file names.
    pub program: Program,
    /// Whether each warning is an error. Whatever is not generated because it cannot be is a warning.
    pub strict: bool,
}

/// What the documentation of the generated code is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Docs {
    /// The overlays, and sentences by rule. Nothing of the document's prose is kept.
    #[default]
    Overlay,
    /// The summaries, descriptions, examples and links of the document, made safe to show, and the overlays.
    Document,
}

impl Input {
    /// What becomes of the prose of the document.
    #[doc(hidden)]
    #[must_use]
    pub fn prose(&self) -> Prose {
        match (self.docs, self.naming.modules) {
            (Docs::Overlay, ModuleNames::Path) => Prose::Drop,
            (Docs::Overlay, ModuleNames::Tag) => Prose::DropButTags,
            (Docs::Document, _) => Prose::Carry,
        }
    }

    /// Returns whether only a part of the document is generated.
    #[must_use]
    pub fn is_part(&self) -> bool {
        !self.prefixes.is_empty() || !self.choice.is_all()
    }
}

/// Output of [`generate`].
#[derive(Debug, Clone)]
pub struct Bindings {
    /// The generated files.
    pub files: FileSet,
    /// The size of the output.
    pub counts: BindingCounts,
    /// The lowered document.
    pub api: Api,
    /// The overlay actions that were applied, in order.
    pub applied: Vec<Applied>,
}

/// The number of generated items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BindingCounts {
    /// Number of operation functions.
    pub operations: usize,
    /// Number of types.
    pub types: usize,
    /// Number of filters.
    pub filters: usize,
    /// Number of items of the document that were skipped, each with a reason.
    pub skipped: usize,
}

/// Generates bindings. Calls `stage` with the name of each step when the step begins.
pub fn generate(input: &Input, stage: &mut dyn FnMut(&'static str)) -> Outcome<Bindings> {
    let findings = Findings::default();
    let bindings = run(input, stage, &findings);
    let diagnostics = findings.finish();
    match bindings {
        Some(bindings) => Outcome::new(bindings, diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

fn run(
    input: &Input,
    stage: &mut dyn FnMut(&'static str),
    findings: &Findings,
) -> Option<Bindings> {
    let Lowered {
        document,
        mut api,
        applied,
        moves,
        ..
    } = lowered(input, stage, findings)?;
    stage("emit");
    api.cite(&|pointer| moves.original(pointer));
    let stamp = Stamp {
        api_version: api_version(&document),
        fingerprint: fingerprint(&stamped(input)),
        program: input.program,
    };
    let files = emit(&api, &stamp, input.output, findings);
    Some(Bindings {
        files,
        counts: count(&api),
        api,
        applied,
    })
}

/// A document with its overlays applied, and its lowered form.
pub struct Lowered {
    /// The document with the overlays applied.
    pub document: Node,
    /// The files that the document was read from.
    pub sources: Sources,
    /// The lowered form of the document.
    pub api: Api,
    /// The overlay actions that were applied, in order.
    pub applied: Vec<Applied>,
    /// Where nodes of the document are in `document`.
    pub moves: Moves,
}

/// Runs all steps before Rust is emitted. Returns `None` if there are errors.
pub fn lowered(
    input: &Input,
    stage: &mut dyn FnMut(&'static str),
    findings: &Findings,
) -> Option<Lowered> {
    let mut sources = Sources::default();
    stage("load");
    let (own, files) = (&input.document, &input.files);
    let document = load(own, &mut sources, findings)?;
    let document = with_files(document, own, files, &mut sources, findings)?;
    stage("normalize");
    let document = normalize(document, &sources, findings);
    stage("select");
    // The overlays of a slice are written for the whole slice, so it is narrowed after they are
    // applied.
    let (choice, all) = (&input.choice, Choice::default());
    let (first, then) = match is_slice(&document) {
        true => ((&[][..], &all), (&input.prefixes[..], choice)),
        false => ((&input.prefixes[..], choice), (&[][..], &all)),
    };
    let mut slice = select_node(&document, first, input.prose(), &sources, findings)?;
    if !input.is_part() {
        skip_unreached(&document, &slice, findings);
    }
    // What follows uses its memory again.
    drop(document);
    stage("overlay");
    let applied = apply_all(&mut slice, &input.overlays, &mut sources, findings);
    if findings.has_errors() {
        return None;
    }
    let is_part = !then.0.is_empty() || !then.1.is_all();
    if is_part {
        slice = select_node(&slice, then, Prose::Keep, &sources, findings)?;
    }
    slice.sort_members();
    stage("lower");
    skip_removed(&applied, findings);
    let scope = scope(is_part, input);
    let api = Api {
        describes_arguments: input.docs == Docs::Document,
        ..lower(&slice, scope, input.naming, &sources, findings)
    };
    stage("check");
    check(&api, input.reserved.as_ref(), &slice, &sources, findings);
    if input.strict {
        findings.make_warnings_errors();
    }
    if findings.has_errors() {
        return None;
    }
    Some(Lowered {
        document: slice,
        sources,
        api,
        applied,
        moves: findings.moves(),
    })
}

/// Returns how much of the document is lowered. `is_part` is whether what the overlays were written for was narrowed.
fn scope(is_part: bool, input: &Input) -> Scope {
    match (is_part, input.is_part()) {
        (true, _) => Scope::Part,
        (false, true) => Scope::Selected,
        (false, false) => Scope::Whole,
    }
}

/// Records what overlays removed from the document as skipped, so that the removal is reported.
fn skip_removed(applied: &[Applied], findings: &Findings) {
    for action in applied.iter().filter(|action| action.removed) {
        for pointer in &action.touched {
            let reason = format!("removed by an action of {}", action.overlay);
            findings.skip(pointer.clone(), reason);
        }
    }
}

/// Returns the texts that the fingerprint covers. A file of a slice is named relative to the folder
/// of the slice, `specs/NAME/`; a text from elsewhere gets its file name, and another file of the
/// document its path from there, so that the fingerprint does not depend on the current folder.
fn stamped(input: &Input) -> Vec<(&str, &str)> {
    fn named(source: &Source) -> (&str, &str) {
        let below = source.name.strip_prefix("specs/");
        let in_slice = below.and_then(|below| below.split_once('/'));
        let name = in_slice.map_or_else(|| file_name(&source.name), |(_, name)| name);
        (name, &source.text)
    }
    let files = input.files.iter();
    std::iter::once(named(&input.document))
        .chain(files.map(|file| (file.path.as_str(), file.source.text.as_str())))
        .chain(input.overlays.iter().map(named))
        .collect()
}

fn count(api: &Api) -> BindingCounts {
    BindingCounts {
        operations: api.operations.len(),
        types: api.types.len(),
        filters: api
            .operations
            .iter()
            .map(|operation| operation.filters.len())
            .sum(),
        skipped: api.skipped.len(),
    }
}

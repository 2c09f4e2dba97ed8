//! The pipeline: from a document and its overlays to a set of files. One line a step.

use serde_json::Value;

use crate::check::{Reserved, check};
use crate::diagnostics::{Diagnostics, Outcome};
use crate::emit::{FileSet, Stamp, emit};
use crate::inventory;
use crate::ir::{Api, Skipped};
use crate::load::load_all;
use crate::lower::lower;
use crate::node::{Node, Sources};
use crate::overlay::{Applied, apply_loaded};
use crate::select::{Prose, api_version, is_slice, select_node};
use crate::source::Source;
use crate::stamp::fingerprint;

/// What the bindings are made from.
#[derive(Debug, Clone)]
pub struct Input {
    /// The document: a whole one or a slice.
    pub document: Source,
    /// The overlays, in the order in which they apply.
    pub overlays: Vec<Source>,
    /// Which paths to take; all of them if empty.
    pub prefixes: Vec<String>,
    /// Names that no resource module may have.
    pub reserved: Option<Reserved>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Bindings {
    /// The generated files.
    pub files: FileSet,
    /// How much there is in them.
    pub counts: BindingCounts,
    /// The lowered document.
    pub api: Api,
    /// The overlay actions that were applied, in order.
    pub applied: Vec<Applied>,
}

/// How much was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BindingCounts {
    /// Operation functions.
    pub operations: usize,
    /// Types.
    pub types: usize,
    /// Filters.
    pub filters: usize,
    /// Items of the document that were left out, each with a reason.
    pub skipped: usize,
}

impl Bindings {
    /// Which item of the document is which item of Rust.
    #[must_use]
    pub fn inventory(&self) -> Value {
        inventory::inventory(&self.api)
    }
}

/// Makes bindings. `stage` is told the name of each step as it begins.
pub fn generate(input: &Input, stage: &mut dyn FnMut(&'static str)) -> Outcome<Bindings> {
    let mut diagnostics = Diagnostics::new();
    match run(input, stage, &mut diagnostics) {
        Some(bindings) => Outcome::new(bindings, diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

fn run(
    input: &Input,
    stage: &mut dyn FnMut(&'static str),
    diagnostics: &mut Diagnostics,
) -> Option<Bindings> {
    let Lowered {
        document,
        api,
        applied,
        ..
    } = lowered(input, stage, diagnostics)?;
    stage("emit");
    let stamp = Stamp {
        api_version: api_version(&document),
        fingerprint: fingerprint(&stamped(input)),
    };
    let files = emit(&api, &stamp, diagnostics);
    Some(Bindings {
        files,
        counts: count(&api),
        api,
        applied,
    })
}

/// A document with its overlays, and what it says.
pub struct Lowered {
    /// The document after its overlays.
    pub document: Node,
    /// The files that it comes from.
    pub sources: Sources,
    /// What it says, as plain data.
    pub api: Api,
    /// The overlay actions that were applied, in order.
    pub applied: Vec<Applied>,
}

/// All steps before Rust is written; nothing if there are errors.
pub fn lowered(
    input: &Input,
    stage: &mut dyn FnMut(&'static str),
    diagnostics: &mut Diagnostics,
) -> Option<Lowered> {
    let mut sources = Sources::default();
    stage("load");
    let texts: Vec<&Source> = std::iter::once(&input.document)
        .chain(&input.overlays)
        .collect();
    let mut loaded = load_all(&texts, &mut sources).into_iter();
    let document = loaded.next()?;
    diagnostics.append(document.found);
    let document = document.node?;
    stage("select");
    // Overlays of a slice are written for the whole of it, so it is narrowed only afterwards.
    let (first, then): (&[String], &[String]) = if is_slice(&document) {
        (&[], &input.prefixes)
    } else {
        (&input.prefixes, &[])
    };
    let mut slice = select_node(&document, first, Prose::Drop, &sources, diagnostics)?;
    stage("overlay");
    let overlays = loaded.collect();
    let applied = apply_loaded(&mut slice, &input.overlays, overlays, &sources, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    if !then.is_empty() {
        slice = select_node(&slice, then, Prose::Keep, &sources, diagnostics)?;
    }
    stage("lower");
    let mut api = lower(&slice, &sources, diagnostics);
    api.is_part = !then.is_empty();
    api.skipped.extend(removed(&applied));
    api.skipped.sort();
    stage("check");
    check(&api, input.reserved.as_ref(), &slice, &sources, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    Some(Lowered {
        document: slice,
        sources,
        api,
        applied,
    })
}

/// What overlays took out of the document: nobody should miss it without being told.
fn removed(applied: &[Applied]) -> impl Iterator<Item = Skipped> {
    let removals = applied.iter().filter(|action| action.removed);
    removals.flat_map(|action| {
        action.touched.iter().map(|pointer| Skipped {
            pointer: pointer.clone(),
            reason: format!("taken out by an action of {}", action.overlay),
        })
    })
}

/// The texts that the stamp stands for. A file of a slice has its name below the slice's folder,
/// `specs/NAME/`; any other has its file name, so that the stamp does not depend on the folder in
/// which the command runs.
fn stamped(input: &Input) -> Vec<(String, String)> {
    std::iter::once(&input.document)
        .chain(&input.overlays)
        .map(|source| {
            let file = || source.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let below = source.name.strip_prefix("specs/");
            let in_slice = below.and_then(|below| below.split_once('/'));
            let name = in_slice.map_or_else(file, |(_, name)| name);
            (name.to_owned(), source.text.clone())
        })
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

//! Refuses a document that lost much of a slice: one that was cut off, or that is written in a way that is no longer
//! understood.

use connect_codegen::diagnostics::{Code, Outcome};
use connect_codegen::{Diagnostics, Input, Source};
use connect_codegen_cli::exit::Error;
use connect_codegen_cli::report::Report;

use crate::args::InputArgs;
use crate::lock::{self, Lock, SliceCounts};
use crate::slice::Slice;
use crate::sources;
use crate::workspace::Workspace;

/// The share of operations, components or filters that a slice can lose, in percent.
pub const SHARE: usize = 20;

/// Checks that a slice is not much smaller than the one in `specs/`, if it selects the same part of the document.
///
/// # Errors
/// Returns an error if it lost more than [`SHARE`] percent of its operations, components or filters. One of a few does
/// not count.
pub fn check_size(workspace: &Workspace, slice: &Slice, new: &Lock) -> Result<(), Error> {
    let Some(old) = lock::of(workspace, slice).filter(|lock| lock.part() == new.part()) else {
        return Ok(());
    };
    let losses = losses(old.counts, new.counts);
    if losses.is_empty() {
        return Ok(());
    }
    Err(Error::Usage {
        what: format!(
            "slice `{}` would lose {}: more than {SHARE} %",
            slice,
            losses.join(" and ")
        ),
        help: "check that the document is complete and declares filters as before; if it is right, pass --accept-losses"
            .to_owned(),
    })
}

/// Returns what is lost beyond the share: `58 of 58 filters`.
fn losses(old: SliceCounts, new: SliceCounts) -> Vec<String> {
    let counts = [
        ("operations", old.operations, new.operations),
        ("components", old.components, new.components),
        ("filters", old.filters, new.filters),
    ];
    let lost = counts.into_iter().filter_map(|(what, old, new)| {
        let lost = old.saturating_sub(new);
        let is_much = lost * 100 > old * SHARE && (lost > 1 || new == 0);
        is_much.then(|| format!("{lost} of {old} {what}"))
    });
    lost.collect()
}

/// Checks that the references of a slice lead somewhere, after the overlays of the slice. In a document that was cut off
/// they do not.
///
/// # Errors
/// Returns an error if a reference leads nowhere.
pub fn check_references(
    workspace: &Workspace,
    slice: &Slice,
    text: &str,
    report: &mut Report,
) -> Result<(), Error> {
    let own = InputArgs::default();
    let input = Input {
        document: Source::new(slice.contract(), text.to_owned()),
        overlays: sources::overlays_of(workspace, Some(slice), &own, report)?,
        // Without it, an operation whose reference leads nowhere is skipped with a warning.
        strict: true,
        ..Input::default()
    };
    let found = connect_codegen::generate(&input, &mut |_| {}).diagnostics;
    let mut broken = Diagnostics::new();
    for diagnostic in found.iter().filter(|it| it.code == Code::BadReference) {
        broken.push(diagnostic.clone());
    }
    match broken.has_errors() {
        true => {
            report.parting("nothing was written: the document may have been cut off; if it is right, pass --accept-losses");
            report.take(Outcome::failed(broken))
        }
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(operations: usize, components: usize, filters: usize) -> SliceCounts {
        SliceCounts {
            paths: 1,
            operations,
            components,
            schemas: components,
            filters,
        }
    }

    #[test]
    fn a_fifth_can_be_lost_and_one_of_a_few() {
        let lost = |new| losses(counts(35, 10, 58), new);
        assert_eq!(lost(counts(35, 10, 0)), ["58 of 58 filters"]);
        assert_eq!(lost(counts(28, 8, 47)), [""; 0]);
        assert_eq!(
            lost(counts(27, 7, 46)),
            [
                "8 of 35 operations",
                "3 of 10 components",
                "12 of 58 filters"
            ]
        );
        assert_eq!(losses(counts(2, 2, 1), counts(1, 1, 1)), [""; 0]);
        assert_eq!(losses(counts(2, 2, 1), counts(2, 2, 0)), ["1 of 1 filters"]);
    }
}

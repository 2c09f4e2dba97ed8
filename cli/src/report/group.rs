//! Groups diagnostics that are shown as one.

use std::collections::BTreeMap;

use connect_codegen::diagnostics::Code;
use connect_codegen::{Diagnostic, Severity};

/// The number of notes that are shown per diagnostic code: some documents cause hundreds.
pub const NOTES_SHOWN: usize = 3;

/// The codes whose notes ask for nothing and are the same in every run: they are shown only if asked for.
const ROUTINE: [Code; 1] = [Code::ContentRange];

/// Returns whether a diagnostic is a note that asks for nothing.
pub fn is_routine(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Note && ROUTINE.contains(&finding.code)
}

/// Diagnostics with the same headline and different spans.
#[derive(Debug)]
pub struct Group<'a, T> {
    /// Those that are shown, by span; at least one.
    pub shown: Vec<&'a T>,
    /// The number of others.
    pub hidden: usize,
}

/// Counts the notes of each diagnostic code over a whole run.
#[derive(Debug, Default)]
pub struct Notes {
    shown: BTreeMap<Code, usize>,
    hidden: BTreeMap<Code, usize>,
}

impl Notes {
    /// Groups diagnostics, ordered by the first span of each group. At most [`NOTES_SHOWN`] notes
    /// of a diagnostic code are shown in a run, unless it is `verbose`.
    pub fn group<'a, T: AsRef<Diagnostic>>(
        &mut self,
        findings: impl Iterator<Item = &'a T>,
        verbose: bool,
    ) -> Vec<Group<'a, T>> {
        let mut groups: Vec<Group<'a, T>> = Vec::new();
        let mut index: BTreeMap<_, usize> = BTreeMap::new();
        for item in findings {
            let finding = item.as_ref();
            let key = (
                finding.severity,
                finding.code,
                finding.message.as_str(),
                finding.help.as_deref(),
            );
            let known = index.get(&key).copied();
            if finding.severity == Severity::Note && !verbose && !self.may_show(finding.code) {
                match known {
                    Some(at) => groups[at].hidden += 1,
                    None => *self.hidden.entry(finding.code).or_default() += 1,
                }
                continue;
            }
            match known {
                Some(at) => groups[at].shown.push(item),
                None => {
                    index.insert(key, groups.len());
                    groups.push(Group {
                        shown: vec![item],
                        hidden: 0,
                    });
                }
            }
        }
        groups
    }

    fn may_show(&mut self, code: Code) -> bool {
        let shown = self.shown.entry(code).or_default();
        let may = *shown < NOTES_SHOWN;
        *shown += usize::from(may);
        may
    }

    /// Returns the diagnostic codes with notes that are neither shown nor counted in a group, and
    /// their number.
    pub fn left_out(&self) -> impl Iterator<Item = (Code, usize)> + '_ {
        self.hidden.iter().map(|(code, count)| (*code, *count))
    }
}

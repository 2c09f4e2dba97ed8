//! A run: mutate, judge, keep what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;

use connect_codegen::FileSet;
use connect_codegen::diagnostics::Code;
use serde_yaml::Value;

use crate::case::{Case, LONGEST, SMALL};
use crate::coverage::Coverage;
use crate::extensions::{self, Example};
use crate::fault::Fault;
use crate::judge::{Checks, judge};
use crate::random::Random;
use crate::{bytes, structure};

/// One in so many cases is derived from a large one. They take twenty times as long.
const LARGE: usize = 50;

/// One in so many cases gets all checks.
const THOROUGH: u64 = 16;

/// The counts of a run.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// The number of judged cases.
    pub executions: u64,
    /// The number of them for which bindings were generated.
    pub generated: u64,
    /// The number of cases by last stage.
    pub stages: BTreeMap<&'static str, u64>,
    /// The diagnostic codes, each with the last stage.
    pub codes: BTreeSet<(&'static str, Code)>,
}

/// A run in progress.
pub struct Run {
    random: Random,
    corpus: Vec<Case>,
    /// Positions in the corpus: of small cases, of those among them that give bindings, and of large cases.
    small: Vec<usize>,
    sound: Vec<usize>,
    large: Vec<usize>,
    /// The extensions in the first cases.
    examples: Vec<Example>,
    coverage: Coverage,
    totals: Totals,
    /// Of so many cases that give bindings, one belongs to the sample that is compiled, in addition to new ones.
    compiled: NonZeroU64,
}

impl Run {
    /// A run of a seed that begins with cases. Of `compiled` cases that give bindings, one belongs to the sample that is
    /// compiled, in addition to those that reach new code.
    #[must_use]
    pub fn new(seed: u64, corpus: Vec<Case>, compiled: NonZeroU64) -> Self {
        let mut run = Self {
            random: Random::new(seed),
            corpus: Vec::new(),
            small: Vec::new(),
            sound: Vec::new(),
            large: Vec::new(),
            examples: Vec::new(),
            coverage: Coverage::default(),
            totals: Totals::default(),
            compiled,
        };
        for case in corpus {
            for tree in case.texts.iter().filter_map(|text| tree(text)) {
                extensions::examples(&tree, &mut run.examples);
            }
            Coverage::start();
            let generated = judge(&case, Checks::Once).is_ok_and(|verdict| verdict.files.is_some());
            run.coverage.add();
            run.add(case, generated);
        }
        run
    }

    fn add(&mut self, case: Case, generated: bool) {
        let index = self.corpus.len();
        if case.size() > SMALL {
            self.large.push(index);
        } else {
            self.small.push(index);
            if generated {
                self.sound.push(index);
            }
        }
        self.corpus.push(case);
    }

    /// The next case: one of the corpus, with one or two of its texts changed.
    pub fn next_case(&mut self) -> Case {
        let Self {
            random,
            corpus,
            small,
            sound,
            large,
            examples,
            ..
        } = self;
        // Every second small case is derived from one that gives bindings: those get furthest.
        let pool: &[usize] = if random.once_in(LARGE) {
            large
        } else if random.once_in(2) {
            sound
        } else {
            small
        };
        let parent = random
            .pick(pool)
            .and_then(|index| corpus.get(*index))
            .cloned();
        let Some(mut case) = parent else {
            return Case {
                texts: vec![Vec::new()],
            };
        };
        let other = random
            .pick(small)
            .and_then(|index| corpus.get(*index))
            .cloned()
            .unwrap_or_default();
        let limit = if case.size() > SMALL { LONGEST } else { SMALL };
        for _ in 0..=usize::from(random.once_in(3)) {
            let index = random.below(case.texts.len());
            let from = random.pick(&other.texts).cloned().unwrap_or_default();
            if let Some(text) = case.texts.get_mut(index) {
                mutate(text, &from, examples, limit, random);
            }
        }
        case
    }

    /// Judges a case and counts it. Returns the generated files if they belong to the sample that is compiled.
    ///
    /// # Errors
    /// If the generator violated a guarantee.
    pub fn judge(&mut self, case: &Case) -> Result<Option<FileSet>, Fault> {
        self.totals.executions += 1;
        let checks = if self.totals.executions.is_multiple_of(THOROUGH) {
            Checks::All
        } else {
            Checks::Once
        };
        Coverage::start();
        let verdict = judge(case, checks);
        let mut is_new = self.coverage.add() > 0;
        let verdict = verdict?;
        *self.totals.stages.entry(verdict.stage).or_default() += 1;
        for (_, code) in verdict.codes {
            is_new |= self.totals.codes.insert((verdict.stage, code));
        }
        let generated = verdict.files.is_some();
        self.totals.generated += u64::from(generated);
        if is_new {
            self.add(case.clone(), generated);
        }
        let is_sampled = is_new || self.totals.generated.is_multiple_of(self.compiled.get());
        Ok(verdict.files.filter(|_| is_sampled))
    }

    /// The counts so far.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The code that was reached so far.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The number of cases that are mutated.
    #[must_use]
    pub fn corpus_len(&self) -> usize {
        self.corpus.len()
    }
}

/// Changes a text as a tree, in its extensions, as bytes, or in several of these ways; `other` is another text, which
/// pieces are copied from.
fn mutate(text: &mut Vec<u8>, other: &[u8], known: &[Example], limit: usize, random: &mut Random) {
    let how = random.below(10);
    let tree_of_text = tree(text).filter(|_| how < 9);
    let is_tree = tree_of_text.is_some();
    if let Some(mut tree_of_text) = tree_of_text {
        if how < 5 {
            structure::mutate(&mut tree_of_text, &tree(other).unwrap_or_default(), random);
        }
        if how >= 4 {
            extensions::mutate(&mut tree_of_text, known, random);
        }
        // A text that has become too long stays as it was.
        let written = written(&tree_of_text, random);
        if written.len() <= limit {
            *text = written;
        }
    }
    if !is_tree || how == 8 {
        bytes::mutate(text, other, limit, random);
    }
}

fn tree(text: &[u8]) -> Option<Value> {
    serde_yaml::from_slice(text).ok()
}

/// The tree as YAML, sometimes as JSON; empty if it has a key that neither can write.
fn written(tree: &Value, random: &mut Random) -> Vec<u8> {
    let text = if random.once_in(8) {
        serde_json::to_string(tree).ok()
    } else {
        serde_yaml::to_string(tree).ok()
    };
    text.unwrap_or_default().into_bytes()
}

//! A run: mutate, judge, keep what is new.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::case::{Case, LONGEST};
use crate::judge::{Fault, Signature, judge};
use crate::random::Random;
use crate::{bytes, structure};

/// A case of the corpus, with its trees if it is YAML.
struct Known {
    case: Case,
    document: Option<Value>,
    overlay: Option<Value>,
}

impl Known {
    fn new(case: Case) -> Self {
        let tree = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).ok()?;
            serde_yaml::from_str(text).ok()
        };
        Self {
            document: tree(&case.document),
            overlay: case.overlay.as_deref().and_then(tree),
            case,
        }
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// The number of judged cases.
    pub executions: u64,
    /// The number of them for which bindings were generated.
    pub generated: u64,
    /// The number of cases by last stage.
    pub stages: BTreeMap<&'static str, u64>,
    /// The different signatures.
    pub signatures: BTreeSet<Signature>,
}

/// A run in progress.
pub struct Run {
    random: Random,
    corpus: Vec<Known>,
    /// Which of them gave bindings, by index.
    sound: Vec<usize>,
    /// The number of initial cases.
    given: usize,
    totals: Totals,
}

impl Run {
    /// A run of a seed over a corpus.
    #[must_use]
    pub fn new(seed: u64, corpus: Vec<Case>) -> Self {
        let mut run = Self {
            random: Random::new(seed),
            corpus: Vec::new(),
            sound: Vec::new(),
            given: corpus.len(),
            totals: Totals::default(),
        };
        for case in corpus {
            let signature = judge(&case);
            run.add(case, signature.is_ok_and(|signature| signature.generated));
        }
        run
    }

    fn add(&mut self, case: Case, sound: bool) {
        if sound {
            self.sound.push(self.corpus.len());
        }
        self.corpus.push(Known::new(case));
    }

    /// The next case.
    pub fn next_case(&mut self) -> Case {
        let Self {
            random,
            corpus,
            sound,
            ..
        } = self;
        let (mut one, two) = (random.below(corpus.len()), random.below(corpus.len()));
        // Every second case is derived from a sound one: those get furthest.
        if let (true, Some(at)) = (random.once_in(2), random.pick(sound)) {
            one = *at;
        }
        let (Some(parent), Some(other)) = (corpus.get(one), corpus.get(two)) else {
            return Case {
                document: Vec::new(),
                overlay: None,
            };
        };
        let touches_overlay = parent.case.overlay.is_some() && random.once_in(2);
        let mut case = parent.case.clone();
        if !touches_overlay || random.once_in(3) {
            case.document = mutated(
                &case.document,
                parent.document.as_ref(),
                (&other.case.document, other.document.as_ref()),
                random,
            );
        }
        if touches_overlay {
            let text = case.overlay.take().unwrap_or_default();
            let from = other.case.overlay.as_ref().unwrap_or(&other.case.document);
            let tree = other.overlay.as_ref().or(other.document.as_ref());
            case.overlay = Some(mutated(
                &text,
                parent.overlay.as_ref(),
                (from, tree),
                random,
            ));
        }
        case
    }

    /// Judges a case and counts it. A case with a new outcome joins the corpus; returns whether it did.
    ///
    /// # Errors
    /// If the generator violated a guarantee.
    pub fn judge(&mut self, case: &Case) -> Result<bool, Fault> {
        self.totals.executions += 1;
        let signature = judge(case)?;
        let generated = signature.generated;
        self.totals.generated += u64::from(generated);
        *self.totals.stages.entry(signature.stage).or_default() += 1;
        let is_new = self.totals.signatures.insert(signature);
        if is_new {
            self.add(case.clone(), generated);
        }
        Ok(is_new)
    }

    /// The counts so far.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The cases with a unique outcome: of all new cases of the run, the shortest for each pair of diagnostic
    /// codes, and for each code in each stage, unless an initial case has it.
    #[must_use]
    pub fn distilled(&self) -> Vec<&Case> {
        let (given, found) = self.corpus.split_at(self.given);
        let mut covered: BTreeSet<Feature> = given.iter().flat_map(features).collect();
        let mut found: Vec<&Known> = found.iter().collect();
        found.sort_by_key(|known| known.case.to_bytes().len());
        found.retain(|known| {
            let before = covered.len();
            covered.extend(features(known));
            covered.len() > before
        });
        found.into_iter().map(|known| &known.case).collect()
    }

    /// The number of known cases.
    #[must_use]
    pub fn corpus_len(&self) -> usize {
        self.corpus.len()
    }
}

/// Two diagnostic codes of one case, or one code twice, and the last stage.
type Feature = (&'static str, &'static str, &'static str);

fn features(known: &Known) -> Vec<Feature> {
    let Ok(signature) = judge(&known.case) else {
        return Vec::new();
    };
    let codes: Vec<&'static str> = signature
        .codes
        .iter()
        .map(|(_, code)| code.as_str())
        .collect();
    let pairs = |(at, one): (usize, &&'static str)| {
        let (one, stage) = (*one, signature.stage);
        codes[at..]
            .iter()
            .map(move |two| (stage, one, *two))
            .collect::<Vec<_>>()
    };
    codes.iter().enumerate().flat_map(pairs).collect()
}

/// A text changed as a tree, as bytes, or as both.
fn mutated(
    text: &[u8],
    tree: Option<&Value>,
    other: (&[u8], Option<&Value>),
    random: &mut Random,
) -> Vec<u8> {
    let how = random.below(8);
    let mut mutated = match tree {
        Some(tree) if how < 6 => {
            let mut tree = tree.clone();
            structure::mutate(&mut tree, other.1.unwrap_or(&Value::Null), random);
            let text = written(&tree, random);
            // Cases must stay small, or few of them can be run.
            if text.len() > LONGEST {
                Vec::new()
            } else {
                text
            }
        }
        _ => text.to_vec(),
    };
    if tree.is_none() || how >= 5 {
        bytes::mutate(&mut mutated, other.0, random);
    }
    mutated
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

//! Folds findings, so that one change is told once: what follows from a finding becomes part of it, and copies of
//! one vendor edit become places of one finding.

use super::finding::{Finding, Site};
use super::kinds::ChangeKind;
use super::reach::closure;
use super::side::Pair;
use connect_codegen::Pointer;

/// Folds findings. The order is that of the first ones.
pub fn folded(pair: &Pair, mut findings: Vec<Finding>) -> Vec<Finding> {
    for site in findings.iter_mut().flat_map(|it| &mut it.places) {
        site.old = site.old.as_ref().map(|at| pair.old.canonical(at));
        site.new = site.new.as_ref().map(|at| pair.new.canonical(at));
    }
    let findings = consequences(pair, without_skipped(findings));
    copies(aspects(directions(findings)))
}

/// Adds a finding to the first one that it is `part` of, or to the list.
fn joined(
    findings: Vec<Finding>,
    is_part: impl Fn(&Finding, &Finding) -> bool,
    join: impl Fn(&mut Finding, Finding),
) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for finding in findings {
        match all.iter_mut().find(|other| is_part(&finding, other)) {
            Some(other) => join(other, finding),
            None => all.push(finding),
        }
    }
    all
}

fn positions(finding: &Finding) -> Vec<(Option<&Pointer>, Option<&Pointer>)> {
    let places = finding.places.iter();
    places
        .map(|site| (site.old.as_ref(), site.new.as_ref()))
        .collect()
}

fn add_places(finding: &mut Finding, places: Vec<Site>) {
    for site in places {
        if !finding.places.contains(&site) {
            finding.places.push(site);
        }
    }
}

fn add_words(words: &mut String, more: &str) {
    if !words.contains(more) {
        words.push(' ');
        words.push_str(more);
    }
}

/// Joins what is said of one place in two directions: a schema can be one type for requests and another for responses.
fn directions(findings: Vec<Finding>) -> Vec<Finding> {
    let is_part = |one: &Finding, other: &Finding| {
        let is_somewhere = |site: &Site| site.old.is_some() || site.new.is_some();
        one.kind == other.kind
            && one.what == other.what
            && positions(one) == positions(other)
            && one.places.iter().any(is_somewhere)
    };
    joined(findings, is_part, |other, finding| {
        add_words(&mut other.wire, &finding.wire);
        add_places(other, finding.places.clone());
        other.absorb(finding);
    })
}

/// Joins what is said of one item: a field that is optional now and has another limit.
fn aspects(findings: Vec<Finding>) -> Vec<Finding> {
    let is_aspect = |finding: &Finding| {
        let stays = finding.places.iter();
        let mut stays = stays.map(|site| site.old.is_some() && site.new.is_some());
        stays.all(|it| it) && finding.places.iter().all(|site| site.of.is_some())
    };
    let is_part = |one: &Finding, other: &Finding| {
        is_aspect(one) && is_aspect(other) && one.what == other.what && one.places == other.places
    };
    joined(findings, is_part, |other, finding| {
        // What is said of Rust alone is not worth a word beside what is said of the wire.
        if other.wire.starts_with("Nothing") {
            other.wire.clone_from(&finding.wire);
        } else if !finding.wire.starts_with("Nothing") {
            add_words(&mut other.wire, &finding.wire);
        }
        if other.otherwise == "Nothing." {
            other.otherwise.clone_from(&finding.otherwise);
        }
        other.also.push(finding.kind);
        other.also.extend(&finding.also);
        other.absorb(finding);
    })
}

/// Joins copies: the same change of the same item in several places.
fn copies(findings: Vec<Finding>) -> Vec<Finding> {
    let is_part = |one: &Finding, other: &Finding| {
        one.kind == other.kind
            && one.also == other.also
            && one.what == other.what
            && one.wire == other.wire
            && one.same == other.same
            && one.places.iter().all(|site| site.of.is_some())
    };
    joined(findings, is_part, |other, finding| {
        add_places(other, finding.places.clone());
        other.absorb(finding);
    })
}

/// Drops what is said of items without a counterpart in Rust, where the same is told as a change, or what they belong to
/// comes or goes.
fn without_skipped(findings: Vec<Finding>) -> Vec<Finding> {
    let is_skipped = |it: &Finding| it.kind == ChangeKind::LeftOut;
    let (skipped, mut rest): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(is_skipped);
    let is_told = |site: &Site| {
        let mut sites = rest.iter().flat_map(|it| &it.places);
        sites.any(|other| {
            let comes_or_goes = other.old.is_some() != other.new.is_some();
            let covers = |other: &Option<Pointer>, own: &Option<Pointer>| match (other, own) {
                (Some(other), Some(own)) => {
                    own == other
                        || (comes_or_goes && (own.is_within(other) || other.is_within(own)))
                }
                _ => false,
            };
            covers(&other.old, &site.old) || covers(&other.new, &site.new)
        })
    };
    let untold = skipped
        .into_iter()
        .filter(|it| !it.places.iter().all(&is_told));
    let untold: Vec<Finding> = untold.collect();
    rest.extend(untold);
    rest
}

/// Makes the types that come and go because of other findings part of these.
fn consequences(pair: &Pair, findings: Vec<Finding>) -> Vec<Finding> {
    let is_type = |it: &Finding| {
        matches!(
            it.kind,
            ChangeKind::TypeAdded | ChangeKind::TypeRemoved | ChangeKind::TypeRenamed
        )
    };
    let (mut types, mut causes): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(is_type);
    // A schema before its parts.
    types.sort_by_key(|it| {
        let old = it.places.first().and_then(|site| site.old.as_ref());
        old.map_or(0, |old| old.as_str().len())
    });
    let reached: Vec<_> = causes
        .iter()
        .map(|it| {
            let drops = closure(&pair.old.api, &it.drops);
            (drops, closure(&pair.new.api, &it.brings))
        })
        .collect();
    let mut rest: Vec<Finding> = Vec::new();
    for finding in types {
        let cause = reached
            .iter()
            .position(|(drops, brings)| match finding.kind {
                ChangeKind::TypeAdded => finding.brings.iter().any(|id| brings.contains(id)),
                ChangeKind::TypeRemoved => finding.drops.iter().any(|id| drops.contains(id)),
                _ => false,
            });
        let renamed = causes.iter().position(|it| is_within(&finding, it));
        if let Some(cause) = cause.or(renamed).and_then(|at| causes.get_mut(at)) {
            cause.absorb(finding);
        } else if let Some(owner) = rest.iter_mut().find(|it| is_within(&finding, it)) {
            owner.absorb(finding);
        } else {
            rest.push(finding);
        }
    }
    let mut causes = displaced(causes);
    causes.extend(rest);
    causes
}

/// Makes a function that gave its name to another one part of the finding about that one.
fn displaced(findings: Vec<Finding>) -> Vec<Finding> {
    let (renamed, mut rest): (Vec<Finding>, Vec<Finding>) = findings
        .into_iter()
        .partition(|it| it.kind == ChangeKind::FunctionRenamed);
    for finding in renamed {
        let takes = |it: &&mut Finding| match (&it.renames, &finding.renames) {
            (Some([was, is]), Some([old, _])) => was != is && is == old,
            _ => false,
        };
        match (rest.iter_mut().find(takes), &finding.renames) {
            (Some(cause), Some([old, new])) => {
                let what = &finding.what;
                let more = format!(" Its name is `{old}` now; that was the {what}, now `{new}`.");
                cause.wire.push_str(&more);
                cause.absorb(finding);
            }
            _ => rest.push(finding),
        }
    }
    rest
}

/// Returns whether a type is renamed with the type whose schema its own is a part of, or with the operation.
fn is_within(inner: &Finding, outer: &Finding) -> bool {
    let below = |inner: &Option<Pointer>, outer: &Option<Pointer>| match (inner, outer) {
        (Some(inner), Some(outer)) => {
            let rest = inner.as_str().strip_prefix(outer.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        }
        _ => false,
    };
    let is_renamed = |it: &Finding| {
        matches!(
            it.kind,
            ChangeKind::TypeRenamed | ChangeKind::FunctionRenamed
        )
    };
    let mut pairs = inner.places.iter().zip(&outer.places);
    is_renamed(inner)
        && is_renamed(outer)
        && pairs
            .all(|(inner, outer)| below(&inner.old, &outer.old) && below(&inner.new, &outer.new))
}

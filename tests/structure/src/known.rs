//! Exceptions from the rules, each with its reason. One that is not needed is a finding, too.

use crate::Finding;
use crate::circles::Circle;

/// Returns the messages of findings whose key is not among the exceptions, and of exceptions without a finding. An
/// exception is a key and a reason.
#[must_use]
pub fn unexpected(found: &[Finding], known: &[(&str, &str)]) -> Vec<String> {
    let is_known = |finding: &&Finding| known.iter().any(|(key, _)| *key == finding.key);
    let is_dead = |(key, _): &&(&str, &str)| !found.iter().any(|finding| finding.key == *key);
    let news = found.iter().filter(|finding| !is_known(finding));
    let dead = known.iter().filter(is_dead);
    news.map(|finding| finding.message.clone())
        .chain(dead.map(|(key, _)| format!("the exception for {key} is no longer needed")))
        .collect()
}

/// An exception for a circle.
#[derive(Debug, Clone, Copy)]
pub struct KnownCircle<'t> {
    /// A file of the circle.
    pub file: &'t str,
    /// The number of its files: it must neither grow, nor shrink without a change of the list.
    pub files: usize,
    /// Why it is there.
    pub reason: &'t str,
}

/// The same for circles.
#[must_use]
pub fn unexpected_circles(found: &[Circle], known: &[KnownCircle<'_>]) -> Vec<String> {
    let exception = |circle: &Circle| known.iter().find(|known| circle.files.contains(known.file));
    let mut messages = Vec::new();
    for circle in found {
        match exception(circle) {
            None => messages.push(circle.message.clone()),
            Some(known) if known.files != circle.files.len() => messages.push(format!(
                "the circle of {} has {} files, not {} as in the list of known circles: {}",
                known.file,
                circle.files.len(),
                known.files,
                circle.message
            )),
            Some(_) => {}
        }
    }
    let is_dead = |known: &&KnownCircle<'_>| !found.iter().any(|it| it.files.contains(known.file));
    let dead = known.iter().filter(is_dead);
    messages
        .extend(dead.map(|known| format!("{} is in no circle; remove the exception", known.file)));
    messages
}

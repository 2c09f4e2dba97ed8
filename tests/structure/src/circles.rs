//! Files that import each other in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::imports::Imports;

/// A set of files each of which imports each other, directly or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// All files of the set.
    pub files: BTreeSet<String>,
    /// A shortest way from a file back to itself, with the lines that import.
    pub message: String,
}

/// Finds the circles; no file is in two of them.
#[must_use]
pub fn circles(imports: &Imports) -> Vec<Circle> {
    let reach: BTreeMap<&str, BTreeSet<&str>> = imports
        .edges
        .keys()
        .map(|file| (file.as_str(), reached(imports, file)))
        .collect();
    let mut circles = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for (file, reached) in &reach {
        if !reached.contains(file) || done.contains(file) {
            continue;
        }
        let back = |other: &&str| reach.get(other).is_some_and(|it| it.contains(file));
        let files: BTreeSet<&str> = reached.iter().copied().filter(back).collect();
        done.extend(&files);
        circles.push(Circle {
            message: message(imports, &files),
            files: files.into_iter().map(str::to_owned).collect(),
        });
    }
    circles
}

/// The files that a file imports, directly or not.
fn reached<'i>(imports: &'i Imports, file: &str) -> BTreeSet<&'i str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = imports.of(file).collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(imports.of(file));
        }
    }
    reached
}

fn message(imports: &Imports, files: &BTreeSet<&str>) -> String {
    let ways = files.iter().filter_map(|file| shortest(imports, file));
    let way = ways.min_by_key(Vec::len).unwrap_or_default();
    let mut text = format!(
        "{} files import each other in a circle, for instance\n",
        files.len()
    );
    for pair in way.windows(2) {
        text += &format!("  {} imports {}\n", pair[0], pair[1]);
        for line in imports.lines(pair[0], pair[1]) {
            text += &format!("    {line}\n");
        }
    }
    if files.len() > way.len().saturating_sub(1) {
        let files: Vec<&str> = files.iter().copied().collect();
        text += &format!("  all of them: {}\n", files.join(", "));
    }
    text
}

/// A shortest way from a file to itself.
fn shortest<'i>(imports: &'i Imports, start: &'i str) -> Option<Vec<&'i str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for next in imports.of(file) {
            if next == start {
                let mut way = vec![start];
                let steps = std::iter::successors(Some(file), |at| before.get(at).copied());
                way.extend(steps);
                way.reverse();
                if way.first() != Some(&start) {
                    way.insert(0, start);
                }
                return Some(way);
            }
            if !before.contains_key(next) {
                before.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

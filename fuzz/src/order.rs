//! The order of members means nothing: a document with all of them reversed gives the same.

use std::collections::BTreeMap;

use connect_codegen::{Source, fingerprint, generate};
use serde_yaml::Value;

use crate::case::{Case, input};
use crate::fault::Fault;
use crate::tree::nodes;

/// The maximum number of nodes of documents that are compared. The pinned slice has a tenth of it.
const MOST_NODES: usize = 30_000;

/// Compares what a case gives, and what it gives when the members of all mappings are reversed. Lists keep their
/// order. A case that is not YAML is fine.
///
/// # Errors
/// If the files or the diagnostic codes differ.
pub fn check(case: &Case) -> Result<(), Fault> {
    let trees: Option<Vec<Value>> = case
        .texts
        .iter()
        .map(|text| serde_yaml::from_slice(text).ok())
        .collect();
    let Some(trees) = trees else {
        return Ok(());
    };
    // Aliases can stand for much more than is written.
    if trees.iter().map(nodes).sum::<usize>() > MOST_NODES {
        return Ok(());
    }
    let reversed: Vec<Value> = trees.iter().map(reversed).collect();
    // Both are written anew, so that they differ in nothing else.
    let (Some(one), Some(two)) = (made(&trees), made(&reversed)) else {
        return Ok(());
    };
    if let Some(codes) = difference(&one.codes, &two.codes) {
        return Err(Fault::new(
            format!("other diagnostics when members are reversed: {codes}"),
            "",
        ));
    }
    let other = one
        .files
        .iter()
        .find(|(path, text)| two.files.get(*path) != Some(*text));
    match other {
        None if one.files.len() == two.files.len() => Ok(()),
        None => Err(Fault::new("more files when members are reversed", "")),
        Some((path, text)) => {
            let with = two.files.get(path).map_or("", String::as_str);
            let line = text.lines().zip(with.lines()).find(|(one, two)| one != two);
            let details = format!("{path}: {line:?}");
            Err(Fault::new(
                "other files when members are reversed",
                &details,
            ))
        }
    }
}

/// What the generator makes of texts, as far as it must not depend on the order of members.
struct Made {
    codes: BTreeMap<&'static str, usize>,
    files: BTreeMap<String, String>,
}

fn made(trees: &[Value]) -> Option<Made> {
    let texts = trees
        .iter()
        .map(|tree| serde_yaml::to_string(tree).ok().map(String::into_bytes));
    let case = Case {
        texts: texts.collect::<Option<_>>()?,
    };
    let sources: Option<Vec<Source>> = case
        .named()
        .map(|(name, text)| Source::from_bytes(&name, text.clone()).value)
        .collect();
    let input = input(sources?)?;
    let texts = std::iter::once(&input.document).chain(&input.overlays);
    let texts: Vec<(&str, &str)> = texts
        .map(|source| (source.name.as_str(), source.text.as_str()))
        .collect();
    let stamp = fingerprint(&texts);
    let outcome = generate(&input, &mut |_| {});
    let mut made = Made {
        codes: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    for diagnostic in outcome.diagnostics.iter() {
        *made.codes.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    for (path, text) in outcome
        .value
        .iter()
        .flat_map(|bindings| bindings.files.iter())
    {
        // The fingerprint covers the texts as they are.
        made.files
            .insert(path.to_owned(), text.replace(&stamp, "0x0"));
    }
    Some(made)
}

/// The codes that come more often on one side.
fn difference(one: &BTreeMap<&str, usize>, two: &BTreeMap<&str, usize>) -> Option<String> {
    let only = |one: &BTreeMap<&str, usize>, two: &BTreeMap<&str, usize>| {
        let more = one
            .iter()
            .filter(|(code, count)| two.get(*code).unwrap_or(&0) < count);
        more.map(|(code, _)| (*code).to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (one != two).then(|| format!("`{}` to `{}`", only(one, two), only(two, one)))
}

fn reversed(tree: &Value) -> Value {
    match tree {
        Value::Mapping(map) => {
            let members: Vec<_> = map.iter().collect();
            let members = members.into_iter().rev();
            Value::Mapping(
                members
                    .map(|(key, value)| (key.clone(), reversed(value)))
                    .collect(),
            )
        }
        Value::Sequence(items) => Value::Sequence(items.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_reversed_at_every_level_and_lists_are_not() {
        let tree: Value = serde_yaml::from_str("{a: [1, {b: 2, c: 3}], d: 4}").expect("YAML");
        let text = serde_yaml::to_string(&reversed(&tree)).expect("YAML");
        assert_eq!(text, "d: 4\na:\n- 1\n- c: 3\n  b: 2\n");
    }

    #[test]
    fn codes_that_come_more_often_are_named() {
        let (one, two) = (
            BTreeMap::from([("a", 1), ("b", 2)]),
            BTreeMap::from([("a", 1), ("c", 1)]),
        );
        assert_eq!(difference(&one, &one), None);
        assert_eq!(difference(&one, &two).as_deref(), Some("`b` to `c`"));
    }
}

//! Lists: filters, ordering and pages.

mod aggregates;
mod chunks;
mod files;
pub(crate) mod filter;
mod page;
mod reconciliations;
mod records;

use filter::Filter;

pub(crate) use aggregates::aggregates;
pub(crate) use chunks::chunks;
pub(crate) use files::{categories, files};
pub(crate) use reconciliations::reconciliations;
pub(crate) use records::records;

/// The names of the filters of the list at this path; `None` if there is no list.
pub(crate) fn filter_names(path: &[&str]) -> Option<Vec<&'static str>> {
    Some(match path {
        ["", "usage", "aggregates"] => names(aggregates::filters()),
        ["", "usage", "chunks"] => names(chunks::filters()),
        ["", "usage", "files"] => names(files::filters()),
        ["", "usage", "files", _, "categories"] => names(files::category_filters()),
        ["", "usage", "reconciliations"] => names(reconciliations::filters()),
        ["", "usage", "records"] => names(records::filters()),
        _ => return None,
    })
}

fn names<R>(filters: Vec<Filter<R>>) -> Vec<&'static str> {
    filters.iter().map(|it| it.name).collect()
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::filter::{Filter, Kind, Lookup};
    use super::{aggregates, chunks, files, reconciliations, records};

    fn lookups(lookup: Lookup) -> &'static [&'static str] {
        match lookup {
            Lookup::Eq => &["eq"],
            Lookup::Ne => &["ne"],
            Lookup::In => &["in"],
            Lookup::Out => &["out"],
            Lookup::Null => &["null"],
            Lookup::Like => &["like", "ilike"],
            Lookup::Order => &["gt", "ge", "lt", "le"],
        }
    }

    /// A filter in one line: its name, its lookups, search, ordering and choices.
    fn line(name: &str, mut lookups: Vec<&str>, flags: [bool; 2], choices: &[&str]) -> String {
        lookups.sort_unstable();
        format!("{name} {lookups:?} {flags:?} {choices:?}")
    }

    fn ours<R>(filters: Vec<Filter<R>>) -> Vec<String> {
        let lines = filters.iter().map(|it| {
            let lookups = it.lookups.iter().flat_map(|it| lookups(*it)).copied();
            let choices = match it.kind {
                Kind::Choice(choices) => choices,
                Kind::String | Kind::DateTime => &[],
            };
            line(
                it.name,
                lookups.collect(),
                [it.search, it.ordering],
                choices,
            )
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        lines
    }

    fn strings(value: &Value) -> Vec<&str> {
        let strings = value.as_sequence().into_iter().flatten();
        strings.map(|it| it.as_str().expect("a string")).collect()
    }

    fn declared(contract: &Value, path: &str) -> Vec<String> {
        let parameters = contract["paths"][path]["get"]["parameters"].as_sequence();
        let filters = parameters.expect(path).iter();
        let lines = filters
            .filter(|it| !it["x-connect-filter"].is_null())
            .map(|it| {
                let filter = &it["x-connect-filter"];
                let flags =
                    [&filter["search"], &filter["ordering"]].map(|it| it.as_bool() == Some(true));
                let name = it["name"].as_str().expect("a name");
                line(
                    name,
                    strings(&filter["lookups"]),
                    flags,
                    &strings(&it["schema"]["enum"]),
                )
            });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn filters_are_those_of_the_contract() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/usage/contract.yml");
        let text = std::fs::read_to_string(file).expect("the contract");
        let contract: Value = serde_yaml::from_str(&text).expect("YAML");
        let mut count = 0;
        for (path, ours) in [
            ("/usage/aggregates", ours(aggregates::filters())),
            ("/usage/chunks", ours(chunks::filters())),
            ("/usage/files", ours(files::filters())),
            (
                "/usage/files/{file_pk}/categories",
                ours(files::category_filters()),
            ),
            ("/usage/reconciliations", ours(reconciliations::filters())),
            ("/usage/records", ours(records::filters())),
        ] {
            assert_eq!(ours, declared(&contract, path), "{path}");
            count += ours.len();
        }
        assert_eq!(count, 58);
    }
}

//! Whatever the items hold: they come back, and none of them adds a pair or a delimiter.

use connect_runtime::Json;
use connect_runtime::codegen::Style;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{beside_a_filter, cookie, path, query, request};

fn decode(text: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.expect("UTF-8").into_owned()
}

/// The texts between delimiters, decoded.
fn split(text: &str, delimiter: &str) -> Vec<String> {
    text.split(delimiter).map(decode).collect()
}

/// The names and values of pairs, decoded.
fn pairs(text: &str, delimiter: &str) -> Vec<(String, String)> {
    let pair = |it: &str| {
        let (name, value) = it.split_once('=').unwrap_or((it, ""));
        (decode(name), decode(value))
    };
    text.split(delimiter).map(pair).collect()
}

/// The values of an expression of pairs, as the server reads it after decoding.
fn values_of_expression(query: &str) -> Vec<String> {
    let mut rest = &*decode(query);
    let mut values = Vec::new();
    loop {
        rest = rest.strip_prefix("p=").expect("the parameter's name");
        let quote = rest.chars().next().filter(|it| "\"'".contains(*it));
        let (value, after) = match quote {
            Some(quote) => rest[1..].split_once(quote).expect("the other quote"),
            None => rest.split_at(rest.find('&').unwrap_or(rest.len())),
        };
        values.push(match (quote, value) {
            (None, "empty()") => String::new(),
            (None, it) => {
                assert!(
                    it.chars()
                        .all(|it| it.is_ascii_alphanumeric() || "_-.:+@".contains(it))
                );
                it.to_owned()
            }
            _ => value.to_owned(),
        });
        match after.strip_prefix('&') {
            Some(more) => rest = more,
            None => {
                assert_eq!(after, "");
                return values;
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-c,;.=&|%+ \"'\\[\\]/?#]{0,6}"]
}

proptest! {
    #[test]
    fn the_items_of_a_query_come_back(items in vec(text(), 1..5)) {
        let written = |style| query("p", style, &items).expect("a query");
        let form = written(Style::Form);
        prop_assert_eq!(split(form.strip_prefix("p=").expect("a name"), ","), items.clone());
        let named: Vec<_> = items.iter().map(|it| ("p".to_owned(), it.clone())).collect();
        prop_assert_eq!(pairs(&written(Style::FormExploded), "&"), named.clone());
        for (style, delimiter) in [(Style::SpaceDelimited, "%20"), (Style::PipeDelimited, "%7C")] {
            let call = request().query_styled("p", style, Some(&items)).returns_empty();
            let is_ambiguous = items.iter().any(|it| it.contains(&decode(delimiter)));
            prop_assert_eq!(call.check().is_err(), is_ambiguous);
            if let Some(query) = call.request().query() {
                let value = query.strip_prefix("p=").expect("a name");
                prop_assert_eq!(split(value, delimiter), items.clone());
            }
        }
        let cookie = cookie(Style::FormExploded, &items).expect("a cookie");
        let values: Vec<_> = pairs(&cookie, "; ").into_iter().map(|(_, it)| it).collect();
        prop_assert_eq!(values, items);
    }

    #[test]
    fn the_items_of_a_path_come_back(items in vec(text(), 1..5), first in "[a-z]") {
        let mut items = items;
        items[0].insert_str(0, &first);
        prop_assert_eq!(split(&path(Style::Simple, &items), ","), items.clone());
        let label = path(Style::LabelExploded, &items);
        prop_assert_eq!(split(label.strip_prefix('.').expect("a dot"), "."), items.clone());
        let matrix = path(Style::MatrixExploded, &items);
        let named: Vec<_> = items.iter().map(|it| ("shape".to_owned(), it.clone())).collect();
        prop_assert_eq!(pairs(matrix.strip_prefix(';').expect("a semicolon"), ";"), named);
        let literal = |it: u8| it.is_ascii_alphanumeric() || b"-._~%,;=".contains(&it);
        prop_assert!([label, matrix].iter().all(|it| it.bytes().all(literal)));
    }

    #[test]
    fn the_members_of_an_object_come_back(
        members in proptest::collection::btree_map(text(), text(), 1..5),
    ) {
        let expected: Vec<_> = members.clone().into_iter().collect();
        let flat: Vec<_> = expected.iter().flat_map(|(key, it)| [key.clone(), it.clone()]).collect();
        let form = query("p", Style::Form, &members).expect("a query");
        prop_assert_eq!(split(form.strip_prefix("p=").expect("a name"), ","), flat);
        let exploded = query("p", Style::FormExploded, &members).expect("a query");
        prop_assert_eq!(pairs(&exploded, "&"), expected.clone());
        let call = request().query_styled("p", Style::DeepObject, Some(&members)).returns_empty();
        let is_ambiguous = members.keys().any(|it| it.contains(['[', ']']));
        prop_assert_eq!(call.check().is_err(), is_ambiguous);
        if let Some(query) = call.request().query() {
            let named: Vec<_> = expected.into_iter().map(|(key, it)| (format!("p[{key}]"), it)).collect();
            prop_assert_eq!(pairs(query, "&"), named);
        }
    }

    #[test]
    fn the_items_of_an_expression_come_back(items in vec(text(), 1..5)) {
        let value = Json::write(&items).expect("JSON");
        for style in [Style::Form, Style::FormExploded, Style::PipeDelimited, Style::Json] {
            let Ok(query) = beside_a_filter(&value, style) else { continue };
            let values = values_of_expression(&query);
            match style {
                Style::Json => prop_assert_eq!(values, [value.as_str()]),
                _ => prop_assert_eq!(&values, &items),
            }
        }
    }
}

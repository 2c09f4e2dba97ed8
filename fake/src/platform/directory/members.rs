//! Members of JSON objects by their dotted paths, such as `connection.hub.id`. An array on the way stands for each of
//! its elements.

use serde_json::{Map, Value};

/// All values at a path.
pub(crate) fn all<'v>(json: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = Vec::new();
    let segments: Vec<_> = path.split('.').collect();
    collect(json, &segments, &mut found);
    found
}

fn collect<'v>(json: &'v Value, segments: &[&str], found: &mut Vec<&'v Value>) {
    match (json, segments) {
        (Value::Array(elements), _) => {
            for element in elements {
                collect(element, segments, found);
            }
        }
        (value, []) => found.push(value),
        (Value::Object(members), [name, rest @ ..]) => {
            if let Some(member) = members.get(*name) {
                collect(member, rest, found);
            }
        }
        _ => {}
    }
}

/// The first value at a path, if it is a string.
pub(crate) fn string<'v>(json: &'v Value, path: &str) -> Option<&'v str> {
    all(json, path).first()?.as_str()
}

/// Sets the member at a path. Objects on the way are created where there is something else.
pub(crate) fn set(json: &mut Value, path: &str, value: &Value) {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    if let Value::Array(elements) = json {
        elements.iter_mut().for_each(|it| set(it, path, value));
        return;
    }
    if !json.is_object() {
        *json = Value::Object(Map::new());
    }
    let Value::Object(members) = json else {
        return;
    };
    let member = members.entry(name).or_insert(Value::Null);
    match rest {
        Some(rest) => set(member, rest, value),
        None => member.clone_from(value),
    }
}

/// Removes the members at a path.
pub(crate) fn remove(json: &mut Value, path: &str) {
    let (front, name) = match path.rsplit_once('.') {
        Some((front, name)) => (Some(front), name),
        None => (None, path),
    };
    edit(json, front, &mut |it| {
        if let Value::Object(members) = it {
            members.remove(name);
        }
    });
}

/// Changes the values at a path; without a path, the value itself.
pub(crate) fn edit(json: &mut Value, path: Option<&str>, change: &mut impl FnMut(&mut Value)) {
    match (json, path) {
        (Value::Array(elements), path) => {
            for element in elements {
                edit(element, path, change);
            }
        }
        (value, None) => change(value),
        (Value::Object(members), Some(path)) => {
            let (name, rest) = match path.split_once('.') {
                Some((name, rest)) => (name, Some(rest)),
                None => (path, None),
            };
            if let Some(member) = members.get_mut(name) {
                edit(member, rest, change);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{all, edit, remove, set, string};

    #[test]
    fn arrays_stand_for_their_elements() {
        let json = json!({"a": [{"b": 1}, {"c": 0}, {"b": [2, {"d": 3}]}], "s": "t", "n": null});
        assert_eq!(all(&json, "a.b"), [&json!(1), &json!(2), &json!({"d": 3})]);
        assert_eq!(all(&json, "a.b.d"), [&json!(3)]);
        assert_eq!(all(&json, "n"), [&json!(null)]);
        assert!(all(&json, "n.x").is_empty() && all(&json, "x").is_empty());
        assert_eq!((string(&json, "s"), string(&json, "n")), (Some("t"), None));
    }

    #[test]
    fn members_are_set_and_removed() {
        let mut json = json!({"a": [{"b": 1}, {"b": 2}], "c": null});
        set(&mut json, "a.b", &json!(3));
        set(&mut json, "c.d.e", &json!("f"));
        assert_eq!(
            json,
            json!({"a": [{"b": 3}, {"b": 3}], "c": {"d": {"e": "f"}}})
        );
        remove(&mut json, "a.b");
        remove(&mut json, "c.d.e");
        remove(&mut json, "x.y");
        assert_eq!(json, json!({"a": [{}, {}], "c": {"d": {}}}));
        edit(&mut json, Some("c.d"), &mut |it| *it = json!(1));
        remove(&mut json, "a");
        assert_eq!(json, json!({"c": {"d": 1}}));
    }
}

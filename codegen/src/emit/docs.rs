//! Documentation: the description in the overlay, or a sentence derived from the specification.

use super::responses;
use crate::ir::{
    Access, Api, Direction, Field, Filled, Filter, Ident, Operation, Primitive, Role, Selectable,
    Success, Type, TypeDef, TypeKind,
};
use crate::markdown::{self, code};
use crate::names::singular_last;

/// The documentation of an operation function.
pub fn operation(api: &Api, operation: &Operation) -> String {
    let text = operation
        .doc
        .clone()
        .unwrap_or_else(|| ruled_operation(api, operation));
    let shifts = shifting_rows(operation).map(|text| format!("\n\n{text}"));
    let filled: String = operation.filled.iter().map(filled).collect();
    let mut doc = format!(
        "{}{}{}{}{filled}{}\n\nSends {}; {} in the specification.",
        summarized(&text),
        arguments(api, operation),
        bodies(api, operation),
        shifts.unwrap_or_default(),
        authorized(api, operation),
        code(&format!("{} {}", operation.method, operation.path)),
        code(&operation.pointer.to_string()),
    );
    if let Some(module) = operation
        .filter_module
        .as_ref()
        .filter(|_| !operation.filters.is_empty())
    {
        doc.push_str(&format!(" Filters are in [`{module}`]."));
    }
    doc
}

/// What is said of the parameters that are arguments, each in a paragraph: their documentation, if the function's own
/// does not cover them, and their limits. So are those that a list sets itself while it is read in pages.
fn arguments(api: &Api, operation: &Operation) -> String {
    let paging = operation
        .parameters
        .iter()
        .filter(|it| it.role == Role::Paging);
    let paging = paging.filter(|_| api.describes_arguments);
    let described = operation.required().chain(paging).filter_map(|parameter| {
        let doc = parameter.doc.as_ref();
        let doc = doc.filter(|_| api.describes_arguments).cloned();
        let mut text = doc.unwrap_or_default();
        let gap = gap(&text);
        if let Some(limits) = &parameter.limits {
            match text.is_empty() {
                true => text.push_str(limits),
                false => markdown::add(&mut text, limits),
            }
        }
        let mut name = code(parameter.rust.plain());
        if parameter.role == Role::Paging {
            name.push_str(" (set by the list)");
        }
        (!text.is_empty()).then(|| format!("\n\n{name}:{gap}{text}"))
    });
    described.collect()
}

/// What the document says of the body of the request, in a paragraph, and of the responses, in a list.
fn bodies(api: &Api, operation: &Operation) -> String {
    if !api.describes_arguments {
        return String::new();
    }
    let request = operation.request.as_ref().and_then(|it| it.doc.as_ref());
    let request = request.map(|text| format!("\n\nThe body:{}{text}", gap(text)));
    let responses = operation.responses.iter().filter_map(|response| {
        let text = response.doc.as_ref()?.replace('\n', "\n  ");
        Some(format!(
            "\n- {}: {text}",
            code(&response.status.to_string())
        ))
    });
    let responses: String = responses.collect();
    let title = if responses.is_empty() {
        ""
    } else {
        "\n\nResponses:\n"
    };
    format!("{}{title}{responses}", request.unwrap_or_default())
}

/// What stands between a label and a text: a list or a block of code starts a paragraph.
fn gap(text: &str) -> &'static str {
    match text.is_empty() || text.starts_with(char::is_alphabetic) {
        true => " ",
        false => "\n\n",
    }
}

/// The sentence about what authorizes the call, if the operation says so itself.
fn authorized(api: &Api, operation: &Operation) -> String {
    if !operation.declares_security || operation.security.is_empty() {
        return String::new();
    }
    format!(
        "\n\nAuthorized by {}.",
        alternatives(api, &operation.security)
    )
}

/// The sentence about what authorizes the calls of all operations that do not say so themselves, if there are any.
pub fn authorized_by_default(api: &Api) -> Option<String> {
    let mut inheriting = api.operations.iter().filter(|it| !it.declares_security);
    let security = &inheriting.next()?.security;
    if security.iter().all(Vec::is_empty) {
        return None;
    }
    let authorized = alternatives(api, security);
    let exceptions = match api.operations.iter().any(|it| it.declares_security) {
        true => ", unless their function says otherwise",
        false => "",
    };
    Some(format!("Calls are authorized by {authorized}{exceptions}."))
}

/// The alternatives of what authorizes a call, in words.
fn alternatives(api: &Api, security: &[Vec<String>]) -> String {
    let scheme = |name: &String| {
        let scheme = api.schemes.iter().find(|it| it.name == *name)?;
        Some(format!("{} ({})", code(name), scheme.kind.described()))
    };
    let alternatives = security.iter().map(|alternative| {
        let schemes: Vec<String> = alternative.iter().filter_map(scheme).collect();
        match schemes.is_empty() {
            true => "nothing".to_owned(),
            false => schemes.join(" and "),
        }
    });
    let alternatives: Vec<String> = alternatives.collect();
    alternatives.join(", or by ")
}

/// The sentence about a member that the call fills in.
fn filled(filled: &Filled) -> String {
    format!(
        "\n\nIf the response has no {}, the value is the path parameter {}.",
        code(&filled.member.0),
        code(&filled.parameter.0)
    )
}

/// The warning for those who read all pages of a list, and the ordering that keeps its rows in place.
fn shifting_rows(operation: &Operation) -> Option<String> {
    let Success::Page(_) = operation.success else {
        return None;
    };
    let names = |fields: Vec<&str>| {
        let quoted: Vec<String> = fields.iter().map(|it| format!("`{it}`")).collect();
        quoted.join(", ")
    };
    let wire = |constant: &Ident| operation.filters.iter().find(|it| it.rust == *constant);
    let stable: Vec<&str> = operation
        .stable_order
        .iter()
        .filter_map(wire)
        .map(|it| it.wire.0.as_str())
        .collect();
    let orderable: Vec<&str> = operation
        .filters
        .iter()
        .filter(|it| it.ordering)
        .map(|it| it.wire.0.as_str())
        .collect();
    let way = if !stable.is_empty() {
        format!(
            "unless the list is ordered by {} with \
             [`in_stable_order`](connect_runtime::List::in_stable_order).",
            names(stable)
        )
    } else if orderable.is_empty() {
        "and the list cannot be ordered.".to_owned()
    } else {
        format!(
            "and no ordering prevents it for all rows. The list can be ordered by {}.",
            names(orderable)
        )
    };
    Some(format!(
        "Rows can change their position between one page and the next, {way}"
    ))
}

fn ruled_operation(api: &Api, operation: &Operation) -> String {
    let function = words(&operation.function);
    let resource = words(&Ident(singular_last(&operation.module.0)));
    let what = match (operation.function.0.as_str(), &operation.success) {
        ("list", _) => format!("Lists {}.", words(&operation.module)),
        ("create", _) => format!("Creates one of the {}.", words(&operation.module)),
        ("get", _) => format!("Reads one of the {}.", words(&operation.module)),
        ("update", _) => format!("Replaces one of the {}.", words(&operation.module)),
        ("patch", _) => format!("Changes one of the {}.", words(&operation.module)),
        ("delete", _) => format!("Deletes one of the {}.", words(&operation.module)),
        ("update_all", _) => format!("Replaces all {}.", words(&operation.module)),
        ("patch_all", _) => format!("Changes all {}.", words(&operation.module)),
        ("delete_all", _) => format!("Deletes all {}.", words(&operation.module)),
        (name, _) if name.starts_with("get_") => {
            let what = function.trim_start_matches("get ");
            format!("Reads the {what} ({resource}).")
        }
        (_, Success::Page(_)) => format!("Lists: {function} ({resource})."),
        _ => format!("Calls `{function}` of the resource {resource}."),
    };
    let returns = responses::described(api, operation);
    format!("{what} {returns}")
}

/// The documentation of a type.
pub fn type_def(def: &TypeDef) -> String {
    let ruled = || {
        let what = match (&def.kind, def.direction) {
            (TypeKind::Struct(_), Direction::Response) => "An object in a response.",
            (TypeKind::Struct(_), Direction::Request) => "An object in a request.",
            (TypeKind::Struct(_), Direction::Both) => "An object in a request or a response.",
            (TypeKind::Form(_), _) => "A form in a request.",
            (TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_), _) => {
                "The known values; others are kept as `Unrecognized`."
            }
            (TypeKind::Union(_), _) => "One of several forms.",
            (TypeKind::Newtype(_), _) => "An array or a map that can contain itself.",
        };
        what.to_owned()
    };
    let text = def.doc.clone().unwrap_or_else(ruled);
    format!(
        "{}\n\nDefined by {} in the specification.",
        summarized(&text),
        code(&def.pointer.to_string())
    )
}

/// The documentation of a field.
pub fn field(field: &Field, direction: Direction) -> String {
    let mut text = field
        .doc
        .clone()
        .unwrap_or_else(|| format!("The member {}.", code(&field.wire.0)));
    if field.access == Access::WriteOnly && direction != Direction::Request {
        markdown::add(&mut text, "Never in a response.");
    }
    if field.deprecated {
        markdown::add(&mut text, "Deprecated.");
    }
    text
}

/// The documentation of a filter's constant. `root` is the path to the root of the generated code.
pub fn filter(api: &Api, filter: &Filter, root: &str) -> String {
    let text = match &filter.doc {
        Some(text) => text.clone(),
        None if is_selected_alone(filter) => format!("Selects {}.", code(&filter.wire.0)),
        None => format!("Filters by {}.", code(&filter.wire.0)),
    };
    format!(
        "{}\n\n{}",
        summarized(&text),
        filter_offer(api, filter, root)
    )
}

/// Whether nothing but the presence of a field in rows is up to a request.
fn is_selected_alone(filter: &Filter) -> bool {
    filter.select.is_some() && filter.lookups.is_empty() && !filter.ordering
}

/// The type of a filter's values, its methods, and whether `search` and `select` include it.
fn filter_offer(api: &Api, filter: &Filter, root: &str) -> String {
    let select = match filter.select {
        Some(Selectable::Hidden) => " Rows lack the field unless it is included.",
        Some(Selectable::Shown) => " Rows have the field unless it is excluded.",
        None => "",
    };
    let methods = filter_methods(filter).join(", ");
    let value = match &filter.ty {
        Type::Primitive(Primitive::String) => "a string".to_owned(),
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            format!("[`{name}`]({root}::models::{name})")
        }
        other => format!("`{}`", api.type_text(other)),
    };
    let mut text = match is_selected_alone(filter) {
        true => format!("Offers {methods}.{select}"),
        false => format!("Compares with {value}. Offers {methods}.{select}"),
    };
    if filter.search {
        text.push_str(" Included in `search`.");
    }
    text
}

/// The methods that a filter offers, each in backquotes.
pub fn filter_methods(filter: &Filter) -> Vec<String> {
    let is_string = filter.ty.is(Primitive::String);
    let lookups = filter.lookups.iter();
    let offered = lookups.flat_map(|it| it.methods(is_string));
    let ordering: &[&str] = match filter.ordering {
        true => &["asc", "desc"],
        false => &[],
    };
    let select = filter.select.map(Selectable::method);
    let methods = offered.chain(ordering).copied().chain(select);
    methods.map(|method| format!("`{method}`")).collect()
}

/// Puts the first sentence in a paragraph of its own: rustdoc shows it in lists of items.
fn summarized(text: &str) -> String {
    let first = text.split("\n\n").next().unwrap_or_default();
    let ends = first.match_indices(". ").map(|(at, _)| at + 1);
    let mut ends = ends.filter(|end| {
        first[*end..]
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || c == '`')
    });
    match ends.next() {
        Some(end) => format!("{}\n\n{}", &text[..end], text[end..].trim_start()),
        None => text.to_owned(),
    }
}

/// A name as words: `approve_all` becomes `approve all`.
fn words(name: &Ident) -> String {
    name.plain().replace('_', " ")
}

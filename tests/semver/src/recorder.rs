//! A program that records a generated crate: it calls every function with fixed arguments (the required ones, and once
//! with all), uses every filter, and gives every call the responses that it is started with.

mod items;
mod values;

use std::fmt::Write as _;

use connect_codegen::FileSet;
use syn::{FnArg, ReturnType, Signature, Type};

use self::items::{Function, Items, ListField, inside, last};
use self::values::Values;
use crate::crates::NAME;

/// A program that records a crate.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program, as one file.
    pub text: String,
    /// The functions that it calls, each with the pointer of its operation in the document.
    pub functions: Vec<(String, String)>,
}

/// Writes the program that records a crate.
///
/// # Panics
/// If a generated file does not parse, or a type is met of which no value is known: what cannot be recorded must not be
/// left out in silence.
#[must_use]
pub fn recorder(files: &FileSet) -> Program {
    let items = Items::read(files);
    for operation in items.pointers.keys() {
        let is_called = items.functions.iter().any(|it| it.name == *operation);
        assert!(is_called, "no function `{operation}` is known");
    }
    let mut program = "#![allow(warnings)]\nuse recording::Recording;\n".to_owned();
    let mut calls = 0;
    for function in &items.functions {
        for statement in statements(&items, function) {
            calls += 1;
            let _ = writeln!(program, "fn r{calls}(r: &mut Recording) {{ {statement} }}");
        }
    }
    let all: String = (1..=calls)
        .map(|it| format!("    r{it}(&mut r);\n"))
        .collect();
    let _ = write!(
        program,
        "fn main() {{
    let path = std::env::args().nth(1).expect(\"a file of responses\");
    let responses = std::fs::read_to_string(path).expect(\"a file of responses\");
    let of = ({NAME}::specification::OPERATIONS, {NAME}::specification::SERVERS);
    let mut r = Recording::new(of.0, of.1, &responses);
{all}    print!(\"{{}}\", r.into_text());
}}
"
    );
    Program {
        text: program,
        functions: items.pointers.into_iter().collect(),
    }
}

/// What a function returns.
enum Returns {
    Call,
    OptionalBody(Box<Type>),
    List,
}

fn returns(signature: &Signature) -> Returns {
    let (name, body) = match &signature.output {
        ReturnType::Type(_, ty) => (last(ty), inside(ty).pop()),
        ReturnType::Default => (None, None),
    };
    let name = name.map(|it| it.to_string()).unwrap_or_default();
    match (name.as_str(), body) {
        ("Call", _) => Returns::Call,
        ("OptionalBody", Some(body)) => Returns::OptionalBody(Box::new(body)),
        ("List", _) => Returns::List,
        _ => panic!(
            "`{}` returns no call that is known: `{name}`",
            signature.ident
        ),
    }
}

/// The statements that record a function.
fn statements(items: &Items, function: &Function) -> Vec<String> {
    let least = call(items, function, false);
    let most = call(items, function, true);
    // What is optional has a function of its own, which is the same operation.
    let name = &function.name;
    let of = name
        .strip_suffix("_with")
        .filter(|it| items.pointers.contains_key(*it));
    if of.is_some() {
        return vec![format!("r.request(\"{name}\", &({most}).into());")];
    }
    let mut statements = match returns(&function.signature) {
        Returns::Call => vec![format!("r.call(\"{name}\", &{least});")],
        Returns::OptionalBody(body) => {
            let bodies = [false, true].map(|is_whole| {
                let body = values(items, function, is_whole).of(&body);
                format!("r.request(\"{name} with a body\", &{least}.body({body}));")
            });
            let mut all = vec![format!("r.call(\"{name}\", &{least}.into_call());")];
            all.extend(bodies);
            all
        }
        Returns::List => lists(items, function, &least),
    };
    if most != least && matches!(returns(&function.signature), Returns::Call) {
        statements.push(format!("r.request(\"{name} with all\", &{most});"));
    }
    if let Some((headers, fields)) = items.headers.get(name) {
        let fields: String = fields
            .iter()
            .map(|it| format!("headers.{it}.clone(), "))
            .collect();
        statements.push(format!(
            "r.responses(\"{name}\", &{least}.with_headers::<{headers}>().map(|(_, headers)| ({fields})));"
        ));
    }
    statements
}

/// A call of a function: with what is required of its arguments, or with all members of them.
fn call(items: &Items, function: &Function, is_whole: bool) -> String {
    let mut values = values(items, function, is_whole);
    let arguments = function.signature.inputs.iter().map(|it| match it {
        FnArg::Typed(typed) => values.of(&typed.ty),
        FnArg::Receiver(_) => panic!("`{}` is a method", function.name),
    });
    let arguments: Vec<String> = arguments.collect();
    format!("{NAME}::{}({})", function.path, arguments.join(", "))
}

fn values<'i>(items: &'i Items, function: &'i Function, is_whole: bool) -> Values<'i> {
    Values::new(items, &function.module, is_whole)
}

/// The statements that record a list: itself, and with each of its filters.
fn lists(items: &Items, function: &Function, list: &str) -> Vec<String> {
    let name = &function.name;
    let mut statements = vec![format!("r.list(\"{name}\", &{list});")];
    let scope = Items::scope(function);
    for field in items.fields.iter().filter(|it| it.module == scope) {
        for (what, with) in uses(items, field) {
            statements.push(format!(
                "r.request(\"{name} by {}, {what}\", &{list}{with}.into_call());",
                field.name
            ));
        }
    }
    if items.stable.contains(&scope) {
        statements.push(format!(
            "r.request(\"{name} in stable order\", &{list}.in_stable_order().into_call());"
        ));
    }
    statements
}

/// Uses of a field: one comparison, since lookups are of the runtime, and all else that it offers.
fn uses(items: &Items, field: &ListField) -> Vec<(&'static str, String)> {
    let path = format!("{NAME}::{}::{}", field.module, field.name);
    let value = || Values::new(items, &field.module, false).of(&field.value);
    let comparison = |lookup: &str| {
        Some(match lookup {
            "Eq" => format!("eq({})", value()),
            "Ne" => format!("ne({})", value()),
            "Lt" => format!("lt({})", value()),
            "Le" => format!("le({})", value()),
            "Gt" => format!("gt({})", value()),
            "Ge" => format!("ge({})", value()),
            "In" => format!("one_of([{}])", value()),
            "Out" => format!("none_of([{}])", value()),
            "Null" => "is_null()".to_owned(),
            "Like" => "like(\"a word\")".to_owned(),
            "Ilike" => "ilike(\"a word\")".to_owned(),
            _ => return None,
        })
    };
    let mut uses = Vec::new();
    let mut offers = field.offers.iter();
    if let Some(compared) = offers.find_map(|it| comparison(it)) {
        uses.push(("compared", format!(".filter({path}.{compared})")));
    }
    for lookup in &field.offers {
        match lookup.as_str() {
            "Ordering" => uses.push(("ordered", format!(".order_by([{path}.desc()])"))),
            "Include" => uses.push(("included", format!(".select([{path}.include()])"))),
            "Exclude" => uses.push(("excluded", format!(".select([{path}.exclude()])"))),
            other => assert!(comparison(other).is_some(), "unknown lookup `{other}`"),
        }
    }
    uses
}

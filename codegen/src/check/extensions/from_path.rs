//! Members of a response that are path parameters where they are absent: both must exist, and have one
//! type.

use crate::extensions::Problem;
use crate::ir::{Api, Field, Location, Operation, Success, Type, TypeKind};
use crate::node::{Entry, Value};
use crate::pointer::Pointer;

/// Checks the extension.
///
/// # Errors
/// The first part that is wrong.
pub fn check(api: &Api, entry: &Entry, response: &Pointer) -> Result<(), Problem> {
    let key = &entry.key;
    let Some((operation, fields)) = object(api, response) else {
        let message = format!("`{key}` stands where no object is read");
        let help = "write it into the first successful response of an operation, one that holds a JSON \
                    object with properties";
        return Err(Problem::new(entry.span, message, help));
    };
    let Value::Map(said) = &entry.node.value else {
        let message = format!("`{key}` is {}", entry.node.kind());
        return Err(Problem::new(entry.span, message, help(operation, fields)));
    };
    if said.entries().is_empty() {
        let message = format!("`{key}` names no member");
        return Err(Problem::new(entry.span, message, help(operation, fields)));
    }
    said.entries()
        .iter()
        .try_for_each(|member| self::member(api, operation, fields, member))
}

fn member(api: &Api, operation: &Operation, fields: &[Field], said: &Entry) -> Result<(), Problem> {
    let Some(field) = fields.iter().find(|it| it.wire.0 == said.key) else {
        let message = format!("the response has no member `{}`", said.key);
        return Err(Problem::new(said.span, message, help(operation, fields)));
    };
    let name = said.node.as_str();
    let mut parameters = operation.parameters.iter();
    let parameter =
        parameters.find(|it| it.location == Location::Path && Some(it.wire.0.as_str()) == name);
    let Some(parameter) = parameter else {
        let message = match name {
            Some(name) => format!("`{}` has no path parameter `{name}`", operation.path),
            None => format!("the name of a path parameter is {}", said.node.kind()),
        };
        return Err(Problem::new(
            said.node.span,
            message,
            help(operation, fields),
        ));
    };
    if parameter.ty == field.ty {
        return Ok(());
    }
    let message = format!(
        "the member `{}` is a `{}`, but the path parameter `{}` is a `{}`",
        field.wire,
        api.type_text(&field.ty),
        parameter.wire,
        api.type_text(&parameter.ty)
    );
    let help = "only a member of the parameter's type can be the parameter";
    Err(Problem::new(said.node.span, message, help))
}

/// The operation that gives this response, and the fields of its object.
fn object<'a>(api: &'a Api, response: &Pointer) -> Option<(&'a Operation, &'a [Field])> {
    let gives = |operation: &&Operation| {
        let well = operation.responses.iter().find(|it| it.status.is_success());
        well.is_some_and(|it| it.pointer == *response)
    };
    let operation = api.operations.iter().find(gives)?;
    let Success::Json(Type::Named(id)) = operation.success else {
        return None;
    };
    match &api.type_def(id).kind {
        TypeKind::Struct(fields) => Some((operation, fields)),
        _ => None,
    }
}

fn help(operation: &Operation, fields: &[Field]) -> String {
    let quoted = |names: Vec<&str>| match names.as_slice() {
        [] => "none".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    };
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter(|it| it.location == Location::Path);
    format!(
        "write `member: parameter`; path parameters: {}; members: {}",
        quoted(parameters.map(|it| it.wire.0.as_str()).collect()),
        quoted(fields.iter().map(|it| it.wire.0.as_str()).collect())
    )
}

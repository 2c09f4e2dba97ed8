//! Reads webhooks: requests that the server sends. Their bodies become types, so that whoever receives them can read
//! them.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Method};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::operations::media::{self, Sort};
use crate::lower::operations::{item_problem, other_members};
use crate::lower::schemas::Schemas;
use crate::lower::uses::{Root, Use, Value};
use crate::node::At;

/// Returns what the bodies of webhooks use.
pub fn uses<'a>(context: &Context<'a>, schemas: &mut Schemas<'a>) -> Vec<Use> {
    let webhooks = context.root.get("webhooks");
    let mut uses = Vec::new();
    for (name, item) in webhooks.iter().flat_map(At::members) {
        if name.starts_with("x-") {
            continue;
        }
        if let Some(problem) = item_problem(&item) {
            context.skip(&item.pointer, problem.message.clone());
            context.report(problem, &item);
            continue;
        }
        other_members(context, &item);
        for method in Method::ALL {
            let at = item.get(method.key());
            let Some(value) = at.as_ref().and_then(|at| value(context, at, schemas)) else {
                continue;
            };
            let pointer = item.pointer.key(method.key()).key("requestBody");
            uses.push(Use {
                value,
                pointer: pointer.clone(),
                module: Ident("webhooks".to_owned()),
                root: Some(Root::body(
                    pointer,
                    name.to_owned(),
                    format!("{} {name}", method.key()),
                )),
            });
        }
    }
    uses
}

/// Returns what the body of a webhook is, and reports what becomes of the webhook.
fn value<'a>(context: &Context<'a>, at: &At<'a>, schemas: &mut Schemas<'a>) -> Option<Value> {
    if at.node.as_map().is_none() {
        let found = at.node.kind();
        let message = format!("expected a webhook to be a mapping, found {found}; skipped");
        context.skip(&at.pointer, message.clone());
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        return None;
    }
    let value = body(context, at, schemas);
    let reason = match value {
        Some(_) => "only the type of its body is generated",
        None => "it has no body that is JSON",
    };
    let message = format!("a webhook is a request that the server sends; {reason}");
    context.report(Diagnostic::note(Code::Unsupported, message), at);
    context.skip(&at.pointer, format!("a webhook: {reason}"));
    value
}

/// Returns the JSON body of a webhook.
fn body<'a>(context: &Context<'a>, at: &At<'a>, schemas: &mut Schemas<'a>) -> Option<Value> {
    let body = at.get("requestBody")?;
    let body = context.dereference(&body, "requestBodies").ok()?;
    form::check(context, &body, &form::REQUEST_BODY);
    let content = body.get("content")?;
    let (media_type, media) = media::pick(context, &content, media::Purpose::Read, rank)?;
    matches!(Sort::of(&media_type), Sort::Json | Sort::JsonLike)
        .then(|| Value::received(schemas.read_body(media.get("schema").as_ref())))
}

fn rank(sort: Sort) -> u8 {
    match sort {
        Sort::Json => 0,
        Sort::JsonLike => 1,
        _ => 2,
    }
}

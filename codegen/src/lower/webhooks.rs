//! Reads webhooks: requests that the server sends. Their bodies become types, so that whoever receives them can read
//! them.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Method};
use crate::lower::context::Context;
use crate::lower::operations::media::{self, Sort};
use crate::lower::schemas::Schemas;
use crate::lower::uses::{Use, Value};
use crate::names::pascal;
use crate::node::At;

/// Returns what the bodies of webhooks use.
pub fn uses<'a>(context: &Context<'a>, schemas: &mut Schemas<'a>) -> Vec<Use> {
    let webhooks = context.root.get("webhooks");
    let mut uses = Vec::new();
    for (name, item) in webhooks.iter().flat_map(At::members) {
        for method in Method::ALL {
            let Some(at) = item.get(method.key()) else {
                continue;
            };
            let (reason, value) = match body(context, &at, schemas) {
                Some(value) => ("only the type of its body is generated", Some(value)),
                None => ("it has no body that is JSON", None),
            };
            let message = format!("a webhook is a request that the server sends; {reason}");
            context.report(Diagnostic::note(Code::Unsupported, message), &at);
            context.skip(&at.pointer, format!("a webhook: {reason}"));
            uses.extend(value.map(|value| Use {
                value,
                module: Ident("webhooks".to_owned()),
                name: pascal(name).unwrap_or_else(|| "Webhook".to_owned()),
            }));
        }
    }
    uses
}

/// Returns the JSON body of a webhook.
fn body<'a>(context: &Context<'a>, at: &At<'a>, schemas: &mut Schemas<'a>) -> Option<Value> {
    let body = context.dereference(&at.get("requestBody")?, "requestBodies")?;
    let content = body.get("content")?;
    let (media_type, media) = media::pick(context, &content, "read", rank)?;
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

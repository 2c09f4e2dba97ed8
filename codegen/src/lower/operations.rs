//! Lowers operations: method, path, parameters, request body and responses.

mod checks;
mod encoding;
mod local;
pub mod media;
mod names;
mod naming;
mod request;
mod routes;
mod security;
mod servers;
mod template;

use hashbrown::HashSet;

use crate::extensions::Extension;
use crate::ir::{
    Ident, LocalNames, Method, Operation, OperationId, PathTemplate, RequestBody, Role,
    StatusSelector, Type,
};
use crate::lower::context::Context;
use crate::lower::filters::{self, FilterDraft};
use crate::lower::parameters::{self, ParameterDraft, Place};
use crate::lower::reason::Reason;
use crate::lower::responses::{self, Content, ResponseDraft};
use crate::lower::schemas::Schemas;
use crate::lower::types::Types;
use crate::lower::unsupported::report_unsupported;
use crate::lower::uses::{Root, Use, Value};
use crate::names::Naming;
use crate::names::functions::Name;
use crate::node::At;
use crate::node::Node;

pub use checks::report_other_bodies;
pub use names::names;
use naming::Naming as InlineNames;
pub use naming::modules;
use request::RequestDraft;
use routes::Found;
pub use routes::{all as routes, item_problem, other_members};
pub use security::schemes;
pub use servers::servers;

/// An operation that is read, but whose types are not made yet.
pub struct Draft<'a> {
    found: At<'a>,
    name: Name,
    method: Method,
    template: PathTemplate,
    parameters: Vec<ParameterDraft>,
    filters: Vec<FilterDraft>,
    request: Option<RequestDraft>,
    responses: Vec<ResponseDraft>,
    security: Vec<Vec<String>>,
    server: Option<String>,
    is_paged: bool,
}

/// Reads all operations. An operation that cannot be read is reported and skipped.
pub fn read_all<'a>(
    context: &Context<'a>,
    found: &[Found<'a>],
    names: &[Name],
    schemas: &mut Schemas<'a>,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    for (found, name) in found.iter().zip(names) {
        match read(context, found, name.clone(), schemas) {
            Ok(draft) => drafts.push(draft),
            Err(reason) => context.skip(&found.at.pointer, reason),
        }
    }
    drafts
}

fn read<'a>(
    context: &Context<'a>,
    found: &Found<'a>,
    name: Name,
    schemas: &mut Schemas<'a>,
) -> Result<Draft<'a>, Reason> {
    checks::form(context, &found.item, &found.at)?;
    report_unsupported(context, &found.at, "callbacks");
    let responses = responses::read(context, found.method, found.at.get("responses"), schemas)?;
    let declared = parameters::gather(context, &found.item, &found.at)?;
    let is_paged = is_list(found, &responses) && has_pages(&declared);
    let declared = match is_paged {
        true => declared,
        false => filters::without_selections(context, declared),
    };
    let (filters, plain): (Vec<At<'a>>, Vec<At<'a>>) = declared
        .into_iter()
        .partition(|at| is_paged && filters::is_filter(at));
    let template = template::read(context, found.path, &found.at, &plain)?;
    let owners = [&found.at, &found.item];
    let place: Place<'_> = &|declared| parameters::place(context, owners, declared);
    let sort = parameters::Sort {
        is_read: matches!(found.method, Method::Get | Method::Head),
        is_paged,
    };
    Ok(Draft {
        found: found.at.clone(),
        name,
        method: found.method,
        parameters: parameters::read(
            context,
            &found.at,
            (&plain, place),
            &template,
            sort,
            schemas,
        )?,
        template,
        filters: filters::read(context, (&filters, place), schemas),
        request: request::read(context, &found.at, schemas)?,
        responses,
        security: security::requirements(context, &found.at),
        server: servers::own_server(context, &found.item, &found.at),
        is_paged,
    })
}

fn is_list(found: &Found<'_>, responses: &[ResponseDraft]) -> bool {
    let mut well = responses.iter().filter(|it| it.status.is_success());
    let is_array = |content: &Content| match content {
        Content::Json(value) => matches!(value.shape, Type::Array(_)),
        _ => false,
    };
    found.method == Method::Get && well.next().is_some_and(|it| is_array(&it.content))
}

/// Returns whether a list is read in pages: it has `limit` and `offset`.
fn has_pages(declared: &[At<'_>]) -> bool {
    let has = |name: &str| {
        declared.iter().any(|at| {
            at.node.get_str("name") == Some(name) && at.node.get_str("in") == Some("query")
        })
    };
    has("limit") && has("offset")
}

/// Returns everything that the operations use.
pub fn uses(drafts: &[Draft<'_>]) -> Vec<Use> {
    drafts.iter().flat_map(used_by).collect()
}

fn used_by(draft: &Draft<'_>) -> Vec<Use> {
    let naming = InlineNames::new(&draft.name);
    let mut uses = Vec::new();
    let mut add = |value: &Value, root: Root| {
        uses.push(Use {
            value: value.clone(),
            pointer: root.pointer.clone(),
            module: draft.name.module.clone(),
            root: Some(root).filter(|it| it.pointer.is_within(&draft.found.pointer)),
        });
    };
    if let Some(request) = &draft.request {
        let pointer = draft.found.pointer.key("requestBody");
        let (name, longer) = naming.request();
        add(&request.value, Root::body(pointer, name, longer));
    }
    let statuses = || draft.responses.iter().map(|it| it.status);
    for response in &draft.responses {
        for header in &response.headers {
            let name = naming.parameter(&header.wire);
            add(&header.value, Root::parameter(header.pointer.clone(), name));
        }
        if let Content::Json(value) | Content::Stream(Some(value)) = &response.content {
            let is_success = responses::is_success(response.status, statuses());
            let (name, longer) = naming.response(is_success, response.status);
            let root = Root::body(response.pointer.clone(), name, longer);
            add(value, root);
        }
    }
    for parameter in &draft.parameters {
        let name = naming.parameter(&parameter.wire);
        let root = Root::parameter(parameter.pointer.clone(), name);
        add(&parameter.value, root);
    }
    for filter in &draft.filters {
        let name = naming.parameter(&filter.wire);
        add(&filter.value, Root::parameter(filter.pointer.clone(), name));
    }
    uses
}

/// Lowers all operations, once their types are made.
pub fn lower_all(drafts: Vec<Draft<'_>>, types: &Types, naming: Naming) -> Vec<Operation> {
    let models: HashSet<&Ident> = types.defs.iter().map(|it| &it.name).collect();
    let lists = drafts.iter().filter(|it| it.is_paged);
    let lists: HashSet<Name> = lists.map(|it| it.name.clone()).collect();
    drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| {
            let names = local::names(&draft.name.function, &models);
            let filters = local::filter_module(&draft.name, naming, &lists);
            lower(OperationId(index), draft, (names, filters), types)
        })
        .collect()
}

/// Returns the names of the types that belong to functions which the overlay names: no type has them by rule, so they stay
/// when the document grows.
pub fn kept_types(drafts: &[Draft<'_>]) -> HashSet<Ident> {
    let pinned = drafts.iter().filter(|it| names::has_pin(&it.found));
    pinned.flat_map(local_types).collect()
}

/// Returns the names of the types that belong to an operation alone.
fn local_types(draft: &Draft<'_>) -> Vec<Ident> {
    let names = local::names(&draft.name.function, &HashSet::new());
    let statuses = || draft.responses.iter().map(|it| it.status);
    let successes = statuses().filter(|it| responses::is_success(*it, statuses()));
    let is_optional = |it: &ParameterDraft| !it.required && it.role == Role::Argument;
    let has_optional = draft.parameters.iter().any(is_optional)
        || draft.request.as_ref().is_some_and(|it| !it.required);
    let has_headers = draft.responses.iter().any(|it| !it.headers.is_empty());
    [
        (names.parameters, has_optional),
        (names.headers, has_headers),
        // Whether their bodies differ is not known yet.
        (names.response, successes.count() > 1),
    ]
    .into_iter()
    .filter_map(|(name, is_there)| is_there.then_some(name))
    .collect()
}

fn lower(
    id: OperationId,
    draft: Draft<'_>,
    (local, filter_module): (LocalNames, Ident),
    types: &Types,
) -> Operation {
    let request = draft.request.map(|request| RequestBody {
        pointer: request.pointer,
        media_type: request.media_type,
        kind: request.kind,
        ty: types.of(&request.value),
        required: request.required,
        styles: request.styles,
        doc: request.doc,
    });
    let responses = draft.responses.iter();
    let responses: Vec<_> = responses.map(|it| responses::lower(it, types)).collect();
    let parameters = parameters::lower(draft.parameters, types);
    let filters = filters::lower(draft.filters, types);
    let success = responses::success(draft.method, &responses, draft.is_paged);
    let statuses: Vec<StatusSelector> = responses.iter().map(|it| it.status).collect();
    let is_success =
        |it: &&ResponseDraft| responses::is_success(it.status, statuses.iter().copied());
    let headers = draft.responses.iter().flat_map(|it| &it.headers);
    let headers = responses::lower_headers(headers, types);
    let first = draft.responses.iter().find(is_success);
    let filled = first.map(|it| it.filled.clone()).unwrap_or_default();
    let node: &Node = draft.found.node;
    let idempotent = match Extension::Idempotent.boolean(node) {
        Some(declared) => declared,
        None => draft.method.is_idempotent(),
    };
    Operation {
        id,
        pointer: draft.found.pointer.clone(),
        local,
        filter_module: draft.is_paged.then_some(filter_module),
        module: draft.name.module,
        function: draft.name.function,
        method: draft.method,
        path: draft.template,
        parameters,
        request,
        responses,
        success,
        filled,
        headers,
        security: draft.security,
        declares_security: node.get("security").is_some(),
        server: draft.server,
        stable_order: filters::stable_order(node, &filters),
        filters,
        idempotent,
        deprecated: node.get("deprecated").is_some_and(Node::is_true),
        doc: draft.found.doc(),
    }
}

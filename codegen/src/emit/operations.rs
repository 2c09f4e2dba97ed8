//! Operation functions: each builds a call and does no I/O.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Item, Path};

use super::output::Output;
use super::responses::{headers, several};
use super::tokens::{constant, doc, ident, word};
use super::{bodies, docs, filters, nodes, optional, parameters, states, types};
use crate::ir::{Api, Operation, Payload, Segment, Success};
use crate::lower::is_success;

/// The file of a resource.
///
/// # Errors
/// If it does not parse, which would be a bug in the generator.
pub fn module(api: &Api, operations: &[&Operation], output: Output) -> syn::Result<Vec<Item>> {
    let mut items = Vec::new();
    let functions = operations.iter().map(|operation| function(api, operation));
    nodes::parse_into(&mut items, functions.collect())?;
    let each = || operations.iter();
    items.extend(each().filter_map(|operation| optional::definition(api, operation)));
    nodes::parse_into(
        &mut items,
        each()
            .filter_map(|operation| optional::conversion(api, operation))
            .collect(),
    )?;
    nodes::parse_into(
        &mut items,
        each().map(|operation| several(api, operation)).collect(),
    )?;
    items.extend(each().filter_map(|operation| headers(api, operation)));
    items.extend(each().filter_map(|operation| filters::module(api, operation, output)));
    let statics = each().map(|operation| descriptor(api, operation, output));
    let statics = quote! {
        pub(crate) mod operation {
            use connect_runtime::{Method, Operation, Segment};
            #(#statics)*
        }
    };
    nodes::parse_into(&mut items, statics)?;
    Ok(items)
}

/// The static description of an operation, in a module inside that of the resource.
fn descriptor(api: &Api, operation: &Operation, output: Output) -> TokenStream {
    let root = output.root(2);
    let constant = constant(operation);
    let name = operation.name();
    let method = word(operation.method.as_str());
    let pointer = operation.pointer.as_str();
    let idempotent = operation.idempotent.then(|| quote!(.idempotent()));
    let segments = operation.path.segments.iter().map(segment);
    let security = security(api, operation, &root);
    let server = operation.server.as_ref().map(|url| quote!(.server(#url)));
    let accept = accepted(operation).map(|media_type| quote!(.accept(#media_type)));
    let no_content = may_lack_content(operation).then(|| quote!(.no_content()));
    let settlement = states::settlement(api, operation, &root);
    quote! {
        pub(crate) static #constant: Operation = Operation::new(
            #name,
            Method::#method,
            &[#(#segments),*],
            #pointer,
        )
        .product(#root::specification::PRODUCT)
        #idempotent
        #accept
        #no_content
        #security
        #server
        #settlement;
    }
}

/// What no path has as it is. A percent sign is that of something encoded already.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A segment of the path.
fn segment(segment: &Segment) -> TokenStream {
    match segment {
        Segment::Literal(text) => {
            let text = utf8_percent_encode(text, NOT_IN_PATHS).to_string();
            quote!(Segment::Literal(#text))
        }
        Segment::Parameter(name) => {
            let name = &name.0;
            quote!(Segment::Parameter(#name))
        }
        Segment::Mixed(pieces) => {
            let pieces = pieces.iter().map(self::segment);
            quote!(Segment::Mixed(&[#(#pieces),*]))
        }
    }
}

/// The media types to ask for: those of all successes that the function tells apart.
fn accepted(operation: &Operation) -> Option<String> {
    let statuses = || operation.responses.iter().map(|it| it.status);
    let well = operation
        .responses
        .iter()
        .filter(|it| is_success(it.status, statuses()));
    let mut types: Vec<&str> = well.filter_map(|it| it.media_type.as_deref()).collect();
    if !matches!(operation.success, Success::Several(_)) {
        types.truncate(1);
    }
    let mut unique: Vec<&str> = Vec::new();
    types.retain(|it| {
        let is_new = !unique.contains(it);
        unique.push(it);
        is_new
    });
    (!types.is_empty()).then(|| types.join(", "))
}

/// Whether a success of a paged list has no body. Of other operations, what the function returns says so.
fn may_lack_content(operation: &Operation) -> bool {
    let statuses = || operation.responses.iter().map(|it| it.status);
    let mut responses = operation.responses.iter();
    matches!(operation.success, Success::Page(_))
        && responses.any(|it| it.payload == Payload::Empty && is_success(it.status, statuses()))
}

/// The security schemes that authorize the call.
fn security(api: &Api, operation: &Operation, root: &Path) -> Option<TokenStream> {
    if operation.security.is_empty() {
        return None;
    }
    let alternatives = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().filter_map(|name| {
            let scheme = api.schemes.iter().find(|it| it.name == *name)?;
            let constant = ident(&scheme.rust);
            Some(quote!(&#root::specification::#constant))
        });
        quote!(&[#(#schemes),*])
    });
    Some(quote!(.security(&[#(#alternatives),*])))
}

/// The function, and the one that also takes what is optional, if anything is.
fn function(api: &Api, operation: &Operation) -> TokenStream {
    let arguments = arguments(api, operation);
    let name = ident(&operation.function);
    let text = function_text(api, operation);
    let (returns, build) = call(api, operation, &TokenStream::new());
    let plain = item(operation, &name, &text, &arguments, &returns, &build);
    if !operation.has_optional() {
        return plain;
    }
    let name = ident(&operation.local.with);
    let (given, ty) = (
        free_name(operation, "parameters"),
        ident(&operation.local.parameters),
    );
    let (returns, build) = call(api, operation, &optional::set(operation, &given));
    let build = quote!(let #given: #ty = #given.into(); #build);
    let last = quote!(#given: impl Into<#ty>);
    let arguments: Vec<TokenStream> = arguments.into_iter().chain([last]).collect();
    let text = with_text(operation);
    let with = item(operation, &name, &text, &arguments, &returns, &build);
    quote!(#plain #with)
}

/// One function.
fn item(
    operation: &Operation,
    name: &proc_macro2::Ident,
    text: &str,
    arguments: &[TokenStream],
    returns: &TokenStream,
    build: &TokenStream,
) -> TokenStream {
    let text = doc(text);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let many = (arguments.len() > 7)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the contract requires all of these")]));
    quote! {
        #text
        #deprecated
        #many
        pub fn #name(#(#arguments),*) -> #returns {
            #build
        }
    }
}

/// What a function returns, and the expression for it. `optional` sets what is optional.
fn call(api: &Api, operation: &Operation, optional: &TokenStream) -> (TokenStream, TokenStream) {
    let can_be_empty = bodies::can_be_empty(api, operation);
    let request = request(api, operation, optional, can_be_empty);
    let replaced = operation.request.as_ref().filter(|_| can_be_empty);
    match (returned(api, operation), replaced) {
        ((Returns::Call(value), response), Some(body)) => {
            let (ty, set) = bodies::replaced(api, body);
            let returns = quote!(OptionalBody<#value, #ty>);
            (returns, quote!(#request #response #set))
        }
        ((Returns::Call(value), response), None) => {
            (quote!(Call<#value>), quote!(#request #response))
        }
        ((Returns::Stream, response), Some(body)) => {
            let (ty, set) = bodies::replaced(api, body);
            let returns = quote!(OptionalBodyStream<#ty>);
            (returns, quote!(#request.returns_empty() #set #response))
        }
        ((Returns::Stream, response), None) => (quote!(StreamCall), quote!(#request #response)),
        ((Returns::List(list), response), _) => (list, quote!(List::new(#request #response))),
    }
}

/// The documentation of a function.
fn function_text(api: &Api, operation: &Operation) -> String {
    let mut text = docs::operation(api, operation);
    if let Some(notes) = states::notes(api, operation) {
        text.push_str(&format!("\n\n{notes}"));
    }
    if bodies::can_be_empty(api, operation) {
        let ty = match operation.success {
            Success::Stream => "OptionalBodyStream",
            _ => "OptionalBody",
        };
        text.push_str(&format!(
            "\n\nThe body can be left out; [`body`](connect_runtime::{ty}::body) sets it."
        ));
    }
    if operation.has_optional() {
        let (with, what) = (&operation.local.with, optional::in_words(operation));
        text.push_str(&format!("\n\n[`{with}`] also takes {what}."));
    }
    text
}

/// The documentation of the function that also takes what is optional.
fn with_text(operation: &Operation) -> String {
    let function = operation.function.plain();
    let what = optional::in_words(operation);
    let from = match operation.optional_body() {
        Some(_) => ", or a body alone",
        None => "",
    };
    format!(
        "Does what [`{function}`] does, with {what}.\n\nTakes [`{}`]{from}.",
        operation.local.parameters
    )
}

/// The arguments of a function: the required parameters, and the body.
fn arguments(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let parameters = operation.required();
    let mut arguments: Vec<TokenStream> = parameters
        .map(|parameter| parameters::argument(api, parameter))
        .collect();
    let body = operation.request.as_ref().filter(|it| it.required);
    if let Some(request) = body.filter(|_| !bodies::can_be_empty(api, operation)) {
        let (name, ty) = (free_name(operation, "body"), bodies::argument(api, request));
        arguments.push(quote!(#name: #ty));
    }
    arguments
}

/// The request with its parameters, what is optional, and its body.
fn request(
    api: &Api,
    operation: &Operation,
    optional: &TokenStream,
    can_be_empty: bool,
) -> TokenStream {
    let constant = constant(operation);
    let fixed = operation.path.query.iter().map(|(name, value)| {
        let name = &name.0;
        quote!(.query(#name, #value))
    });
    let set = operation
        .required()
        .map(|parameter| parameters::set_required(api, parameter));
    let body = operation.request.as_ref().filter(|it| it.required);
    let body = body.map(|request| match can_be_empty {
        true => bodies::set_empty(api, request),
        false => bodies::set(request, &free_name(operation, "body")),
    });
    quote!(Request::new(&operation::#constant) #(#fixed)* #(#set)* #optional #body)
}

/// An argument's name that no parameter has.
fn free_name(operation: &Operation, wanted: &str) -> proc_macro2::Ident {
    let taken = |name: &str| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.rust.0 == name)
    };
    let mut name = wanted.to_owned();
    while taken(&name) {
        name.push('_');
    }
    format_ident!("{}", name)
}

/// What a function returns.
enum Returns {
    /// A call that gives a value of this type.
    Call(TokenStream),
    /// This list.
    List(TokenStream),
    /// A call whose response is read while it comes.
    Stream,
}

/// What a function returns, and the method that makes it of the request.
fn returned(api: &Api, operation: &Operation) -> (Returns, TokenStream) {
    let (value, response) = match &operation.success {
        Success::Empty => (quote!(()), quote!(.returns_empty())),
        Success::Text => (quote!(String), quote!(.returns_text())),
        Success::Binary => (quote!(Binary), quote!(.returns_binary())),
        Success::Redirect => (quote!(Redirect), quote!(.returns_redirect())),
        Success::Stream => return (Returns::Stream, quote!(.returns_stream())),
        Success::Several(_) => {
            let name = ident(&operation.local.response);
            (quote!(#name), quote!(.returns_by_status()))
        }
        Success::OptionalJson(ty) => {
            let ty = types::of(api, ty);
            (quote!(Option<#ty>), quote!(.returns_json_optional()))
        }
        Success::Json(ty) => {
            let filled = parameters::filled(api, operation);
            let response = match filled.is_empty() {
                true => quote!(.returns_json()),
                false => quote!(#(#filled)* .returns_json_filled()),
            };
            (types::of(api, ty).into_token_stream(), response)
        }
        Success::Page(row) => {
            let row = types::of(api, row);
            let module = operation.filter_module.as_ref().map(ident);
            return (Returns::List(quote!(List<#module::Scope, #row>)), quote!());
        }
    };
    (Returns::Call(value), response)
}

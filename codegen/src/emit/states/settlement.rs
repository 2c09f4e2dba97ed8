//! How the outcome of a call is found out, as a value in the operation's `static`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::emit::tokens::{constant, ident};
use crate::ir::{Api, Operation, Same, Subject, WireName};

/// How an operation is settled, as a value of its `static`. `root` is the path to the root of the generated code.
pub fn settlement(api: &Api, operation: &Operation, root: &Path) -> Option<TokenStream> {
    let settlement = api.settlements.get(&operation.id)?;
    let read = descriptor(operation, api.operation(settlement.read), root);
    let subject = subject(api, operation, &settlement.subject, root);
    let shown = settlement.status.as_ref().map(|evidence| {
        let member = &evidence.member.0;
        let graph = ident(&api.type_def(evidence.graph).name);
        let via = operation.name();
        quote! {
            #member,
            <#root::models::#graph as connect_runtime::codegen::Status>::GRAPH,
            #via,
        }
    });
    let new = match (&settlement.subject, shown) {
        (Subject::Path, Some(shown)) => {
            quote!(connect_runtime::codegen::Settlement::new(&#read, #shown))
        }
        (_, shown) => {
            let shown = shown.map(|it| quote!(.shown_by(#it)));
            quote!(connect_runtime::codegen::Settlement::by(&#read, #subject) #shown)
        }
    };
    let same = (!settlement.same.is_empty()).then(|| {
        let same = pairs(&settlement.same);
        quote!(.same(#same))
    });
    let returns_object = settlement.returns_object.then(|| quote!(.returns_object()));
    Some(quote!(#new #same #returns_object))
}

fn subject(api: &Api, operation: &Operation, subject: &Subject, root: &Path) -> TokenStream {
    let variant = match subject {
        Subject::Path => quote!(Path),
        Subject::Each { id, rows } => {
            let rows = names(rows);
            quote!(Each { id: #id, rows: #rows })
        }
        Subject::Created {
            list,
            filter,
            created,
        } => {
            let list = descriptor(operation, api.operation(*list), root);
            let (filter, created) = (pairs(filter), names(created));
            quote!(Created { list: &#list, filter: #filter, created: #created })
        }
    };
    quote!(connect_runtime::codegen::Subject::#variant)
}

/// The `static` of another operation, as the `static` of this one names it.
fn descriptor(from: &Operation, operation: &Operation, root: &Path) -> TokenStream {
    let (module, name) = (ident(&operation.module), constant(operation));
    match operation.module == from.module {
        true => quote!(#name),
        false => quote!(#root::#module::operation::#name),
    }
}

fn pairs(pairs: &[Same]) -> TokenStream {
    let pairs = pairs.iter().map(|Same { member, sent }| {
        let (member, sent) = (&member.0, &sent.0);
        quote!(connect_runtime::codegen::Same { member: #member, sent: #sent })
    });
    quote!(&[#(#pairs),*])
}

fn names(names: &[WireName]) -> TokenStream {
    let names = names.iter().map(|name| &name.0);
    quote!(&[#(#names),*])
}

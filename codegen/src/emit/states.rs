//! Statuses: their transitions, the objects that have one, and how the outcome of an action is read from one.

mod docs;
mod settlement;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::ir::{
    Actor, Api, Field, Holds, StateGraph, Transition, Type, TypeDef, TypeKind, WireName,
};

pub use docs::{notes, transitions};
pub use settlement::settlement;

/// The implementations that a type needs for statuses; nothing for most types.
pub fn emit(api: &Api, def: &TypeDef) -> TokenStream {
    let graph = api.states.get(&def.id);
    let graph = graph.map(|states| self::graph(api, def, states));
    let detail = api.details.get(&def.id);
    let detail = detail.map(|names| self::detail(def, names));
    let status = api.statuses.get(&def.id);
    let object = status.and_then(|status| object(api, def, status));
    quote!(#graph #detail #object)
}

fn graph(api: &Api, def: &TypeDef, states: &StateGraph) -> TokenStream {
    let name = ident(&def.name);
    let text = def.name.plain();
    let transitions = states.transitions.iter().map(|it| transition(api, it));
    let same = (!states.same.is_empty()).then(|| {
        let groups = states.same.iter().map(|group| texts(group));
        quote!(.same(&[#(#groups),*]))
    });
    quote! {
        impl codegen::Status for #name {
            const GRAPH: &'static codegen::Graph = &codegen::Graph::new(#text, &[#(#transitions),*])#same;
        }
    }
}

fn transition(api: &Api, transition: &Transition) -> TokenStream {
    let (from, to) = (texts(&transition.from), texts(&transition.to));
    let actor = match transition.by {
        Actor::System => return quote!(codegen::Transition::system(#from, #to)),
        Actor::Vendor => quote!(Vendor),
        Actor::Provider => quote!(Provider),
    };
    let via = match transition.via {
        Some(id) => {
            let via = api.operation(id).name();
            quote!(Some(#via))
        }
        None => quote!(None),
    };
    quote!(codegen::Transition::act(#from, #to, codegen::Actor::#actor, #via))
}

fn texts(names: &[WireName]) -> TokenStream {
    let names = names.iter().map(|name| &name.0);
    quote!(&[#(#names),*])
}

fn fields(def: &TypeDef) -> &[Field] {
    match &def.kind {
        TypeKind::Struct(fields) => fields,
        _ => &[],
    }
}

fn detail(def: &TypeDef, names: &[WireName]) -> TokenStream {
    let name = ident(&def.name);
    let appended = fields(def)
        .iter()
        .filter(|field| names.contains(&field.wire))
        .map(|field| {
            let field = ident(&field.rust);
            quote!(codegen::Detail::append(&self.#field, messages);)
        });
    quote! {
        impl codegen::Detail for #name {
            fn append(&self, messages: &mut Vec<String>) {
                #(#appended)*
            }
        }
    }
}

fn object(api: &Api, def: &TypeDef, status: &WireName) -> Option<TokenStream> {
    let name = ident(&def.name);
    let field = fields(def).iter().find(|field| field.wire == *status)?;
    let Type::Named(id) = field.ty else {
        return None;
    };
    let (rust, ty) = (ident(&field.rust), ident(&api.type_def(id).name));
    let value = match field.holds {
        Holds::Value => quote!(Some(&self.#rust)),
        _ => quote!(self.#rust.as_ref()),
    };
    let detail = api.details.contains_key(&def.id).then(|| {
        quote! {
            fn detail(&self) -> Option<String> {
                codegen::Detail::message(self)
            }
        }
    });
    Some(quote! {
        impl codegen::Stateful for #name {
            type Status = #ty;

            fn status(&self) -> Option<&#ty> {
                #value
            }

            #detail
        }
    })
}

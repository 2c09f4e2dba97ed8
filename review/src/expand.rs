//! Expands declarations to the plain Rust that the runtime's macros generate, for tools that read generated
//! code without a compiler. Only the public items are there, without bodies and documentation.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Attribute, Field, Ident, Item, ItemConst, ItemEnum, ItemMacro, ItemMod, ItemStruct, Type,
};

/// The items with every declaration expanded.
///
/// # Errors
/// If a declaration is malformed, which would be a bug in the generator.
pub fn expanded(items: Vec<Item>) -> syn::Result<Vec<Item>> {
    let mut plain = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Macro(call) => match expansion(&call)? {
                Some(tokens) => plain.extend(syn::parse2::<syn::File>(tokens)?.items),
                None => plain.push(Item::Macro(call)),
            },
            Item::Mod(ItemMod {
                content: Some((brace, inner)),
                attrs,
                vis,
                unsafety,
                mod_token,
                ident,
                semi,
            }) => plain.push(Item::Mod(ItemMod {
                content: Some((brace, expanded(inner)?)),
                attrs,
                vis,
                unsafety,
                mod_token,
                ident,
                semi,
            })),
            item => plain.push(item),
        }
    }
    Ok(plain)
}

/// The source of a generated file with every declaration expanded.
///
/// # Errors
/// If the source is not Rust, or a declaration is malformed.
pub fn expanded_file(text: &str) -> syn::Result<String> {
    let mut file = syn::parse_file(text)?;
    file.items = expanded(file.items)?;
    Ok(prettyplease::unparse(&file))
}

fn expansion(call: &ItemMacro) -> syn::Result<Option<TokenStream>> {
    let (tokens, path) = (&call.mac.tokens, &call.mac.path);
    let name = path.segments.last().map(|it| it.ident.to_string());
    Ok(Some(match name.as_deref().unwrap_or_default() {
        "response" => structure(&syn::parse2(tokens.clone())?, &["object", "encode"], false),
        "request" => structure(&syn::parse2(tokens.clone())?, &["encode"], true),
        "both" => structure(&syn::parse2(tokens.clone())?, &["object", "encode"], true),
        "parameters" => structure(&syn::parse2(tokens.clone())?, &[], true),
        "headers" => headers(&syn::parse2(tokens.clone())?),
        "form" => form(&syn::parse2(tokens.clone())?),
        "open_enum" => {
            let (of, raw) = (quote!(OpenEnum), quote!(str));
            let value = quote!(connect_runtime::UnrecognizedString);
            open_enum(&syn::parse2(tokens.clone())?, &of, &raw, &value)
        }
        "open_integer_enum" => {
            let (of, raw) = (quote!(OpenIntegerEnum), quote!(i64));
            let value = quote!(connect_runtime::UnrecognizedInteger);
            open_enum(&syn::parse2(tokens.clone())?, &of, &raw, &value)
        }
        "filters" => filters(&syn::parse2(tokens.clone())?)?,
        "from_string" => quote! {
            impl From<&str> for #tokens {}
            impl From<String> for #tokens {}
            impl From<&String> for #tokens {}
        },
        "days" => quote! {
            impl #tokens {
                pub fn days(
                    from: impl connect_runtime::IntoDate,
                    to: impl connect_runtime::IntoDate,
                ) -> connect_runtime::Result<#tokens> {}
            }
        },
        "from_upload" => quote!(impl From<Upload> for #tokens {}),
        _ => return Ok(None),
    }))
}

/// The arguments of an attribute: `exact` and `set_new` of `#[set(exact, set_new)]`; `None` without it.
fn words(attributes: &[Attribute], name: &str) -> Option<Vec<Ident>> {
    let list = attributes.iter().find(|it| it.path().is_ident(name))?;
    let mut words = Vec::new();
    list.parse_nested_meta(|meta| {
        words.extend(meta.path.get_ident().cloned());
        Ok(())
    })
    .ok()?;
    Some(words)
}

/// The attributes that are kept.
fn kept(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    let is_kept = |it: &&Attribute| it.path().is_ident("derive") || it.path().is_ident("doc");
    attributes.iter().filter(is_kept)
}

fn structure(declared: &ItemStruct, models: &[&str], has_setters: bool) -> TokenStream {
    let (name, attributes) = (&declared.ident, kept(&declared.attrs));
    let fields = declared.fields.iter().map(|field| {
        let (name, ty) = (&field.ident, &field.ty);
        quote!(pub #name: #ty)
    });
    let arguments = declared.fields.iter().filter_map(|field| {
        let how = words(&field.attrs, "new")?;
        let (name, ty) = (&field.ident, argument(how.first()?, &field.ty));
        Some(quote!(#name: #ty))
    });
    let setters = declared.fields.iter().filter(|_| has_setters).map(setters);
    let models = models.iter().map(|model| {
        let model = word(model);
        quote!(connect_runtime::serde_model!(#model #name);)
    });
    quote! {
        #(#attributes)*
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
        impl #name {
            pub fn new(#(#arguments),*) -> Self {}
            #(#setters)*
        }
        #(#models)*
    }
}

fn headers(declared: &ItemStruct) -> TokenStream {
    let name = &declared.ident;
    let fields = declared.fields.iter().map(|field| {
        let (name, ty) = (&field.ident, &field.ty);
        quote!(pub #name: #ty)
    });
    quote! {
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
        impl connect_runtime::codegen::ReadHeaders for #name {}
    }
}

fn form(declared: &ItemStruct) -> TokenStream {
    let name = &declared.ident;
    let structure = structure(declared, &[], true);
    quote! {
        #structure
        impl #name {
            pub fn into_multipart(self) -> connect_runtime::Multipart {}
        }
    }
}

/// The setter of a field, and the method that clears it.
fn setters(field: &Field) -> TokenStream {
    let (new, set) = (words(&field.attrs, "new"), words(&field.attrs, "set"));
    let into = word("into");
    let told = new.and_then(|it| it.into_iter().next());
    let how = match (&set, told) {
        (Some(set), _) => set.first().cloned().unwrap_or(into),
        (None, Some(how)) if how != "null" => how,
        _ => into,
    };
    let name = set
        .as_ref()
        .and_then(|it| it.get(1))
        .or(field.ident.as_ref());
    let (rust, ty) = (&field.ident, argument(&how, &field.ty));
    let clear = words(&field.attrs, "clear").into_iter().flatten();
    quote! {
        pub fn #name(self, #rust: #ty) -> Self {}
        #(pub fn #clear(self) -> Self {})*
    }
}

/// The type of an argument for a field.
fn argument(how: &Ident, ty: &Type) -> TokenStream {
    let inner = held(ty);
    match how.to_string().as_str() {
        "into" => quote!(impl Into<#inner>),
        "exact" => quote!(#inner),
        "collect" => {
            let item =
                syn::parse2::<Type>(inner).map_or_else(|_| quote!(#ty), |it| inside(&it, &["Vec"]));
            quote!(impl IntoIterator<Item = impl Into<#item>>)
        }
        _ => quote!(#ty),
    }
}

/// The type inside an `Option` or a `Nullable`; any other type is returned as it is.
fn held(ty: &Type) -> TokenStream {
    inside(ty, &["Option", "Nullable"])
}

/// The type inside one of these; any other type is returned as it is.
fn inside(ty: &Type, of: &[&str]) -> TokenStream {
    let Type::Path(path) = ty else {
        return quote!(#ty);
    };
    match path.path.segments.last() {
        Some(segment) if of.iter().any(|name| segment.ident == name) => match &segment.arguments {
            syn::PathArguments::AngleBracketed(of) => {
                let of = &of.args;
                quote!(#of)
            }
            _ => quote!(#ty),
        },
        _ => quote!(#ty),
    }
}

fn open_enum(
    declared: &ItemEnum,
    of: &TokenStream,
    raw: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let (name, attributes) = (&declared.ident, kept(&declared.attrs));
    let variants = declared.variants.iter().map(|it| &it.ident);
    quote! {
        #(#attributes)*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* Unrecognized(#value) }
        impl connect_runtime::#of for #name { type Raw = #raw; }
        connect_runtime::serde_model!(#name);
    }
}

/// A scope, and for each field a constant, a type and the trait of its lookups.
fn filters(declared: &syn::File) -> syn::Result<TokenStream> {
    let mut plain = TokenStream::new();
    let (mut types, mut traits) = (TokenStream::new(), TokenStream::new());
    for item in &declared.items {
        match item {
            Item::Enum(scope) => plain.extend(self::scope(scope)),
            Item::Const(field) => {
                let (name, of) = (&field.ident, lookups(field));
                let value = &field.ty;
                plain.extend(quote!(pub const #name: Field<field::#name> = Field::new();));
                types.extend(quote! {
                    pub enum #name {}
                    impl FilterField for #name { type Scope = super::Scope; type Value = #value; }
                    impl<Lookup: super::offers::#name> Offers<Lookup> for #name {}
                });
                traits.extend(quote! {
                    pub trait #name {}
                    #(impl #name for lookup::#of {})*
                });
            }
            other => return Err(syn::Error::new_spanned(other, "expected a filter field")),
        }
    }
    if types.is_empty() {
        return Ok(plain);
    }
    Ok(quote! {
        use connect_runtime::filter::Field;
        #plain
        pub mod field {
            use connect_runtime::filter::{FilterField, Offers};
            #types
        }
        pub mod offers {
            use connect_runtime::filter::lookup;
            #traits
        }
    })
}

fn scope(scope: &ItemEnum) -> TokenStream {
    let name = &scope.ident;
    let list = scope.attrs.iter().find(|it| it.path().is_ident("list"));
    let is_stable = list.is_some_and(|it| match &it.meta {
        syn::Meta::List(list) => list.tokens.clone().into_iter().count() > 1,
        _ => false,
    });
    let stable = is_stable.then(|| quote!(impl connect_runtime::paging::StableOrder for #name {}));
    quote! {
        #[derive(Debug)]
        pub enum #name {}
        impl connect_runtime::filter::Scope for #name {}
        #stable
    }
}

/// The lookups that a field offers.
fn lookups(field: &ItemConst) -> Vec<Ident> {
    words(&field.attrs, "offers").unwrap_or_default()
}

/// An identifier by its name.
fn word(name: &str) -> Ident {
    Ident::new(name, proc_macro2::Span::call_site())
}

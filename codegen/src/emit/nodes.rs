//! Nodes of the syntax tree. What there is most of (structs, enums, filters, functions) is made of nodes, since tokens
//! would have to be parsed; the rest is made of tokens.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, AttrStyle, Attribute, Expr, ExprLit, Fields, FieldsNamed,
    FieldsUnnamed, GenericArgument, Generics, Item, ItemConst, ItemEnum, ItemMod, ItemStatic,
    ItemStruct, Lit, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, PathArguments,
    PathSegment, StaticMutability, Token, Type, TypePath, TypeTuple, Variant, VisRestricted,
    Visibility,
};

use super::layout::DECLARATION;
use super::tokens::{lines, word};

/// Adds the items of tokens.
///
/// # Errors
/// If they are no items, which would be a bug in the generator.
pub fn parse_into(items: &mut Vec<Item>, tokens: TokenStream) -> syn::Result<()> {
    if !tokens.is_empty() {
        items.extend(syn::parse2::<syn::File>(tokens)?.items);
    }
    Ok(())
}

/// A declaration for a macro of the runtime. Until it is laid out it is a module, so that prettyplease
/// formats it; no generated module has such a name.
pub fn declaration(macro_name: &str, items: Vec<Item>) -> Item {
    let name = format_ident!("{DECLARATION}{macro_name}");
    module(Vec::new(), Visibility::Inherited, name, items)
}

/// A module with its items.
pub fn module(attrs: Vec<Attribute>, vis: Visibility, ident: Ident, items: Vec<Item>) -> Item {
    Item::Mod(ItemMod {
        attrs,
        vis,
        unsafety: None,
        mod_token: Default::default(),
        ident,
        content: Some((Default::default(), items)),
        semi: None,
    })
}

/// A public struct.
pub fn structure(attrs: Vec<Attribute>, ident: Ident, fields: Vec<syn::Field>) -> Item {
    Item::Struct(ItemStruct {
        attrs,
        vis: public(),
        struct_token: Default::default(),
        ident,
        generics: Generics::default(),
        fields: Fields::Named(FieldsNamed {
            brace_token: Default::default(),
            named: fields.into_iter().collect(),
        }),
        semi_token: None,
    })
}

/// A public struct around one public value.
pub fn tuple(attrs: Vec<Attribute>, ident: Ident, ty: Type) -> Item {
    let inner = syn::Field {
        attrs: Vec::new(),
        vis: public(),
        modifiers: Default::default(),
        ident: None,
        colon_token: None,
        ty,
        default: None,
    };
    Item::Struct(ItemStruct {
        attrs,
        vis: public(),
        struct_token: Default::default(),
        ident,
        generics: Generics::default(),
        fields: Fields::Unnamed(FieldsUnnamed {
            paren_token: Default::default(),
            unnamed: std::iter::once(inner).collect(),
        }),
        semi_token: Some(Default::default()),
    })
}

/// A public field.
pub fn field(attrs: Vec<Attribute>, ident: Ident, ty: Type) -> syn::Field {
    syn::Field {
        attrs,
        vis: public(),
        modifiers: Default::default(),
        ident: Some(ident),
        colon_token: Some(Default::default()),
        ty,
        default: None,
    }
}

/// A public enum.
pub fn enumeration(attrs: Vec<Attribute>, ident: Ident, variants: Vec<Variant>) -> Item {
    Item::Enum(ItemEnum {
        attrs,
        vis: public(),
        enum_token: Default::default(),
        ident,
        generics: Generics::default(),
        brace_token: Default::default(),
        variants: variants.into_iter().collect(),
    })
}

/// A variant with the literal that it stands for.
pub fn variant(doc: Attribute, ident: Ident, value: Literal) -> Variant {
    Variant {
        attrs: vec![doc],
        ident,
        fields: Fields::Unit,
        discriminant: Some((Default::default(), literal(value))),
    }
}

/// A static.
pub fn static_value(
    attrs: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    ty: Type,
    value: Expr,
) -> Item {
    Item::Static(ItemStatic {
        attrs,
        vis,
        static_token: Default::default(),
        mutability: StaticMutability::None,
        ident,
        colon_token: Default::default(),
        ty: Box::new(ty),
        eq_token: Default::default(),
        expr: Box::new(value),
        semi_token: Default::default(),
    })
}

/// A public constant.
pub fn constant(attrs: Vec<Attribute>, ident: Ident, ty: Type, value: Literal) -> Item {
    Item::Const(ItemConst {
        attrs,
        vis: public(),
        modifiers: Default::default(),
        const_token: Default::default(),
        ident,
        generics: Generics::default(),
        colon_token: Default::default(),
        ty: Box::new(ty),
        eq_token: Default::default(),
        expr: Box::new(literal(value)),
        semi_token: Default::default(),
    })
}

/// The visibility `pub`.
pub fn public() -> Visibility {
    Visibility::Public(Default::default())
}

/// The visibility `pub(crate)`.
pub fn crate_only() -> Visibility {
    Visibility::Restricted(VisRestricted {
        pub_token: Default::default(),
        paren_token: Default::default(),
        in_token: None,
        path: Box::new(word("crate").into()),
    })
}

/// Documentation of the item that follows.
pub fn doc(text: &str) -> Attribute {
    attribute(Meta::NameValue(MetaNameValue {
        path: word("doc").into(),
        eq_token: Default::default(),
        value: literal(lines(text)),
    }))
}

/// An attribute with arguments: `#[name(arguments)]`.
pub fn list(path: impl Into<Path>, arguments: TokenStream) -> Attribute {
    attribute(Meta::List(MetaList {
        path: path.into(),
        delimiter: MacroDelimiter::Paren(Default::default()),
        tokens: arguments,
    }))
}

/// An attribute without arguments: `#[name]`.
pub fn flag(path: impl Into<Path>) -> Attribute {
    attribute(Meta::Path(path.into()))
}

fn attribute(meta: Meta) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta,
    }
}

fn literal(value: Literal) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::new(value),
    })
}

/// A path such as `std::fmt::Debug` from a string that is known to be one.
pub fn path(text: &str) -> Path {
    joined(text.split("::").map(word))
}

/// A path of these names.
pub fn joined(names: impl IntoIterator<Item = Ident>) -> Path {
    Path {
        leading_colon: None,
        segments: names.into_iter().map(PathSegment::from).collect(),
    }
}

/// The type of a path.
pub fn named(path: impl Into<Path>) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
    })
}

/// The type of no value: `()`.
pub fn unit() -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Default::default(),
        elems: Punctuated::new(),
    })
}

/// A generic type, such as `Vec<T>`.
pub fn generic<const N: usize>(name: &str, arguments: [Type; N]) -> Type {
    named(segment(name, arguments.map(GenericArgument::Type)))
}

/// The name of something generic, with its arguments.
pub fn segment<const N: usize>(name: &str, arguments: [GenericArgument; N]) -> PathSegment {
    PathSegment {
        ident: word(name),
        arguments: PathArguments::AngleBracketed(angled(None, arguments)),
    }
}

/// Arguments of something generic: `<T>` in a type, `::<T>` in an expression.
pub fn angled<const N: usize>(
    colon2_token: Option<Token![::]>,
    arguments: [GenericArgument; N],
) -> AngleBracketedGenericArguments {
    AngleBracketedGenericArguments {
        colon2_token,
        lt_token: Default::default(),
        args: arguments.into_iter().collect(),
        gt_token: Default::default(),
    }
}

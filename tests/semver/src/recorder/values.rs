//! Fixed values of the types of arguments, as expressions. Each is another one, so that two that change places are told
//! apart.

use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

use super::items::{Items, Made, inside, last};
use crate::crates::NAME;

/// How deep objects are filled with all their members. Types can hold themselves.
const DEPTH: usize = 3;

/// A source of values.
pub struct Values<'i> {
    items: &'i Items,
    /// The module in which the types are named.
    module: &'i str,
    /// Whether objects have all their members, or only the required ones.
    is_whole: bool,
    count: usize,
    depth: usize,
}

impl<'i> Values<'i> {
    pub fn new(items: &'i Items, module: &'i str, is_whole: bool) -> Self {
        Self {
            items,
            module,
            is_whole,
            count: 0,
            depth: 0,
        }
    }

    /// A value of a type, or one that is accepted as such.
    ///
    /// # Panics
    /// If the type is not known.
    pub fn of(&mut self, ty: &Type) -> String {
        match ty {
            Type::Reference(reference) => match last(&reference.elem) {
                Some(it) if it == "str" => self.text(),
                _ => format!("&{}", self.of(&reference.elem)),
            },
            Type::ImplTrait(bounds) => self.accepted(bounds),
            Type::Path(_) => {
                let name = last(ty).expect("a path has segments").to_string();
                let inner = inside(ty);
                self.named(&name, &inner)
            }
            other => panic!("no value of `{}` is known", other.to_token_stream()),
        }
    }

    fn text(&mut self) -> String {
        self.count += 1;
        format!("\"text {}/ä&=\"", self.count)
    }

    /// A value that a function accepts as something.
    fn accepted(&mut self, bounds: &syn::TypeImplTrait) -> String {
        let bound = bounds.bounds.iter().find_map(|it| match it {
            TypeParamBound::Trait(it) => it.path.segments.last(),
            _ => None,
        });
        let bound = bound.expect("a trait");
        match (bound.ident.to_string().as_str(), &bound.arguments) {
            ("AsRef", _) => self.text(),
            ("IntoDate", _) => "\"2029-01-07\"".to_owned(),
            ("IntoIterator", PathArguments::AngleBracketed(of)) => match of.args.first() {
                Some(GenericArgument::AssocType(item)) => {
                    let items = [self.of(&item.ty), self.of(&item.ty)];
                    format!("[{}]", items.join(", "))
                }
                _ => panic!("no items in `{}`", bounds.to_token_stream()),
            },
            ("Into", PathArguments::AngleBracketed(of)) => match of.args.first() {
                Some(GenericArgument::Type(ty)) => self.of(ty),
                _ => panic!("nothing in `{}`", bounds.to_token_stream()),
            },
            _ => panic!("no value of `{}` is known", bounds.to_token_stream()),
        }
    }

    fn named(&mut self, name: &str, inner: &[Type]) -> String {
        self.count += 1;
        let n = self.count;
        match (name, inner) {
            ("str", _) => self.text(),
            ("String", _) => format!("{}.to_owned()", self.text()),
            ("bool", _) => n.is_multiple_of(2).to_string(),
            ("i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64", _) => format!("{n}"),
            ("f32" | "f64", _) => format!("{n}.5"),
            ("Decimal", _) => format!("\"{n}.50\".parse::<connect_runtime::Decimal>().unwrap()"),
            ("Date", _) => format!(
                "\"2029-01-{:02}\".parse::<connect_runtime::Date>().unwrap()",
                n % 28 + 1
            ),
            ("DateTime", _) => format!(
                "\"2029-01-{:02}T08:00:00+02:00\".parse::<connect_runtime::DateTime>().unwrap()",
                n % 28 + 1
            ),
            ("Uuid", _) => format!(
                "\"00000000-0000-4000-8000-{n:012}\".parse::<connect_runtime::Uuid>().unwrap()"
            ),
            ("Base64", _) => format!("connect_runtime::Base64::from(&b\"bytes {n}\"[..])"),
            ("Json", _) => format!("connect_runtime::Json::parse(\"{{\\\"a\\\":{n}}}\").unwrap()"),
            ("Upload", _) => format!("connect_runtime::Upload::bytes(\"content {n}\")"),
            ("Option", [of]) => format!("Some({})", self.of(of)),
            ("Box", [of]) => format!("Box::new({})", self.of(of)),
            ("Nullable", [of]) => format!("connect_runtime::Nullable::Set({})", self.of(of)),
            ("Vec", [of]) => format!("vec![{}, {}]", self.of(of), self.of(of)),
            ("BTreeMap", [key, of]) => {
                format!(
                    "std::collections::BTreeMap::from([({}, {})])",
                    self.of(key),
                    self.of(of)
                )
            }
            _ => self.of_crate(name),
        }
    }

    /// A value of a type of the crate: of the module at hand, or a model.
    fn of_crate(&mut self, name: &str) -> String {
        let (module, made) = [self.module, "models"]
            .into_iter()
            .find_map(|module| {
                let key = (module.to_owned(), name.to_owned());
                Some((module, self.items.types.get(&key)?))
            })
            .unwrap_or_else(|| panic!("no value of `{name}` is known"));
        let path = format!("{NAME}::{module}::{name}");
        let outer = std::mem::replace(&mut self.module, module);
        self.depth += 1;
        let value = self.made(&path, made);
        self.depth -= 1;
        self.module = outer;
        value
    }

    fn made(&mut self, path: &str, made: &Made) -> String {
        if let Some(arguments) = &made.new {
            let arguments: Vec<String> = arguments.iter().map(|it| self.of(it)).collect();
            let mut value = format!("{path}::new({})", arguments.join(", "));
            let setters = made.setters.iter();
            let is_filled = self.is_whole && self.depth <= DEPTH;
            for (setter, ty) in setters.filter(|_| is_filled) {
                // What clears a member would undo what sets it.
                if let Some(ty) = ty {
                    value.push_str(&format!(".{setter}({})", self.of(ty)));
                }
            }
            return value;
        }
        let known = made
            .variants
            .iter()
            .filter(|(name, _)| name != "Unrecognized");
        let known: Vec<&(String, Option<Type>)> = known.collect();
        assert!(!known.is_empty(), "no value of `{path}` is known");
        match known[self.count % known.len()] {
            (variant, None) => format!("{path}::{variant}"),
            (variant, Some(held)) => format!("{path}::{variant}({})", self.of(held)),
        }
    }
}

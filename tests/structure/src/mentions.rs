//! Paths that code names without an import at the head of the module.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, ItemUse, Macro, Path};

use crate::uses::uses;

/// A path of at least two segments in code.
pub struct Mention {
    pub path: Vec<String>,
    pub line: usize,
    /// Whether it stands between the tokens of a macro, where it may be something else than it seems.
    pub in_macro: bool,
}

/// Macros whose tokens are code of another crate.
const QUOTING: &[&str] = &["quote", "quote_spanned", "parse_quote", "format_ident"];

/// The paths in an item.
pub fn mentions(item: &Item) -> Vec<Mention> {
    let mut visitor = Visitor(Vec::new());
    visitor.visit_item(item);
    visitor.0
}

struct Visitor(Vec<Mention>);

impl<'ast> Visit<'ast> for Visitor {
    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            let segments = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            let at = path.segments.first().map(|segment| segment.ident.span());
            self.0.push(Mention {
                path: segments.collect(),
                line: at.map_or(0, |at| at.start().line),
                in_macro: false,
            });
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let found = uses(&item.tree, false, item.use_token.span);
        self.0.extend(found.into_iter().map(|found| Mention {
            path: found.path,
            line: found.line,
            in_macro: false,
        }));
    }

    fn visit_macro(&mut self, it: &'ast Macro) {
        let name = it
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        if !name.is_some_and(|name| QUOTING.contains(&name.as_str())) {
            self.tokens(it.tokens.clone());
        }
        visit::visit_macro(self, it);
    }
}

impl Visitor {
    /// Finds `a::b::c` between tokens.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end(&mut path, line);
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            self.end(&mut path, line);
            colons = 0;
        }
        self.end(&mut path, line);
    }

    fn end(&mut self, path: &mut Vec<String>, line: usize) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.0.push(Mention {
                path,
                line,
                in_macro: true,
            });
        }
    }
}

//! Derives the names of operations: `POST /usage/files/{id}/accept` is `files::accept`.
//!
//! The module is the resource: the literal segments up to the first that is a collection or an
//! object. The function is the action. If two operations of a module would have the same name, both
//! get a longer name, made of the method and all further segments; if these are also equal, one with the whole path
//! spelled out. Numeric suffixes are never used.

use std::collections::{HashMap, HashSet};

use crate::ir::{Ident, Method};
use crate::names::{exact_snake, module_ident, short, singular_last, snake, spelled_snake};
use crate::prefix::Prefix;

/// The facts about an operation that its name depends on.
#[derive(Debug, Clone)]
pub struct Route<'a> {
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: &'a str,
    /// Whether it returns an array.
    pub lists: bool,
}

/// The name of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The resource module.
    pub module: Ident,
    /// The function.
    pub function: Ident,
}

/// Names all routes, in order. All names are distinct.
#[must_use]
pub fn name_all(routes: &[Route<'_>], prefixes: &[Prefix]) -> Vec<Name> {
    let plain: Vec<String> = routes.iter().map(|route| plain_path(route.path)).collect();
    let plain = routes.iter().zip(&plain).map(|(route, path)| Route {
        path,
        ..route.clone()
    });
    let plain: Vec<Route<'_>> = plain.collect();
    let paths = Paths::new(&plain);
    let parted: Vec<Parted> = plain
        .iter()
        .map(|route| paths.part(route, prefixes))
        .collect();
    let mut names: Vec<Name> = plain
        .iter()
        .zip(&parted)
        .map(|(route, parted)| name(parted, &paths.function(route, parted)))
        .collect();
    for longer in [long_function, spelled_function, exact_function] {
        let shared = shared(&names);
        for (at, _) in shared
            .into_iter()
            .enumerate()
            .filter(|(_, is_shared)| *is_shared)
        {
            names[at] = name(&parted[at], &longer(&routes[at], &parted[at]));
        }
    }
    names
}

/// Returns which names are not distinct.
fn shared(names: &[Name]) -> Vec<bool> {
    let mut uses: HashMap<&Name, usize> = HashMap::new();
    for name in names {
        *uses.entry(name).or_default() += 1;
    }
    names
        .iter()
        .map(|name| uses.get(name).is_some_and(|count| *count > 1))
        .collect()
}

fn name(parted: &Parted, function: &str) -> Name {
    let module = module_ident(&parted.module);
    Name {
        module: short(module.unwrap_or_else(|| exact_snake(&parted.module))),
        function: snake(function).unwrap_or_else(|| exact_snake(function)),
    }
}

/// Returns a path for naming, in which each segment is a parameter or a literal: `/x/{id}:run` is `/x/{id}/run`,
/// `/x/{id}.json` is `/x/{id}`, and the root is `/root`.
fn plain_path(path: &str) -> String {
    let mut plain = String::new();
    for segment in path.split(['/', '?', '#', '&']).filter(|it| !it.is_empty()) {
        let mut rest = segment;
        while let Some((literal, behind)) = rest.split_once('{') {
            push_literal(literal, &mut plain);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            plain.push_str(&format!("/{{{name}}}"));
            rest = behind;
        }
        // An extension says only how an object is written.
        let is_extension = rest.starts_with('.') && rest.len() < segment.len();
        if !is_extension {
            push_literal(rest, &mut plain);
        }
    }
    match plain.is_empty() {
        true => "/root".to_owned(),
        false => plain,
    }
}

fn push_literal(literal: &str, plain: &mut String) {
    if literal.contains(char::is_alphanumeric) {
        plain.push('/');
        plain.push_str(literal);
    }
}

/// A path, split into the resource and the rest.
struct Parted {
    /// The resource's segments, joined.
    module: String,
    /// The segments after it; parameters are in braces.
    rest: Vec<String>,
}

/// Facts about all paths.
struct Paths {
    methods: HashMap<String, HashSet<Method>>,
    collections: HashSet<String>,
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

impl Paths {
    fn new(routes: &[Route<'_>]) -> Self {
        let mut methods: HashMap<String, HashSet<Method>> = HashMap::new();
        let mut collections = HashSet::new();
        for route in routes {
            methods
                .entry(route.path.to_owned())
                .or_default()
                .insert(route.method);
            let mut at = String::new();
            for segment in route.path.split('/').skip(1) {
                if is_parameter(segment) {
                    collections.insert(at.clone());
                }
                at = format!("{at}/{segment}");
            }
        }
        Self {
            methods,
            collections,
        }
    }

    /// Returns whether a path is a resource: something at it can be listed, created or read.
    fn is_resource(&self, path: &str) -> bool {
        self.collections.contains(path) || self.methods.contains_key(path)
    }

    fn has(&self, path: &str, method: Method) -> bool {
        self.methods
            .get(path)
            .is_some_and(|methods| methods.contains(&method))
    }

    fn part(&self, route: &Route<'_>, prefixes: &[Prefix]) -> Parted {
        let root = self.root(route.path, prefixes);
        let segments: Vec<&str> = route.path[root.len()..].split('/').skip(1).collect();
        let fixed = segments
            .iter()
            .take_while(|segment| !is_parameter(segment))
            .count()
            .max(1);
        let mut at = root;
        let mut length = fixed;
        for (index, segment) in segments.iter().take(fixed).enumerate() {
            at = format!("{at}/{segment}");
            if self.is_resource(&at) {
                length = index + 1;
                break;
            }
        }
        // `POST /auth/logout` is an action on `auth`, not a collection of its own.
        let is_action = length == segments.len() && length > 1 && !self.collections.contains(&at);
        if is_action && !self.has(&at, Method::Get) {
            length -= 1;
        }
        let (module, rest) = segments.split_at(length.min(segments.len()));
        Parted {
            module: module.join("_"),
            rest: rest.iter().map(|&segment| segment.to_owned()).collect(),
        }
    }

    /// Returns what all paths of a prefix share, which is not part of names.
    fn root(&self, path: &str, prefixes: &[Prefix]) -> String {
        let Some(prefix) = prefixes.iter().find(|prefix| prefix.matches(path)) else {
            return String::new();
        };
        let literal = prefix.literal();
        let below = path
            .strip_prefix(literal)
            .is_some_and(|rest| rest.starts_with('/'));
        if below && !self.is_resource(literal) {
            return literal.to_owned();
        }
        let mut root = parent(literal);
        // A name needs a literal segment, so `/hubs/{id}` belongs to `hubs`, as `/hubs` does.
        while path[root.len()..].starts_with("/{") && !root.is_empty() {
            root = parent(root);
        }
        root.to_owned()
    }

    fn function(&self, route: &Route<'_>, parted: &Parted) -> String {
        let own = parted
            .rest
            .first()
            .is_some_and(|segment| is_parameter(segment));
        let tail = &parted.rest[usize::from(own)..];
        if tail.is_empty() {
            return self.own_function(route, own);
        }
        let words: Vec<&str> = tail
            .iter()
            .filter(|segment| !is_parameter(segment))
            .map(String::as_str)
            .collect();
        let Some((last, before)) = words.split_last() else {
            return long_function(route, parted);
        };
        let before: Vec<String> = before.iter().map(|word| singular_last(word)).collect();
        let on = |word: &str| [before.clone(), vec![word.to_owned()]].concat().join("_");
        if tail.last().is_some_and(|segment| is_parameter(segment)) {
            return format!("{}_{}", verb(route.method), on(&singular_last(last)));
        }
        self.tail_function(route, last, &on)
    }

    /// Returns the function for the resource itself, or for one of its objects.
    fn own_function(&self, route: &Route<'_>, object: bool) -> String {
        match route.method {
            Method::Get if !object && route.lists => "list".to_owned(),
            Method::Post if !object => "create".to_owned(),
            Method::Put | Method::Delete | Method::Patch
                if !object && self.collections.contains(route.path) =>
            {
                format!("{}_all", verb(route.method))
            }
            method => verb(method).to_owned(),
        }
    }

    /// Returns the function for something below an object: a collection, a document, or an action.
    fn tail_function(&self, route: &Route<'_>, last: &str, on: &dyn Fn(&str) -> String) -> String {
        let is_collection = self.collections.contains(route.path);
        let is_action = !self.has(route.path, Method::Get) && !is_collection;
        match route.method {
            Method::Get if route.lists => format!("list_{}", on(last)),
            Method::Get => on(last),
            Method::Post | Method::Put | Method::Patch if is_action => {
                let object = on("");
                format!("{last}_{object}").trim_end_matches('_').to_owned()
            }
            Method::Post => format!("create_{}", on(&singular_last(last))),
            Method::Put | Method::Delete | Method::Patch if is_collection => {
                format!("{}_all_{}", verb(route.method), on(last))
            }
            method => format!("{}_{}", verb(method), on(last)),
        }
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Put => "update",
        other => other.key(),
    }
}

fn long_function(route: &Route<'_>, parted: &Parted) -> String {
    let mut words = vec![route.method.key().to_owned()];
    words.extend(
        parted
            .rest
            .iter()
            .map(|segment| segment.replace(['{', '}'], "")),
    );
    words.join("_")
}

/// The whole path, with braces, punctuation, letter case and a slash at its end spelled out.
fn spelled_function(route: &Route<'_>, _: &Parted) -> String {
    let mut words = vec![route.method.key().to_owned()];
    words.extend(route.path.split('/').skip(1).map(|segment| match segment {
        "" => "slash".to_owned(),
        _ => {
            let spelled = spelled_snake(&segment.replace('{', " by ").replace('}', " "));
            spelled.map_or_else(String::new, |it| it.0.trim_start_matches("r#").to_owned())
        }
    }));
    words.join("_")
}

fn exact_function(route: &Route<'_>, _: &Parted) -> String {
    exact_snake(&format!("{} {}", route.method.key(), route.path)).0
}

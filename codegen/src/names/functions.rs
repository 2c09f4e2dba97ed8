//! Derives the names of operations: `POST /usage/files/{id}/accept` is `files::accept`.
//!
//! The module is the resource: the literal segments before the first parameter. The function is what is done: `list`,
//! `get`, `create`, `update`, `patch` or `delete`, or an action. A name depends on the operation alone, its method, its
//! path, and whether it returns a list, so that no other operation that comes or goes renames it. Whether the last
//! segment is a collection, a document or an action is therefore read from the word (see [`words`](super::words)).
//!
//! If several operations would have the same name, the first of those whose paths are made of nothing but words keeps
//! it, such as `/bells` beside `/bells/`. The others get a longer one, made of the method and all further segments; if
//! these are also equal, one with the whole path spelled out. Numeric suffixes are never used.
//!
//! If the caller asks for it, a function is named after its operationId and a module after a tag. Such a name depends on
//! the operation alone, too. An operation without operationId, or whose name another one has, is named as above.

use hashbrown::{HashMap, HashSet};

use super::words::{is_action, is_plural};
use crate::ir::{Ident, Method};
use crate::names::{
    argument, exact_snake, module_ident, pascal, short, singular_last, snake, spelled_snake,
};
use crate::prefix::Prefix;

/// The most characters of a function's name, if a shorter one is distinct.
const LONGEST: usize = 40;

/// What stands in a path for all objects, in place of the id of one: `/offers/-/versions`.
const ALL: &str = "{-}";

/// Words in the names of parameters that say how something is written.
const FORMATS: [&str; 3] = ["ext", "extension", "format"];

/// What functions for objects and collections are called after: no action is called the same.
const OWN: [&str; 6] = ["create", "delete", "get", "list", "patch", "update"];

/// The facts about an operation that its name depends on.
#[derive(Debug, Clone)]
pub struct Route<'a> {
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: &'a str,
    /// Whether it returns an array.
    pub lists: bool,
    /// Its operationId, if the function is to be named after it.
    pub id: Option<&'a str>,
    /// Its tag, if the module is to be named after it.
    pub tag: Option<&'a str>,
}

/// The name of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The resource module.
    pub module: Ident,
    /// The function.
    pub function: Ident,
}

/// Names all routes, in order: by the name that is pinned for the route, or by the rules. All names by the rules are distinct,
/// also from pinned ones.
#[must_use]
pub fn name_all(routes: &[Route<'_>], prefixes: &[Prefix], pinned: &[Option<Name>]) -> Vec<Name> {
    let plain: Vec<String> = routes.iter().map(|route| plain_path(route.path)).collect();
    let namespaces = Namespaces::new(plain.iter().map(String::as_str));
    let parted: Vec<Parted<'_>> = routes
        .iter()
        .zip(&plain)
        .map(|(route, plain)| Parted::new(route, plain, namespaces.root(plain, prefixes)))
        .collect();
    let mut names: Vec<Name> = parted.iter().map(first_name).collect();
    for longer in [short_name, full_name, long_name, spelled_name, exact_name] {
        let mut again = not_distinct(&parted, &names);
        again.extend(taken(&names, pinned));
        for at in again {
            names[at] = name(&parted[at], &longer(&parted[at]));
        }
    }
    let names = names.into_iter().zip(pinned);
    names
        .map(|(by_rule, pinned)| pinned.clone().unwrap_or(by_rule))
        .collect()
}

/// Returns which routes without a pinned name have one that is pinned for another route.
fn taken(names: &[Name], pinned: &[Option<Name>]) -> Vec<usize> {
    let taken: HashSet<&Name> = pinned.iter().flatten().collect();
    let by_rule = names.iter().zip(pinned).enumerate();
    by_rule
        .filter(|(_, (name, pinned))| pinned.is_none() && taken.contains(name))
        .map(|(at, _)| at)
        .collect()
}

/// The name after the operationId, or the shortest one after the route.
fn first_name(parted: &Parted<'_>) -> Name {
    match parted.route.id {
        Some(id) => Name {
            module: module(&parted.module),
            function: id_name(id),
        },
        None => name(parted, &short_name(parted)),
    }
}

/// Returns the function that is named after an operationId.
#[must_use]
pub fn id_name(id: &str) -> Ident {
    not_kept(argument(id))
}

/// Returns which names must be longer: of equal ones, all but the first that is an operationId, or else that of the
/// first path which is made of nothing but words. Names of which the types of functions would be equal count as equal.
fn not_distinct(parted: &[Parted<'_>], names: &[Name]) -> Vec<usize> {
    let mut uses: HashMap<(&Ident, String), Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        let types = pascal(&name.function.0).unwrap_or_else(|| name.function.0.clone());
        uses.entry((&name.module, types)).or_default().push(at);
    }
    let is_id = |at: usize| parted[at].route.id.map(id_name).as_ref() == Some(&names[at].function);
    let mut longer: Vec<usize> = Vec::new();
    for equal in uses.into_values().filter(|equal| equal.len() > 1) {
        let has_id = equal.iter().any(|at| is_id(*at));
        let may_own = |at: &usize| {
            if has_id {
                is_id(*at)
            } else {
                parted[*at].is_plain()
            }
        };
        let owner = equal.iter().copied().filter(may_own);
        let owner = owner.min_by_key(|at| (parted[*at].route.path, parted[*at].route.method));
        longer.extend(equal.into_iter().filter(|at| Some(*at) != owner));
    }
    longer
}

/// The name of a module after this text.
fn module(text: &str) -> Ident {
    short(module_ident(text).unwrap_or_else(|| exact_snake(text)))
}

fn name(parted: &Parted<'_>, function: &str) -> Name {
    Name {
        module: module(&parted.module),
        function: not_kept(snake(function).unwrap_or_else(|| exact_snake(function))),
    }
}

/// The end of the names that are kept for functions that also take what is optional.
const WITH: &str = "_with";

/// Returns the name of the function that also takes what is optional.
#[must_use]
pub fn with(function: &Ident) -> Ident {
    Ident(format!("{}{WITH}", function.plain()))
}

/// Returns a name that is not kept: whether `x_with` is taken must not depend on whether there is a function `x`.
fn not_kept(function: Ident) -> Ident {
    match function.0.ends_with(WITH) {
        true => Ident(format!("{function}_call")),
        false => function,
    }
}

/// Returns a path for naming, in which each segment is a parameter or a literal: `/x/{id}:run` is `/x/{id}/run`,
/// `/x/{id}.json` is `/x/{id}`, and the root is `/root`.
fn plain_path(path: &str) -> String {
    let mut plain = String::new();
    for segment in path.split(['/', '?', '#', '&']).filter(|it| !it.is_empty()) {
        if segment == "-" {
            plain.push('/');
            plain.push_str(ALL);
            continue;
        }
        let mut rest = segment;
        while let Some((literal, behind)) = rest.split_once('{') {
            push_literal(literal, &mut plain);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            // `{id}.{format}` is one object, whose format says only how it is written, and so is `items{extension}`.
            let is_begin = rest.len() == segment.len();
            let is_further = !is_begin && !literal.contains(char::is_alphanumeric);
            let is_behind = !is_begin || !literal.is_empty();
            let says_how = is_behind && is_format(name);
            if !is_further && !says_how {
                plain.push_str(&format!("/{{{name}}}"));
            }
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

/// Returns whether a parameter says how something is written, as far as its name tells.
fn is_format(parameter: &str) -> bool {
    let words = snake(parameter).map_or_else(String::new, |it| it.0);
    words.split('_').any(|it| FORMATS.contains(&it))
}

/// Adds a literal as segments: `x:run` is `x/run`.
fn push_literal(literal: &str, plain: &mut String) {
    for part in literal.split(':') {
        if part.contains(char::is_alphanumeric) {
            plain.push('/');
            plain.push_str(part);
        }
    }
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// Which prefixes of paths are resources, and which are only what their paths have in common.
struct Namespaces<'p> {
    resources: HashSet<&'p str>,
}

impl<'p> Namespaces<'p> {
    fn new(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut resources = HashSet::new();
        for path in paths {
            resources.insert(path);
            let before = path.match_indices("/{").map(|(at, _)| &path[..at]);
            resources.extend(before);
        }
        Self { resources }
    }

    /// Returns what all paths of a prefix share, which is not part of names.
    fn root(&self, path: &'p str, prefixes: &[Prefix]) -> &'p str {
        let Some(prefix) = prefixes.iter().find(|prefix| prefix.matches(path)) else {
            return "";
        };
        let literal = prefix.literal();
        let root = match path.strip_prefix(literal) {
            Some(rest) if rest.starts_with('/') && !self.resources.contains(literal) => {
                return &path[..literal.len()];
            }
            _ => parent(literal),
        };
        // A name needs a literal segment, so `/hubs/{id}` belongs to `hubs`, as `/hubs` does.
        let mut root = path.get(..root.len()).unwrap_or_default();
        while path[root.len()..].starts_with("/{") && !root.is_empty() {
            root = parent(root);
        }
        root
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// An operation whose path is split into the resource and the rest.
struct Parted<'r> {
    route: &'r Route<'r>,
    /// The resource's segments, joined.
    module: String,
    /// Whether the resource is a collection.
    is_collection: bool,
    /// The segments after it; parameters are in braces.
    rest: Vec<&'r str>,
}

impl<'r> Parted<'r> {
    /// Splits the path for naming, of which `root` is no part of names.
    fn new(route: &'r Route<'r>, plain: &'r str, root: &str) -> Self {
        let segments: Vec<&str> = plain[root.len()..].split('/').skip(1).collect();
        let literals = segments.iter().take_while(|it| !is_parameter(it)).count();
        let has_parameter = literals < segments.len();
        let lists = route.lists && route.method == Method::Get;
        let is_collection = lists || segments.last().is_some_and(|it| names_collection(it));
        // `POST /auth/logout` is an action on `auth`, and `GET /auth/context` a document of it.
        let length = match has_parameter || is_collection {
            true => literals.max(1).min(segments.len()),
            false => literals.saturating_sub(1).max(1).min(segments.len()),
        };
        let (resource, rest) = segments.split_at(length);
        let parted = Self {
            route,
            module: resource.join("_"),
            is_collection: resource.last().is_some_and(|it| names_collection(it)),
            rest: rest.to_vec(),
        };
        match route.tag {
            // In the module of another name, functions name the resource.
            Some(tag) if module(tag) != module(&parted.module) => Self {
                module: tag.to_owned(),
                is_collection: false,
                rest: segments,
                ..parted
            },
            _ => parted,
        }
    }

    /// Returns whether the path is made of nothing but words and parameters.
    fn is_plain(&self) -> bool {
        self.route.path.split('/').skip(1).all(|segment| {
            let word = snake(segment).map(|it| it.0);
            is_parameter(segment) || word.is_some_and(|it| it == segment.replace('-', "_"))
        })
    }
}

/// Returns whether a segment is a collection, as far as its word tells.
fn names_collection(segment: &str) -> bool {
    is_plural(segment) && !is_action(segment)
}

/// The name without words in its middle, if it would be too long.
fn short_name(parted: &Parted<'_>) -> String {
    name_within(parted, LONGEST)
}

fn full_name(parted: &Parted<'_>) -> String {
    name_within(parted, usize::MAX)
}

fn name_within(parted: &Parted<'_>, longest: usize) -> String {
    match parted.rest.split_first() {
        None => own_function(parted, false),
        Some((first, [])) if is_parameter(first) => own_function(parted, *first != ALL),
        Some((first, tail)) if is_parameter(first) && *first != ALL => {
            function(parted, tail, longest)
        }
        Some(_) => function(parted, &parted.rest, longest),
    }
}

/// Returns the function for the resource itself, or for one of its objects.
fn own_function(parted: &Parted<'_>, object: bool) -> String {
    match parted.route.method {
        Method::Get if !object && parted.route.lists => "list".to_owned(),
        Method::Post if !object => "create".to_owned(),
        Method::Put | Method::Delete | Method::Patch if !object && parted.is_collection => {
            format!("{}_all", verb(parted.route.method))
        }
        method => verb(method).to_owned(),
    }
}

/// Returns the function for something below the resource or an object: a collection, one of its objects, a document,
/// or an action.
fn function(parted: &Parted<'_>, tail: &[&str], longest: usize) -> String {
    let Some(at) = tail.iter().rposition(|it| !is_parameter(it)) else {
        return long_name(parted);
    };
    let (before, last, behind) = (&tail[..at], tail[at], &tail[at + 1..]);
    let mut words = words_before(before);
    loop {
        let name = function_on(parted.route, &words, last, behind);
        if name.len() <= longest || words.is_empty() {
            return name;
        }
        // The first word tells most.
        words.remove(usize::from(words.len() > 1));
    }
}

fn function_on(route: &Route<'_>, before: &[String], last: &str, behind: &[&str]) -> String {
    let Route { method, lists, .. } = *route;
    let on = |word: &str| {
        let words = before.iter().map(String::as_str).chain([word]);
        words.collect::<Vec<_>>().join("_")
    };
    let changes = matches!(method, Method::Post | Method::Put | Method::Patch);
    match (method, behind) {
        // `POST /x/{id}/update` can stand beside `PUT /x/{id}`.
        _ if changes && OWN.contains(&last) => format!("{}_{}", method.key(), on(last)),
        _ if changes && is_action(last) => format!("{last}_{}", before.join("_")),
        (_, [_, further @ ..]) => {
            let further = further.iter().map(|it| it.trim_matches(['{', '}']));
            let by: String = further.map(|it| format!("_by_{it}")).collect();
            format!("{}_{}{by}", verb(method), on(&singular_last(last)))
        }
        (Method::Get, _) if lists => format!("list_{}", on(last)),
        (Method::Get, _) if is_action(last) => format!("{last}_{}", before.join("_")),
        (Method::Post, _) if is_plural(last) => format!("create_{}", on(&singular_last(last))),
        (Method::Post, _) => format!("{last}_{}", before.join("_")),
        _ => format!("{}_{}", verb(method), on(last)),
    }
}

/// Returns the words before the last one: in the singular where an object of theirs follows, and with `all` before them
/// where all objects do.
fn words_before(before: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (at, segment) in before.iter().enumerate() {
        let next = before.get(at + 1);
        let is_first = at == 0 && *segment == ALL;
        if (is_first || next == Some(&ALL)) && words.last().is_none_or(|it| it != "all") {
            words.push("all".to_owned());
        }
        if !is_parameter(segment) {
            words.push(match next.is_some_and(|it| is_parameter(it)) {
                true => singular_last(segment),
                false => (*segment).to_owned(),
            });
        }
    }
    words
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Put => "update",
        other => other.key(),
    }
}

/// The method and all segments after the resource, with the names of parameters.
fn long_name(parted: &Parted<'_>) -> String {
    let mut words = vec![parted.route.method.key().to_owned()];
    let rest = parted.rest.iter();
    words.extend(rest.map(|segment| segment.replace(['{', '}'], "")));
    words.join("_")
}

/// The whole path, with braces, punctuation, letter case and a slash at its end spelled out.
fn spelled_name(parted: &Parted<'_>) -> String {
    let Route { method, path, .. } = *parted.route;
    let mut words = vec![method.key().to_owned()];
    words.extend(path.split('/').skip(1).map(|segment| match segment {
        "" => "slash".to_owned(),
        _ => {
            let spelled = spelled_snake(&segment.replace('{', " by ").replace('}', " "));
            spelled.map_or_else(String::new, |it| it.plain().to_owned())
        }
    }));
    words.join("_")
}

fn exact_name(parted: &Parted<'_>) -> String {
    let Route { method, path, .. } = *parted.route;
    exact_snake(&format!("{} {path}", method.key())).0
}

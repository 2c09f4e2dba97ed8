//! Tags of HTML in prose.

/// The names of tags, which say how a text looks. Anything else in angle brackets is text.
const TAGS: [&str; 75] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "link",
    "mark",
    "nav",
    "nobr",
    "object",
    "ol",
    "p",
    "pre",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "wbr",
];

/// Returns the text of HTML without its tags and comments.
pub fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.find('<').map(|at| rest.split_at(at)) {
        text.push_str(before);
        let close = if from.starts_with("<!--") { "-->" } else { ">" };
        let end = from.find(close).map_or(from.len(), |at| at + close.len());
        let (tag, after) = from.split_at(end);
        if is_tag(tag) {
            rest = after;
        } else {
            text.push('<');
            rest = &from[1..];
        }
    }
    text + rest
}

/// Returns whether a text from `<` to `>` is a tag or a comment of HTML.
pub fn is_tag(text: &str) -> bool {
    text.starts_with("<!") || TAGS.contains(&tag_name(text).as_str())
}

/// Returns the name of a tag in lowercase.
pub fn tag_name(text: &str) -> String {
    let inner = text.trim_start_matches(['<', '/']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name = inner.split(|c| !is_part(c)).next().unwrap_or_default();
    name.to_ascii_lowercase()
}

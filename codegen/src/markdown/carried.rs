//! Prose of a document, whose author is not trusted, as Markdown for rustdoc.
//!
//! rustdoc runs code blocks, passes HTML through, and takes what is in brackets for links to Rust items. The text is
//! therefore parsed, and written anew from what is harmless: paragraphs, emphasis, lists, tables, code that is not run,
//! and links to the web.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::cmark_with_options;

use super::html::{is_tag, tag_name, without_tags};
use super::visible;

/// The languages of code blocks that are kept. Rust is not one of them: rustdoc would compile it.
const LANGUAGES: [&str; 14] = [
    "bash",
    "csv",
    "curl",
    "graphql",
    "html",
    "http",
    "javascript",
    "js",
    "json",
    "python",
    "sh",
    "shell",
    "xml",
    "yaml",
];

/// Returns the prose as safe Markdown; empty if nothing is left of it.
pub fn carried(text: &str) -> String {
    let text = visible(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Carrier::default();
    for event in Parser::new_ext(&text, options) {
        writer.event(event);
    }
    let mut written = String::with_capacity(text.len());
    let looks = pulldown_cmark_to_cmark::Options {
        code_block_token_count: 3,
        ..Default::default()
    };
    // Writing to a string does not fail.
    match cmark_with_options(writer.events.iter(), &mut written, options, looks) {
        Ok(_) => written.trim().to_owned(),
        Err(_) => String::new(),
    }
}

/// The events that are written.
#[derive(Default)]
struct Carrier<'t> {
    events: Vec<Event<'t>>,
    /// For each open link, whether it is kept.
    links: Vec<bool>,
    in_code: bool,
    /// The HTML of the open block, which arrives line by line.
    html: String,
}

impl<'t> Carrier<'t> {
    fn event(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let kept = self.links.pop().filter(|is_kept| *is_kept);
                self.events.extend(kept.map(|_| Event::End(TagEnd::Link)));
            }
            Event::End(TagEnd::HtmlBlock) => self.end_html(),
            Event::End(TagEnd::CodeBlock) => self.end_code(),
            Event::End(end) => self.events.push(Event::End(end)),
            Event::Text(text) if self.in_code || self.links.contains(&true) => {
                self.events.push(Event::Text(text));
            }
            Event::Text(text) => self.text(&text),
            Event::Html(html) => {
                self.html.push_str(&html);
            }
            Event::InlineHtml(tag) if tag_name(&tag) == "br" => self.events.push(Event::SoftBreak),
            // `<mm>` is no tag but a unit, or what stands for a value.
            Event::InlineHtml(tag) if !is_tag(&tag) => self.text(&tag),
            Event::Code(_) | Event::SoftBreak | Event::HardBreak => self.events.push(event),
            // Tags stand beside the text in them. A line says nothing, and the rest is not enabled.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.trim().to_ascii_lowercase(),
                    CodeBlockKind::Indented => String::new(),
                };
                let language = LANGUAGES.into_iter().find(|it| *it == language);
                let kind = CodeBlockKind::Fenced(CowStr::Borrowed(language.unwrap_or("text")));
                self.events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::Link {
                dest_url,
                link_type,
                ..
            } => {
                let is_bare = matches!(link_type, LinkType::Autolink);
                self.open_link(
                    dest_url,
                    if is_bare {
                        LinkType::Autolink
                    } else {
                        LinkType::Inline
                    },
                );
            }
            Tag::Image { dest_url, .. } => self.open_link(dest_url, LinkType::Inline),
            Tag::HtmlBlock => self.html.clear(),
            Tag::Heading { level, .. } => self.events.push(Event::Start(Tag::Heading {
                level,
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            other => self.events.push(Event::Start(other)),
        }
    }

    /// Ends a block of code. Where the text ends before the fence, its last line lacks the line end, and the fence would
    /// not be written.
    fn end_code(&mut self) {
        self.in_code = false;
        if let Some(Event::Text(text)) = self.events.last_mut()
            && !text.ends_with('\n')
        {
            *text = CowStr::from(format!("{text}\n"));
        }
        self.events.push(Event::End(TagEnd::CodeBlock));
    }

    /// Writes the text of a block of HTML. Tags and comments can go over several lines.
    fn end_html(&mut self) {
        let text = without_tags(&std::mem::take(&mut self.html));
        if text.trim().is_empty() {
            return;
        }
        self.events.push(Event::Start(Tag::Paragraph));
        for line in text.trim().lines() {
            self.text(line);
            self.events.push(Event::SoftBreak);
        }
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    /// Begins a link to the web. Of any other, only the text is kept.
    fn open_link(&mut self, dest_url: CowStr<'t>, link_type: LinkType) {
        let is_within = self.links.contains(&true);
        let is_kept = is_web(&dest_url) && !is_within;
        self.links.push(is_kept);
        if is_kept {
            self.events.push(link(dest_url, link_type));
        }
    }

    /// Writes text. An address in it becomes a link, which rustdoc asks for.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = ["https://", "http://"]
            .iter()
            .filter_map(|it| rest.find(it))
            .min()
        {
            let (before, from) = rest.split_at(at);
            let end = from.find(|c: char| c.is_whitespace() || "<>()[]{}\"'`|\\^*".contains(c));
            let (address, after) = from.split_at(end.unwrap_or(from.len()));
            let kept = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let after = from.get(kept.len()..).unwrap_or(after);
            self.plain(before);
            if kept.ends_with('/') && kept.len() <= "https://".len() {
                self.plain(kept);
            } else {
                let address = CowStr::from(kept.to_owned());
                self.events.push(link(address.clone(), LinkType::Autolink));
                self.events.push(Event::Text(address));
                self.events.push(Event::End(TagEnd::Link));
            }
            rest = after;
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.events.push(Event::Text(CowStr::from(text.to_owned())));
        }
    }
}

fn link<'t>(dest_url: CowStr<'t>, link_type: LinkType) -> Event<'t> {
    Event::Start(Tag::Link {
        link_type,
        dest_url,
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    })
}

fn is_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let is_clean = !address.contains(|c: char| c.is_whitespace() || "<>".contains(c));
    is_clean
        && ["http://", "https://"]
            .iter()
            .any(|it| address.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What rustdoc would make of a text: what is run, passed through, or taken for a link.
    fn dangers(markdown: &str) -> Vec<String> {
        let mut found = Vec::new();
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let broken = &mut |link: pulldown_cmark::BrokenLink<'_>| {
            Some((format!("broken:{}", link.reference).into(), "".into()))
        };
        for event in Parser::new_with_broken_link_callback(markdown, options, Some(broken)) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => found.push(html.to_string()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                    if info.as_ref() == "text" || LANGUAGES.contains(&&*info) => {}
                Event::Start(Tag::CodeBlock(kind)) => found.push(format!("{kind:?}")),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                    if !is_web(&dest_url) =>
                {
                    found.push(dest_url.to_string());
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    found.push(format!("image {dest_url}"))
                }
                Event::FootnoteReference(name) => found.push(format!("footnote {name}")),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn prose_stays_prose() {
        for text in [
            "Sorted by *brightness*, and **not** by `hue`.",
            "# A title\n\nA paragraph.",
            "* a\n* b",
            "1. a\n1. b",
            "|a|b|\n|-|-|\n|1|2|",
            "A [page](https://lamps.example/a).",
        ] {
            let once = carried(text);
            assert_eq!(carried(&once), once, "{text}");
            assert_eq!(dangers(&once), [""; 0], "{text}");
        }
        assert_eq!(carried("A lamp."), "A lamp.");
        assert_eq!(carried("`a` and *b*"), "`a` and *b*");
        assert_eq!(
            carried("See https://lamps.example/a."),
            "See <https://lamps.example/a>."
        );
        assert_eq!(carried("A<br/>B <b>bold</b>"), "A\nB bold");
        assert_eq!(carried("<p>A <b>lamp</b>.</p>"), "A lamp.");
        assert_eq!(
            carried("A width in <mm> or <i>inches</i>"),
            "A width in \\<mm> or inches"
        );
        assert_eq!(carried("<!-- one\n> two -->\n\nA lamp."), "A lamp.");
        assert_eq!(carried("<div\nclass=\"x\">A lamp.</div>"), "A lamp.");
        assert_eq!(
            carried("<table><thead><tr><th>A</th></tr></thead></table>"),
            "A"
        );
        assert_eq!(carried("a<BR>b"), "a\nb");
        assert_eq!(
            carried("of <branch> or <object-id>"),
            "of \\<branch> or \\<object-id>"
        );
        assert_eq!(carried(" \n "), "");
    }

    #[test]
    fn blocks_of_code_end() {
        for text in [
            "```python\nx",
            "```\nx",
            "a\n\n```python\nprint(1)\n\nunclosed fence",
            "- a\n  ```\n  x",
            "a\n\n```python",
            "```",
        ] {
            let once = carried(text);
            let followed = format!("{once}\n\nAfter.");
            let events: Vec<Event<'_>> = Parser::new(&followed).collect();
            let is_paragraph = matches!(
                events.as_slice(),
                [
                    ..,
                    Event::Start(Tag::Paragraph),
                    Event::Text(_),
                    Event::End(TagEnd::Paragraph)
                ]
            );
            assert!(is_paragraph, "{followed}");
        }
    }

    #[test]
    fn hostile_text_is_harmless() {
        let mut dangerous = 0;
        for text in [
            "```\nfn main() { panic!() }\n```",
            "```rust,ignore\nx\n```",
            "```rust\nx",
            "~~~ should_panic\nx\n~~~",
            "    indented code",
            "- a\n\n      indented code in a list",
            "> ```\n> code in a quotation\n> ```",
            ">     indented in a quotation",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <script>alert(1)</script> b",
            "<details>\n\n```\nx\n```\n\n</details>",
            "[a](javascript:alert(1))",
            "[a](data:text/html,x)",
            "![a](https://lamps.example/track.png)",
            "[Vec] and [`String`] and [a][b] and [a]: https://lamps.example",
            "[x]\n\n[x]: javascript:alert(1)",
            "<javascript:alert(1)>",
            "a[^1]\n\n[^1]: note",
            "`` ` `` `a\\` \\`\\`\\`",
            "\\<b> &lt;script&gt; &#60;script&#62;",
            "a\u{202e}b\u{0}c",
            "<!-- comment -->",
            "<!-- open",
            "* [ ] https://a.example/[x](javascript:b)",
            "[a [b](https://b.example)](https://a.example)",
            "1) x\n\n   ```\n   y",
            "\\\n```\nx",
            "+ a\n + b\n  + c\n\n\n        d",
        ] {
            dangerous += usize::from(!dangers(text).is_empty());
            let safe = carried(text);
            assert_eq!(dangers(&safe), [""; 0], "{text:?} became {safe:?}");
            assert!(!safe.contains(['\u{202e}', '\u{0}']), "{safe:?}");
        }
        // The check sees what it is for.
        assert!(dangerous > 20, "{dangerous}");
    }
}

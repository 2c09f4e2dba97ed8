//! Media types: which of several is used, and how its content is read.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::text::is_token;
use crate::node::At;

/// How the content of a media type is read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// JSON, by its own name.
    Json,
    /// JSON of another media type.
    JsonLike,
    /// A form with files.
    Multipart,
    /// A form that is URL-encoded.
    UrlEncoded,
    /// Any media type: JSON, if the schema is no file.
    Any,
    /// Text.
    Text,
    /// Events or records that come one after the other.
    Stream,
    /// Anything else: bytes.
    Bytes,
    /// Several parts without names.
    OtherMultipart,
}

impl Sort {
    /// Returns how a media type is read.
    pub fn of(media_type: &str) -> Self {
        let main = media_type.split(';').next().unwrap_or_default().trim();
        let main = main.to_ascii_lowercase();
        match main.as_str() {
            "application/json" => Self::Json,
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            "*/*" | "application/*" | "*" => Self::Any,
            "text/event-stream"
            | "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-seq"
            | "application/stream+json" => Self::Stream,
            "text/json" | "application/x-json" => Self::JsonLike,
            json if json.ends_with("+json") => Self::JsonLike,
            text if text.starts_with("text/") => Self::Text,
            // Of a range, the file says which type it is.
            "multipart/*" => Self::Bytes,
            parts if parts.starts_with("multipart/") => Self::OtherMultipart,
            _ => Self::Bytes,
        }
    }
}

/// What a media type is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A body or a parameter of a request.
    Sent,
    /// A body of a response.
    Requested,
    /// A body that the caller receives without a request.
    Read,
}

impl Purpose {
    /// Returns what is done with the media type, for messages.
    fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Requested => "requested",
            Self::Read => "read",
        }
    }
}

/// Returns the media type to use if there are several, the first of the lowest rank. The others are reported and
/// skipped.
pub fn pick<'a>(
    context: &Context<'a>,
    content: &At<'a>,
    purpose: Purpose,
    rank: fn(Sort) -> u8,
) -> Option<(String, At<'a>)> {
    let what = purpose.as_str();
    let mut all: Vec<(&str, At<'a>)> = content
        .members()
        .filter(|(media, _)| !media.starts_with("x-"))
        .collect();
    // A JSON patch is an array of changes, whatever the schema says: anything else is easier to write.
    all.sort_by_key(|(media, _)| (rank(Sort::of(media)), media.contains("json-patch")));
    let mut all = all.into_iter();
    let (media, at) = all.next()?;
    for (other, skipped) in all {
        let message = format!("several media types; only `{media}` is {what}, not `{other}`");
        context.skip(&skipped.pointer, message.clone());
        let is_same = Sort::of(other) == Sort::of(media)
            && skipped.node.get("schema") == at.node.get("schema");
        let diagnostic = match is_same {
            true => Diagnostic::note(Code::MediaTypes, message),
            false => Diagnostic::warning(Code::MediaTypes, message),
        };
        context.report(diagnostic, &skipped);
    }
    // A bare `*` is common for any media type, and is read so.
    if media != "*" && !is_media_type(media) {
        let message =
            format!("invalid media type `{media}`, expected `type/subtype`; {what} as it is");
        context.report(Diagnostic::warning(Code::MediaTypes, message), &at);
    }
    form::check(context, &at, &form::MEDIA_TYPE);
    let is_form = matches!(Sort::of(media), Sort::Multipart | Sort::UrlEncoded);
    if !(is_form && purpose == Purpose::Sent) {
        report_encoding(context, &at);
    }
    Some((media.to_owned(), at))
}

/// Reports `encoding` of what is not a form that is sent.
fn report_encoding(context: &Context<'_>, media: &At<'_>) {
    let encoding = media.get("encoding");
    if let Some(encoding) = encoding.filter(|it| !it.node.entries().is_empty()) {
        let reason = "`encoding` is for forms that are sent, and has no effect here";
        let diagnostic = Diagnostic::note(Code::MediaTypes, format!("{reason}; ignored"));
        context.report(diagnostic, &encoding);
        context.skip(&encoding.pointer, reason);
    }
}

/// Returns whether a text is a media type, such as `text/plain; charset=utf-8`.
pub fn is_media_type(text: &str) -> bool {
    let main = text.split(';').next().unwrap_or_default().trim();
    main.split_once('/')
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

//! Reads `multipart/form-data`, by hand: what the crate writes is not to be judged by the crate.

use std::fmt;

use connect_fake::Received;

/// A part of a form.
#[derive(PartialEq)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Vec<u8>,
}

impl Part {
    pub fn text(name: &str, content: &str) -> Self {
        Self {
            name: name.to_owned(),
            file_name: None,
            media_type: None,
            content: content.into(),
        }
    }

    pub fn file(name: &str, file_name: &str, media_type: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            file_name: Some(file_name.to_owned()),
            media_type: Some(media_type.to_owned()),
            content: content.to_vec(),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            file_name,
            media_type,
            content,
        } = self;
        let content = content.escape_ascii();
        write!(f, "{name} {file_name:?} {media_type:?} {content}")
    }
}

/// Content that no sloppy reader or writer gets right: all bytes, and what looks like a boundary.
pub fn content() -> Vec<u8> {
    let mut content = b"PK\x03\x04\r\n--\r\n--connect-\r\n\r\n".to_vec();
    content.extend(0..=255);
    content.extend_from_slice(b"\r\n");
    content
}

/// The parts of a form, in their order.
pub fn parts(request: &Received) -> Vec<Part> {
    let media_type = request.header("content-type").expect("a media type");
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a form");
    // The first boundary stands at the start of a line too, if one sets a line break before it.
    let body = [b"\r\n", &request.body[..]].concat();
    let mut pieces = split(&body, format!("\r\n--{boundary}").as_bytes()).into_iter();
    assert_eq!(pieces.next(), Some(&b""[..]), "nothing before the parts");
    assert_eq!(pieces.next_back(), Some(&b"--\r\n"[..]), "the form's end");
    pieces.map(part).collect()
}

fn part(piece: &[u8]) -> Part {
    let piece = piece.strip_prefix(b"\r\n").expect("a line's end");
    let at = piece
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a part's head");
    let head = str::from_utf8(&piece[..at]).expect("a head in UTF-8");
    let mut part = Part::text("", "");
    part.content = piece[at + 4..].to_vec();
    for line in head.split("\r\n") {
        read_header(line, &mut part);
    }
    part
}

fn read_header(line: &str, part: &mut Part) {
    match line.split_once(": ").expect("a header") {
        ("Content-Type", value) => part.media_type = Some(value.to_owned()),
        ("Content-Disposition", value) => {
            let rest = value.strip_prefix("form-data; name=\"").expect("a name");
            let (name, rest) = rest.split_once('"').expect("a name's end");
            part.name = name.to_owned();
            part.file_name = rest
                .strip_prefix("; filename=\"")
                .and_then(|it| it.strip_suffix('"'))
                .map(str::to_owned);
            assert_eq!(part.file_name.is_none(), rest.is_empty(), "{rest}");
        }
        (name, _) => panic!("an unknown header: {name}"),
    }
}

fn split<'a>(mut bytes: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let length = separator.len();
    while let Some(at) = bytes.windows(length).position(|it| it == separator) {
        pieces.push(&bytes[..at]);
        bytes = &bytes[at + length..];
    }
    pieces.push(bytes);
    pieces
}

//! Reads `multipart/form-data`.

use bytes::Bytes;

use crate::platform::model::Uploaded;
use crate::platform::refusal::Refusal;
use crate::request::Received;

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub name: String,
    pub file: Uploaded,
}

/// The parts of the form that was sent.
#[derive(Debug)]
pub(crate) struct Form(Vec<Part>);

impl Form {
    pub fn read(request: &Received) -> Result<Self, Refusal> {
        let media_type = request.header("content-type").unwrap_or_default();
        let Some(boundary) = boundary(media_type) else {
            return Err(Refusal::syntax("The body is not a form."));
        };
        let body = Bytes::copy_from_slice(&request.body);
        match parts(&body, &boundary) {
            Some(parts) => Ok(Self(parts)),
            None => Err(Refusal::syntax("The form cannot be read.")),
        }
    }

    /// The file of that name, which must occur once.
    pub fn file(&self, name: &str) -> Result<Uploaded, Refusal> {
        let mut parts = self.0.iter().filter(|it| it.name == name);
        match (parts.next(), parts.next()) {
            (Some(part), None) if part.file.file_name.is_some() => Ok(part.file.clone()),
            (Some(_), None) => Err(Refusal::field(name, "this is not a file")),
            (Some(_), Some(_)) => Err(Refusal::field(name, "this field occurs twice")),
            (None, _) => Err(Refusal::field(name, "this field is required")),
        }
    }

    /// The names of the parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| it.name.as_str())
    }

    /// The text field of that name.
    pub fn text(&self, name: &str) -> Option<String> {
        let part = self.0.iter().find(|it| it.name == name)?;
        Some(String::from_utf8_lossy(&part.file.content).into_owned())
    }
}

fn boundary(media_type: &str) -> Option<String> {
    let mut parameters = media_type.split(';');
    let kind = parameters.next()?.trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.find_map(|it| {
        let (name, value) = it.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary")
            .then(|| value.trim_matches('"').to_owned())
    });
    boundary.filter(|it| !it.is_empty() && it.len() <= 70)
}

/// The parts between the boundaries. `None` if there is anything else, or the last boundary is missing.
fn parts(body: &Bytes, boundary: &str) -> Option<Vec<Part>> {
    let first = format!("--{boundary}");
    let mark = format!("\r\n--{boundary}");
    let mut parts = Vec::new();
    let mut at = body.starts_with(first.as_bytes()).then_some(first.len())?;
    loop {
        let rest = body.get(at..)?;
        if rest == b"--" || rest == b"--\r\n" {
            return Some(parts);
        }
        let start = at + rest.starts_with(b"\r\n").then_some(2)?;
        // The empty line of a part without headers is right here, so the preceding line end counts.
        let end = find(body.get(start..)?, mark.as_bytes())? + start;
        parts.push(part(&body.slice(start..end))?);
        at = end + mark.len();
    }
}

fn part(bytes: &Bytes) -> Option<Part> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let (mut name, mut file_name, mut media_type) = (None, None, None);
    for line in head.split("\r\n") {
        let (header, value) = line.split_once(':')?;
        match header.to_ascii_lowercase().as_str() {
            "content-disposition" => {
                name = parameter(value, "name");
                file_name = parameter(value, "filename");
            }
            "content-type" => media_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(Part {
        name: name?,
        file: Uploaded {
            file_name,
            media_type,
            content: bytes.slice(end + 4..),
        },
    })
}

/// The value of `name="…"`. Quotes are escaped as `%22`, as browsers do.
fn parameter(header: &str, name: &str) -> Option<String> {
    let start = format!("; {name}=\"");
    let (_, rest) = header.split_once(&start)?;
    let (value, _) = rest.split_once('"')?;
    let value = value.replace("%22", "\"");
    Some(value.replace("%0D", "\r").replace("%0A", "\n"))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use crate::request::Received;

    use super::Form;

    fn form(media_type: &str, body: &[u8]) -> Option<Form> {
        let request = Received {
            headers: vec![("content-type".to_owned(), media_type.into())],
            body: body.to_vec(),
            ..Received::default()
        };
        Form::read(&request).ok()
    }

    const TYPE: &str = "multipart/form-data; boundary=\"b\"";

    #[test]
    fn forms_are_read_to_the_byte() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22 \xc3\xbc.xlsx\"\r\n\
            Content-Type: a/b\r\n\r\n\r\n--\r\n\xff--b\r\n\r\n--b\r\n\
            content-disposition: form-data; name=\"t\"\r\n\r\n\r\n--b--\r\n";
        let form = form(TYPE, body).expect("a form");
        let file = form.file("f").expect("a file");
        assert_eq!(file.file_name.as_deref(), Some("a\" ü.xlsx"));
        assert_eq!(file.media_type.as_deref(), Some("a/b"));
        assert_eq!(&file.content[..], b"\r\n--\r\n\xff--b\r\n");
        assert_eq!(form.text("t").as_deref(), Some(""));
        assert_eq!(form.text("other"), None);
        assert!(form.file("t").is_err() && form.file("other").is_err());
    }

    #[test]
    fn malformed_forms_are_refused() {
        let good = b"--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n";
        assert!(form(TYPE, good).is_some());
        for media_type in [
            "",
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=",
        ] {
            assert!(form(media_type, good).is_none(), "{media_type}");
        }
        // Every prefix of it, and every change of a structural character.
        for end in 0..good.len() - 2 {
            assert!(form(TYPE, &good[..end]).is_none(), "{end}");
        }
        for bad in [
            &b"--b--"[..5],
            b"--b\r\n\r\nx\r\n--b--",
            b"--b\r\nno header\r\n\r\nx\r\n--b--",
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
            b"--b\r\n\xff: x\r\n\r\nx\r\n--b--",
            b"--c\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--c--",
        ] {
            let parts = form(TYPE, bad).map_or(0, |it| it.0.len());
            assert_eq!(parts, 0, "{}", bad.escape_ascii());
        }
    }
}

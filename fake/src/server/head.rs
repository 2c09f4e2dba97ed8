//! The head of a request.

use crate::request::Received;

/// The maximum number of headers of a request.
const MAX_HEADERS: usize = 100;

/// The head of a request.
#[derive(Debug)]
pub(crate) struct Head {
    pub request: Received,
    pub length: BodyLength,
    /// Whether the client wants to use the connection again.
    pub keep_alive: bool,
    /// Whether the client waits for `100 Continue` before it sends the body.
    pub expects_continue: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyLength {
    Known(u64),
    Chunked,
}

/// Why a request is refused, as the status to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused(pub u16);

impl Head {
    /// The head at the start of these bytes, and its length; `None` if it is not complete yet.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, Refused> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let status = match parsed.parse(bytes) {
            Ok(status) => status,
            Err(httparse::Error::TooManyHeaders) => return Err(Refused(431)),
            Err(_) => return Err(Refused(400)),
        };
        let httparse::Status::Complete(length) = status else {
            return Ok(None);
        };
        let text = |it: Option<&str>| it.map(str::to_owned).ok_or(Refused(400));
        let request = Received {
            method: text(parsed.method)?,
            target: text(parsed.path)?,
            headers: parsed
                .headers
                .iter()
                .map(|it| (it.name.to_owned(), it.value.to_vec()))
                .collect(),
            ..Received::default()
        };
        let is_new = parsed.version == Some(1);
        let head = Self {
            length: body_length(&request)?,
            keep_alive: match is_new {
                true => !has_token(&request, "connection", "close"),
                false => has_token(&request, "connection", "keep-alive"),
            },
            expects_continue: is_new && has_token(&request, "expect", "100-continue"),
            request,
        };
        Ok(Some((head, length)))
    }
}

/// The length of the body. A request that declares it twice is refused: such requests are used to make two
/// servers read different requests.
fn body_length(request: &Received) -> Result<BodyLength, Refused> {
    let lengths = request.headers_named("content-length");
    let codings = request.headers_named("transfer-encoding");
    match (&lengths[..], &codings[..]) {
        ([], []) => Ok(BodyLength::Known(0)),
        ([length], []) if length.bytes().all(|it| it.is_ascii_digit()) => {
            let length = length.parse().map_err(|_| Refused(400))?;
            Ok(BodyLength::Known(length))
        }
        ([], [coding]) if coding.eq_ignore_ascii_case("chunked") => Ok(BodyLength::Chunked),
        ([], _) => Err(Refused(501)),
        _ => Err(Refused(400)),
    }
}

fn has_token(request: &Received, header: &str, token: &str) -> bool {
    let values = request.headers_named(header);
    let mut tokens = values.iter().flat_map(|it| it.split(','));
    tokens.any(|it| it.trim().eq_ignore_ascii_case(token))
}

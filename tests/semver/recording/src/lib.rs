//! What a call of a generated crate sends, and what becomes of responses, as text: every byte of the request, how it
//! is authorized and retried, and the value, the error or the next request for each response.
//!
//! The programs that `semver-tests` writes and compiles without cargo are written against this crate.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Debug, Write as _};

use connect_runtime::contract::{Declaration, DeclaredFilter};
use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::paging::{Pager, Step};
use connect_runtime::driver::{Encoded, Piece, Settlement, Source, Subject, response};
use connect_runtime::filter::Scope;
use connect_runtime::{
    Body, Call, Error, HeaderMap, List, Operation, Request, Response, StatusCode,
};

/// How many steps of reading all pages are recorded.
const STEPS: usize = 8;

/// A response that calls are given.
struct Canned {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Canned {
    /// Reads a response: its status, its headers and its body, separated by tabs.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '\t');
        let status = StatusCode::from_bytes(parts.next()?.as_bytes()).ok()?;
        let headers = parts.next()?.split('|').filter(|it| !it.is_empty());
        let headers: Option<HashMap<&str, &str>> = headers.map(|it| it.split_once(": ")).collect();
        let headers = headers?.into_iter();
        let headers: HashMap<String, String> = headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let headers = HeaderMap::try_from(&headers).ok()?;
        let body = parts.next()?.to_owned();
        Some(Self {
            status,
            headers,
            body,
        })
    }

    fn response(&self) -> Response {
        response(self.status, self.headers.clone(), self.body.clone())
    }
}

/// What calls of a crate send and make of responses.
pub struct Recording {
    responses: BTreeMap<String, Vec<Canned>>,
    operations: &'static [Declaration],
    servers: &'static [&'static str],
    text: String,
}

impl Recording {
    /// A recording of a crate with these operations and servers. Each line of `responses` is the name of a function and
    /// a response that it is given, separated by a tab.
    ///
    /// # Panics
    /// If a line is not of that form.
    #[must_use]
    pub fn new(
        operations: &'static [Declaration],
        servers: &'static [&'static str],
        responses: &str,
    ) -> Self {
        let mut read: BTreeMap<String, Vec<Canned>> = BTreeMap::new();
        for line in responses.lines() {
            let parts = line.split_once('\t');
            let parts = parts.and_then(|(name, rest)| Some((name, Canned::read(rest)?)));
            let (name, canned) = parts.unwrap_or_else(|| panic!("no response: {line}"));
            read.entry(name.to_owned()).or_default().push(canned);
        }
        Self {
            responses: read,
            operations,
            servers,
            text: String::new(),
        }
    }

    /// What was recorded.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Records the request of a call.
    pub fn request<T>(&mut self, what: &str, call: &Call<T>) {
        self.line(format!("== {what}"));
        if let Err(error) = call.check() {
            self.line(format!("refused: {}", shown(&error)));
        }
        self.sent(call.request());
    }

    fn sent(&mut self, request: &Request) {
        let operation = request.operation();
        let server = operation.server.or(self.servers.first().copied());
        let query = request.query().map(|it| format!("?{it}"));
        self.line(format!(
            "{} {}{}{}",
            request.method(),
            server.unwrap_or("{base}"),
            request.path(),
            query.unwrap_or_default()
        ));
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| format!("{name}: {}", text(value.as_bytes())));
        let mut headers: Vec<String> = headers.collect();
        headers.sort_unstable();
        for header in headers {
            self.line(header);
        }
        let body = match request.body() {
            // The boundary is random otherwise.
            Body::Multipart(form) => Some(Encoded::form(form, "boundary")),
            other => Encoded::of(other),
        };
        if let Some(body) = body {
            self.line(format!("content-type: {}", body.content_type()));
            let pieces: String = body.pieces().iter().map(piece).collect();
            self.line(format!("{pieces:?}"));
        }
    }

    /// Records what a client does with a call beside its request: how it authorizes and retries it, how it finds out
    /// what became of it, and what the contract declares of it.
    pub fn treatment<T>(&mut self, call: &Call<T>) {
        let request = call.request();
        let operation = request.operation();
        for alternative in operation.security {
            let needed = alternative.iter().map(|it| format!("{it:?}"));
            let mut needed: Vec<String> = needed.collect();
            needed.sort_unstable();
            self.line(format!("authorized by {needed:?}"));
        }
        self.line(format!(
            "idempotent: {}, redirect: {}, no content: {}",
            operation.idempotent,
            request.returns_redirect(),
            operation.no_content
        ));
        if let Some(settlement) = operation.settlement {
            self.line(format!("settled by {}", settled(settlement)));
        }
        let mut declarations = self.operations.iter();
        let declared = declarations.find(|it| it.operation.name == operation.name);
        if let Some(declared) = declared {
            self.line(declaration(declared));
        }
    }

    /// Records what a call makes of responses.
    pub fn responses<T: Debug + 'static>(&mut self, function: &str, call: &Call<T>) {
        let Some(responses) = self.responses.remove(function) else {
            return;
        };
        for canned in &responses {
            let outcome = match call.decode(canned.response()) {
                Ok(value) => format!("{value:?}"),
                Err(error) => shown(&error),
            };
            self.line(format!("-- {} {:?}\n{outcome}", canned.status, canned.body));
        }
        self.responses.insert(function.to_owned(), responses);
    }

    /// Records a call with the required arguments: its request, and all that becomes of it.
    pub fn call<T: Debug + 'static>(&mut self, function: &str, call: &Call<T>) {
        self.request(function, call);
        self.treatment(call);
        self.responses(function, call);
    }

    /// Records a list: one page, its number of rows, and all pages.
    pub fn list<S: Scope, T: DecodeOwned + Debug + 'static>(
        &mut self,
        function: &str,
        list: &List<S, T>,
    ) {
        self.call(function, &list.clone().into_call());
        self.request("with everything", &everything(list.clone()).into_call());
        let count = list.clone().into_count();
        self.request("the number of rows", &count);
        self.responses(function, &count);
        let Some(responses) = self.responses.remove(function) else {
            return;
        };
        for canned in responses.iter().filter(|it| it.status == StatusCode::OK) {
            self.pages(list.clone().page_size(2).into_pager(), canned);
        }
        self.responses.insert(function.to_owned(), responses);
    }

    /// Records how all pages are read of a server that gives the same response again and again.
    fn pages<T: DecodeOwned + Debug>(&mut self, mut pager: Pager<T>, canned: &Canned) {
        for _ in 0..STEPS {
            let line = match pager.step() {
                Step::Send(ticket, call) => {
                    let query = call.request().query().unwrap_or_default().to_owned();
                    pager.completed(ticket, call.decode(canned.response()));
                    format!("asks for {query}")
                }
                Step::Page(page) => format!("reads {page:?}"),
                Step::Unreadable(error) => format!("skips {}", shown(&error)),
                Step::Failed(error) => format!("fails by {}", shown(&error)),
                Step::Wait => "waits".to_owned(),
                Step::Done => break,
            };
            self.line(line);
        }
    }
}

fn everything<S: Scope, T>(list: List<S, T>) -> List<S, T> {
    list.search("a word").page_size(7).offset(3)
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Bytes(bytes) => text(bytes),
        Piece::Upload(upload) => match upload.source() {
            Source::Bytes(bytes) => text(bytes),
            other => format!("{other:?}"),
        },
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What of an error does not depend on where the document declares the operation.
fn shown(error: &Error) -> String {
    format!(
        "{:?}, status {:?}, code {:?}, messages {:?}, path {:?}, row {:?}",
        error.kind(),
        error.status(),
        error.code(),
        error.messages(),
        error.path(),
        error.row()
    )
}

fn settled(settlement: &Settlement) -> String {
    let route = |it: &Operation| format!("{} {}", it.method, it.path_template());
    let subject = match &settlement.subject {
        Subject::Path => "its path".to_owned(),
        Subject::Each { id, rows } => format!("each {id} of {rows:?}"),
        Subject::Created {
            list,
            filter,
            created,
        } => format!("{} by {filter:?}, {created:?}", route(list)),
        _ => panic!("no recording of {:?} is known", settlement.subject),
    };
    format!(
        "{} with {subject}, {:?}, {:?}, {}",
        route(settlement.read),
        settlement.status,
        settlement.same,
        settlement.returns_object
    )
}

fn declaration(declared: &Declaration) -> String {
    let mut query = declared.query.to_vec();
    query.sort_unstable();
    let filters = declared.filters.iter().map(filter);
    let mut filters: Vec<String> = filters.collect();
    filters.sort_unstable();
    let body = declared.body.map(|it| {
        let mut parts = it.parts.map(<[_]>::to_vec);
        parts.iter_mut().for_each(|it| it.sort_unstable());
        (it.media_type, parts)
    });
    let mut text = format!("declares {query:?} and {body:?}");
    for filter in filters {
        let _ = write!(text, "\n  {filter}");
    }
    text
}

fn filter(filter: &DeclaredFilter) -> String {
    let mut offers = filter.offers.to_vec();
    offers.sort_unstable();
    let mut choices = filter.choices();
    choices.sort_unstable();
    format!("{} {:?} {choices:?} {offers:?}", filter.name, filter.value)
}

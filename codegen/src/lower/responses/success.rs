//! Finds out what a successful call returns.

use crate::ir::{
    Ident, Method, Payload, Response, StatusSelector, Success, SuccessCase, Type, TypeRef,
};

/// Returns whether a response is that of a success: one of 2xx or, if none is declared, the default.
pub fn is_success(status: StatusSelector, mut all: impl Iterator<Item = StatusSelector>) -> bool {
    status.is_success()
        || status == StatusSelector::Default && !all.any(|it| it.is_success() || it.is_redirect())
}

/// Returns what a successful call returns. The response to `HEAD` has no body, whatever the document declares.
pub fn success(method: Method, responses: &[Response], is_paged: bool) -> Success {
    if method == Method::Head {
        return Success::Empty;
    }
    let statuses = || responses.iter().map(|it| it.status);
    let well: Vec<&Response> = responses
        .iter()
        .filter(|it| is_success(it.status, statuses()))
        .collect();
    let Some(first) = well.first() else {
        return match statuses().any(StatusSelector::is_redirect) {
            true => Success::Redirect,
            false => Success::Empty,
        };
    };
    if let (true, Some(row)) = (is_paged, well.iter().find_map(|it| row(it))) {
        return Success::Page(row.clone());
    }
    let mut cases: Vec<SuccessCase> = Vec::new();
    for response in &well {
        match cases.iter_mut().find(|it| it.payload == response.payload) {
            Some(case) => case.statuses.push(response.status),
            None => cases.push(SuccessCase {
                rust: variant(response.status),
                statuses: vec![response.status],
                payload: response.payload.clone(),
            }),
        }
    }
    if cases.iter().any(|it| it.payload == Payload::Stream) {
        return Success::Stream;
    }
    match cases.as_slice() {
        [_] => single(&first.payload),
        [one, other] => match (&one.payload, &other.payload) {
            (Payload::Json(ty), Payload::Empty) | (Payload::Empty, Payload::Json(ty)) => {
                let inner = match ty {
                    Type::Optional(inner) => inner,
                    ty => ty,
                };
                Success::OptionalJson(inner.clone())
            }
            _ => Success::Several(cases),
        },
        _ => Success::Several(cases),
    }
}

fn row(response: &Response) -> Option<&TypeRef> {
    match &response.payload {
        Payload::Json(Type::Array(row)) => Some(row),
        _ => None,
    }
}

fn single(payload: &Payload) -> Success {
    match payload {
        Payload::Json(Type::Optional(ty)) => Success::OptionalJson((**ty).clone()),
        Payload::Json(ty) => Success::Json(ty.clone()),
        Payload::Text => Success::Text,
        Payload::Binary => Success::Binary,
        Payload::Stream => Success::Stream,
        Payload::Empty => Success::Empty,
    }
}

/// The variant of a status: what RFC 9110 calls it.
fn variant(status: StatusSelector) -> Ident {
    Ident(match status {
        StatusSelector::Code(200) => "Ok".to_owned(),
        StatusSelector::Code(201) => "Created".to_owned(),
        StatusSelector::Code(202) => "Accepted".to_owned(),
        StatusSelector::Code(203) => "NonAuthoritative".to_owned(),
        StatusSelector::Code(204) => "NoContent".to_owned(),
        StatusSelector::Code(205) => "ResetContent".to_owned(),
        StatusSelector::Code(206) => "PartialContent".to_owned(),
        StatusSelector::Code(207) => "MultiStatus".to_owned(),
        StatusSelector::Code(code) => format!("Status{code}"),
        StatusSelector::Range(_) => "OtherSuccess".to_owned(),
        StatusSelector::Default => "Default".to_owned(),
    })
}

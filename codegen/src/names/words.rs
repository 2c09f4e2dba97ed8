//! What the words of a path tell: singular and plural, collections and actions.

use heck::ToSnakeCase;

/// Returns the singular of an English plural. Other words stay unchanged.
#[must_use]
pub fn singular(word: &str) -> String {
    const ALIKE: [&str; 7] = ["news", "series", "status", "sms", "sla", "dns", "address"];
    if ALIKE.contains(&word) || word.ends_with("ss") || word.ends_with("us") {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "uses"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    word.strip_suffix('s')
        .filter(|stem| stem.len() > 1)
        .unwrap_or(word)
        .to_owned()
}

/// Returns a `snake_case` or `kebab-case` name with its last word in the singular.
#[must_use]
pub fn singular_last(name: &str) -> String {
    match name.rfind(['_', '-']) {
        Some(at) => format!("{}{}", &name[..=at], singular(&name[at + 1..])),
        None => singular(name),
    }
}

/// Returns whether the last word of a segment is in the plural.
#[must_use]
pub fn is_plural(segment: &str) -> bool {
    const UNCOUNTABLE: [&str; 5] = ["data", "media", "news", "people", "series"];
    let words = segment.to_snake_case();
    let last = words.rsplit('_').next().unwrap_or_default();
    UNCOUNTABLE.contains(&last) || singular(last) != last
}

/// Returns whether a segment is called after something that is done: its first word is a verb.
#[must_use]
pub fn is_action(segment: &str) -> bool {
    let words = segment.to_snake_case();
    let first = words.split('_').next().unwrap_or_default();
    VERBS.binary_search(&first).is_ok()
}

/// Verbs that name actions in APIs, sorted. Words that are more often nouns, such as `order` and `report`, are left out.
const VERBS: [&str; 128] = [
    "accept",
    "acknowledge",
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "attach",
    "authorize",
    "block",
    "bulk",
    "calculate",
    "cancel",
    "change",
    "check",
    "clear",
    "clone",
    "close",
    "complete",
    "confirm",
    "connect",
    "convert",
    "copy",
    "count",
    "create",
    "deactivate",
    "decline",
    "decrypt",
    "delete",
    "deny",
    "deploy",
    "detach",
    "disable",
    "disconnect",
    "dismiss",
    "download",
    "duplicate",
    "enable",
    "encrypt",
    "execute",
    "expire",
    "export",
    "find",
    "finish",
    "fix",
    "generate",
    "get",
    "hide",
    "import",
    "invite",
    "join",
    "leave",
    "link",
    "list",
    "lock",
    "login",
    "logout",
    "mark",
    "merge",
    "migrate",
    "move",
    "open",
    "pause",
    "ping",
    "preview",
    "publish",
    "purge",
    "query",
    "reactivate",
    "read",
    "recalculate",
    "redeem",
    "refresh",
    "regenerate",
    "register",
    "reinvite",
    "reject",
    "release",
    "remove",
    "rename",
    "render",
    "renew",
    "reopen",
    "replace",
    "reprocess",
    "resend",
    "reset",
    "resolve",
    "restart",
    "restore",
    "resume",
    "retry",
    "revoke",
    "rollback",
    "rotate",
    "run",
    "save",
    "search",
    "send",
    "set",
    "share",
    "skip",
    "start",
    "stop",
    "submit",
    "subscribe",
    "suspend",
    "swap",
    "sync",
    "synchronize",
    "terminate",
    "toggle",
    "transfer",
    "trigger",
    "unarchive",
    "unassign",
    "unblock",
    "uninstall",
    "unlink",
    "unlock",
    "unpublish",
    "unsubscribe",
    "update",
    "upgrade",
    "upload",
    "validate",
    "verify",
    "withdraw",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_sorted() {
        assert!(VERBS.is_sorted());
    }

    #[test]
    fn words_tell_collections_from_actions() {
        for word in ["files", "price-lists", "categories", "media", "newData"] {
            assert!(is_plural(word), "{word}");
        }
        for word in ["status", "avatar", "address", "context"] {
            assert!(!is_plural(word), "{word}");
        }
        for word in ["close-records", "approveAll", "login"] {
            assert!(is_action(word), "{word}");
        }
        for word in ["closes", "records", "opening-hours"] {
            assert!(!is_action(word), "{word}");
        }
    }
}

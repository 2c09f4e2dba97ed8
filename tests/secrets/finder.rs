//! Finds a secret in a text, in whatever form somebody may have written it there.

use std::fmt::Write as _;

/// The number of bytes of a secret that are searched for, since dumps cut it into pieces.
const WINDOW: usize = 6;

/// Returns how a part of the secret stands in the text, and around where; `None` if it does not.
pub fn leak(text: &str, secret: &str) -> Option<String> {
    let found = |form: &str, part: &str| {
        let place = text.lines().find(|line| line.contains(part));
        Some(format!("{form} `{part}` {place:?}"))
    };
    let folded = text.to_lowercase();
    let decoded = percent_decoded(text).to_lowercase();
    let digits = hex_digits(&folded);
    let numbers = numbers(text);
    for part in secret.as_bytes().windows(WINDOW) {
        let plain = String::from_utf8_lossy(part);
        let lower = plain.to_lowercase();
        if folded.contains(&lower) {
            return found("plain", &plain);
        }
        if decoded.contains(&lower) {
            return found("percent-encoded", &plain);
        }
        if digits.contains(&hex(part)) {
            return found("hex", &plain);
        }
        if numbers.contains(&decimal(part)) {
            return found("numbers", &plain);
        }
    }
    // Bytes in groups of three have the same letters wherever they stand.
    for part in secret.as_bytes().windows(WINDOW) {
        let letters = base64(part);
        if text.contains(&letters) {
            return found("base64", &letters);
        }
    }
    None
}

fn percent_decoded(text: &str) -> String {
    let mut rest = text;
    let mut decoded = String::new();
    while let Some((front, back)) = rest.split_once('%') {
        decoded.push_str(front);
        let byte = back.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok());
        match byte.filter(u8::is_ascii) {
            Some(byte) => {
                decoded.push(char::from(byte));
                rest = &back[2..];
            }
            None => rest = back,
        }
    }
    decoded + rest
}

/// The hexadecimal digits of a text in lower case, without what separates or introduces bytes.
fn hex_digits(folded: &str) -> String {
    let bare = folded
        .replace("0x", "")
        .replace("\\x", "")
        .replace("\\u00", "");
    bare.chars().filter(char::is_ascii_hexdigit).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, it| {
        write!(text, "{it:02x}").expect("a string");
        text
    })
}

/// The numbers of a text, with a space behind each.
fn numbers(text: &str) -> String {
    let numbers = text.split(|it: char| !it.is_ascii_digit());
    numbers
        .filter(|it| !it.is_empty())
        .map(|it| format!("{it} "))
        .collect()
}

fn decimal(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it} ")).collect()
}

/// The letters of Base64, the same in both alphabets for what the secrets consist of. The length is a multiple of three.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks_exact(3) {
        let bits = group
            .iter()
            .fold(0u32, |bits, it| bits << 8 | u32::from(*it));
        for shift in [18, 12, 6, 0] {
            text.push(char::from(LETTERS[(bits >> shift & 63) as usize]));
        }
    }
    text
}

#[test]
fn a_secret_is_found_in_every_form() {
    const SECRET: &str = "hT7qVxK2mZ9rWb4LdN8sYf3GcP6jQe1R";
    let bytes = SECRET.as_bytes();
    let dump = |separator: &str, upper: bool| -> String {
        let lines = bytes.chunks(16).enumerate().map(|(number, line)| {
            let mut text = format!("{:08x}: ", number * 16);
            for byte in line {
                text += &match upper {
                    true => format!("{byte:02X}{separator}"),
                    false => format!("{byte:02x}{separator}"),
                };
            }
            text + "\n"
        });
        lines.collect()
    };
    let percent: String = bytes.iter().map(|it| format!("%{it:02X}")).collect();
    for text in [
        format!("a {SECRET} b"),
        format!("{}-{}", &SECRET[..7], &SECRET[7..]),
        SECRET.to_uppercase(),
        percent,
        dump("", false),
        dump(" ", true),
        dump(":", false),
        dump(", 0x", false),
        dump("\\x", true),
        format!("{bytes:?}"),
        format!("{bytes:x?}"),
        base64(&[b"Basic ", &bytes[..30]].concat()),
        base64(&[b"a ", &bytes[..31]].concat()),
        base64(&[b"ab", &bytes[..31], b"  "].concat()[..33]),
    ] {
        assert!(leak(&text, SECRET).is_some(), "{text}");
    }
    for text in [
        "",
        "nothing here",
        "hT7qV hT7qV",
        "%68%54%37%71%56 68543771 56",
    ] {
        assert_eq!(leak(text, SECRET), None, "{text}");
    }
}

//! What stands for a customer or a colleague where a shop links cards or badges: HMAC-SHA256 of an opaque token under the
//! chain's key, and never anything that says by itself who it is.
//!
//! It is still personal data, and whoever has the key can try tokens one by one: the key is a file that is copied by hand
//! and never lies in the sync folder. Another key gives other pseudonyms, which ends all linkage. Nothing here reads a file.

use std::fmt::Write as _;

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::text::clean;

/// Fewer bytes are no key.
pub const LEAST_KEY: usize = 32;
/// Longer texts are no token.
const LONGEST_TOKEN: usize = 128;

/// The chain's key.
pub struct Key(Vec<u8>);

impl Key {
    /// The bytes of a key file; line ends behind them do not count, so that a file from an editor serves too.
    ///
    /// # Errors
    /// Fewer than [`LEAST_KEY`] bytes.
    pub fn new(file: &[u8]) -> Result<Self, KeyTooShort> {
        let length = file.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
        if length < LEAST_KEY {
            return Err(KeyTooShort { length });
        }
        Ok(Self(file[..length].to_vec()))
    }

    /// The pseudonym of a card's or a badge's token, blanks around it apart.
    ///
    /// # Errors
    /// What the token is instead of opaque.
    pub fn pseudonym(&self, token: &str) -> Result<Pseudonym, NoToken> {
        let cleaned = clean(token);
        let token = cleaned.text.as_str();
        match () {
            () if cleaned.removed > 0 => return Err(NoToken::Invisible),
            () if token.is_empty() => return Err(NoToken::Empty),
            () if token.chars().count() > LONGEST_TOKEN => return Err(NoToken::TooLong),
            () => speaking(token)?,
        }
        let hex = hex(&hmac(&self.0, token.as_bytes()));
        Ok(Pseudonym(hex))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// 64 digits and letters `a` to `f`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pseudonym(String);

impl Pseudonym {
    /// Reads one that was written before.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 64 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A key that anybody can guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key has {length} bytes; it needs {LEAST_KEY}, best by chance")]
pub struct KeyTooShort {
    /// What it has.
    pub length: usize,
}

/// Why a text is no opaque token. The text itself is never quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// Nothing.
    #[error("the token is empty")]
    Empty,
    /// More than 128 characters.
    #[error("the token is longer than {LONGEST_TOKEN} characters")]
    TooLong,
    /// It holds what nobody sees.
    #[error("the token holds characters that cannot be seen")]
    Invisible,
    /// A mail address.
    #[error("the token looks like a mail address; give the number of the card")]
    Mail,
    /// A telephone number.
    #[error("the token looks like a telephone number; give the number of the card")]
    Phone,
}

/// Refuses what says by itself who somebody is: mail addresses, and telephone numbers as people write them. A card's
/// number in digits alone passes, save with a leading 0, or as long as a number in North America, India or China.
///
/// # Errors
/// [`NoToken::Mail`] and [`NoToken::Phone`].
pub fn speaking(text: &str) -> Result<(), NoToken> {
    let text = text.trim();
    if text.contains(['@', '＠']) {
        return Err(NoToken::Mail);
    }
    let without_call = text.strip_prefix("tel:").unwrap_or(text);
    let digits: String = without_call.chars().filter_map(|c| char::to_digit(c, 10)).map(|d| d.to_string()).collect();
    let is_written_so = without_call.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    let is_bare = digits.len() == text.len();
    let calls = !is_bare
        || match digits.len() {
            10 => true,
            11 => digits.starts_with(['0', '1']),
            _ => digits.starts_with('0'),
        };
    if is_written_so && (7..=15).contains(&digits.len()) && calls { Err(NoToken::Phone) } else { Ok(()) }
}

/// RFC 2104 over SHA-256, whose blocks have 64 bytes.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let [inner, outer] = [0x36, 0x5c].map(|pad| block.map(|byte| byte ^ pad));
    let inner = Sha256::new().chain_update(inner).chain_update(text).finalize();
    Sha256::new().chain_update(outer).chain_update(inner).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        super::hex(bytes)
    }

    /// RFC 4231, sections 4.2 to 4.8 (4.6 truncates and says nothing more).
    #[test]
    fn the_vectors_of_rfc_4231() {
        let counting: Vec<u8> = (1..=25).collect();
        let larger = "This is a test using a larger than block-size key and a larger than block-size data. The key needs \
                      to be hashed before being used by the HMAC algorithm.";
        let table: [(&[u8], &[u8], &str); 6] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (&counting, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (&[0xaa; 131], larger.as_bytes(), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ];
        for (key, text, expected) in table {
            assert_eq!(hex(&hmac(key, text)), expected);
        }
    }

    #[test]
    fn a_token_has_one_pseudonym_a_key() {
        let key = Key::new(&[7; 32]).unwrap();
        let pseudonym = key.pseudonym(" CARD-4711 ").unwrap();
        assert_eq!(key.pseudonym("CARD-4711"), Ok(pseudonym.clone()));
        assert_eq!(Pseudonym::parse(pseudonym.as_str()), Some(pseudonym.clone()));
        let from_editor = Key::new(&[[7; 32].as_slice(), b"\r\n"].concat()).unwrap();
        assert_eq!(from_editor.pseudonym("CARD-4711"), Ok(pseudonym.clone()));
        assert_ne!(Key::new(&[8; 32]).unwrap().pseudonym("CARD-4711"), Ok(pseudonym));
        assert_eq!(Key::new(b"secret\n").unwrap_err(), KeyTooShort { length: 6 });
        assert_eq!(format!("{key:?}"), "Key");
        assert_eq!((Pseudonym::parse("CARD-4711"), Pseudonym::parse(&"A".repeat(64))), (None, None));
    }

    #[test]
    fn what_says_who_somebody_is_is_no_token() {
        let key = Key::new(&[7; 32]).unwrap();
        for mail in ["ana@example.com", "Ana <ana@example.com>", "ana＠example.com"] {
            assert_eq!(key.pseudonym(mail), Err(NoToken::Mail), "{mail}");
        }
        for phone in [
            "+49 170 1234567",
            "0049 170 1234567",
            "0170/1234567",
            "01701234567",
            "(212) 555-1234",
            "2125551234",
            "12125551234",
            "13800138000",
            "tel:+33123456789",
            "06.12.34.56.78",
        ] {
            assert_eq!(key.pseudonym(phone), Err(NoToken::Phone), "{phone}");
        }
        for card in
            ["2900000123456", "CARD-4711", "A12 345-67", "4711", "308712345", "c0ffee-0170-1234567", &"a".repeat(64)]
        {
            assert!(key.pseudonym(card).is_ok(), "{card}");
        }
        let table = [("", NoToken::Empty), ("a\u{200b}b", NoToken::Invisible), (&"x".repeat(129), NoToken::TooLong)];
        for (token, error) in table {
            assert_eq!(key.pseudonym(token), Err(error));
        }
    }
}

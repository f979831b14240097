//! What a customer's card is called in events: HMAC-SHA256 (RFC 2104) of its token under the chain's key, in hex. A plain
//! hash would not do: all numbers of a card can be tried in minutes (reliability.md section 15).
//!
//! Anybody can check one: `printf %s TOKEN | openssl dgst -sha256 -hmac "$(cat chain.key)"`.

use sha2::{Digest as _, Sha256};

use super::digest::hex;

/// Shorter keys are refused: they could be guessed.
pub const SHORTEST: usize = 32;
/// Longer files are no keys.
pub const LONGEST: u64 = 4 << 10;
/// What SHA-256 works on at a time.
const BLOCK: usize = 64;

/// The key of a chain: the text of a file that IT copies by hand, line ends at its end left out.
pub struct Key([u8; BLOCK]);

impl Key {
    /// Reads a key from the bytes of its file; `None` where they are too few.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes;
        while let Some(rest) = bytes.strip_suffix(b"\n").or_else(|| bytes.strip_suffix(b"\r")) {
            bytes = rest;
        }
        if bytes.len() < SHORTEST {
            return None;
        }
        let mut block = [0; BLOCK];
        if bytes.len() > BLOCK {
            block[..32].copy_from_slice(&Sha256::digest(bytes));
        } else {
            block[..bytes.len()].copy_from_slice(bytes);
        }
        Some(Self(block))
    }

    /// What tells this key from another, 16 hex digits: lists say under which key their pseudonyms were made. It says no
    /// more of the key than any pseudonym does.
    pub fn mark(&self) -> String {
        let mut mark = self.pseudonym("goeswith: which key is it?");
        mark.truncate(16);
        mark
    }

    /// The pseudonym of a token: 64 hex digits. Blanks around the token do not count.
    pub fn pseudonym(&self, token: &str) -> String {
        let keyed = |with: u8, bytes: &[u8]| {
            let pad = self.0.map(|byte| byte ^ with);
            Sha256::new().chain_update(pad).chain_update(bytes).finalize()
        };
        hex(&keyed(0x5c, &keyed(0x36, token.trim().as_bytes())))
    }
}

/// A key is never printed.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_the_standard() {
        // RFC 4231, sections 4.7 and 4.8: a key of 131 bytes.
        let key = Key::parse(&[0xaa; 131]).unwrap();
        let larger = "This is a test using a larger than block-size key and a larger than block-size data. The key needs \
                      to be hashed before being used by the HMAC algorithm.";
        for (token, pseudonym) in [
            (
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (larger, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ] {
            assert_eq!(key.pseudonym(token), pseudonym);
        }
        // A key shorter than a block, by openssl.
        let key = Key::parse(b"0123456789abcdef0123456789abcdef\n").unwrap();
        assert_eq!(key.pseudonym(" 4711\n"), "17ddd675ef4801ada65135835c66b3c644f3d3e353e4e40447691c8d9ada1818");
        assert_eq!(format!("{key:?}"), "Key");
    }

    #[test]
    fn a_key_that_could_be_guessed_is_refused() {
        assert!(Key::parse(b"secret\n").is_none());
        assert!(Key::parse(b"").is_none());
    }
}

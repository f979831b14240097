//! Signatures over what head office sends: minisign, detached, over the bytes as they are, the prehashed mode alone
//! (reliability.md section 5). Anybody can check them with the stock tool.

use minisign_verify::{PublicKey, Signature};

/// Longer signatures are none.
pub const LONGEST: usize = 4 << 10;

/// A public key, as `minisign -G` writes it: the line of 56 characters, or the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Reads a key from the text of a `.pub` file or from its last line alone; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
        PublicKey::from_base64(line).ok().map(|_| Self(line.to_owned()))
    }

    /// The line that names it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a signature does not count, as a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Too long, cut short, not minisign.
    #[error("it cannot be read")]
    Unreadable,
    /// By none of the keys that are trusted, or of other bytes, or in the old mode.
    #[error("it is by none of the trusted keys, or of another file")]
    Wrong,
}

/// True silence where one of `keys` signed exactly these bytes; a legacy signature is none.
pub fn check(bytes: &[u8], signature: &[u8], keys: &[Key]) -> Result<(), Fault> {
    let text = std::str::from_utf8(signature).ok().filter(|text| text.len() <= LONGEST).ok_or(Fault::Unreadable)?;
    let signature = Signature::decode(text).map_err(|_| Fault::Unreadable)?;
    let signed =
        |key: &Key| PublicKey::from_base64(&key.0).is_ok_and(|key| key.verify(bytes, &signature, false).is_ok());
    if keys.iter().any(signed) { Ok(()) } else { Err(Fault::Wrong) }
}

/// The file a signature says it is for, where its trusted comment names one: `file:NAME` as minisign writes it, `goeswith
/// NAME` as we do. It is signed with the rest, so that what [`check`] found good cannot be passed off as another file's.
pub fn file_named(signature: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(signature).ok().filter(|text| text.len() <= LONGEST)?;
    let signature = Signature::decode(text).ok()?;
    let comment = signature.trusted_comment();
    let of_minisign = || comment.split_ascii_whitespace().find_map(|word| word.strip_prefix("file:"));
    comment.strip_prefix("goeswith ").or_else(of_minisign).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public key of minisign's own documentation.
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn the_file_it_is_for_is_read_from_its_comment() {
        let named = |comment: &str| {
            // The signature of minisign's own documentation, with another comment.
            let text = format!(
                "untrusted comment: signature from minisign secret key\nRUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/\
                 z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\ntrusted comment: {comment}\n\
                 y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg=="
            );
            file_named(text.as_bytes())
        };
        let name = Some("stock-0000000042.csv".to_owned());
        assert_eq!(named("timestamp:1795356000\tfile:stock-0000000042.csv\thashed"), name);
        assert_eq!(named("goeswith stock-0000000042.csv"), name);
        assert_eq!(named("timestamp:1795356000"), None);
        assert_eq!(file_named(b"none"), None);
    }

    #[test]
    fn a_key_is_read_from_its_file_or_its_line() {
        let key = Key::parse(&format!("untrusted comment: minisign public key\n{KEY}\n")).unwrap();
        assert_eq!(key.as_str(), KEY);
        assert_eq!(Key::parse(KEY), Some(key));
        assert_eq!((Key::parse("RWQ"), Key::parse("")), (None, None));
    }

    #[test]
    fn what_is_no_signature_is_none() {
        let keys = [Key::parse(KEY).unwrap()];
        for text in ["", "untrusted comment: x\nAAAA\n", &"x".repeat(5_000)] {
            assert_eq!(check(b"manifest", text.as_bytes(), &keys), Err(Fault::Unreadable));
        }
        assert_eq!(check(b"manifest", b"\xff", &keys), Err(Fault::Unreadable));
    }
}

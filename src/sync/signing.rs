//! Signatures of head office: minisign, the prehashed mode, over the bytes as they are. Counters only check
//! ([`crate::travel::signature`]).

use std::fs;
use std::path::{Path, PathBuf};

use minisign::{PublicKey, SecretKey, SecretKeyBox};

use crate::travel::signature::Key;

/// The second line of a secret key: 158 bytes, which are 212 letters of base64. The third and fourth byte say how the
/// password makes the key, zero for none; the last 32 are a checksum.
const KEY_LETTERS: usize = 212;
const CHECKSUM: usize = 32;

/// A secret key, ready to sign.
#[derive(Debug)]
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

/// Why a key cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("the signing key cannot be read: {}: {detail}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said, or what is wrong with it.
        detail: String,
    },
    /// It has a password, and none or a wrong one was given.
    #[error("the signing key is locked with a password: {}", .0.display())]
    Locked(PathBuf),
    /// The library failed.
    #[error("signing failed: {0}")]
    Failed(String),
}

impl Signer {
    /// Reads a secret key as `minisign -G` writes it. `password` opens one that is locked; a key without a password needs
    /// none.
    pub fn open(path: &Path, password: Option<String>) -> Result<Self, Error> {
        let unreadable = |detail: String| Error::Unreadable { path: path.to_owned(), detail };
        let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let foreign = || unreadable("not a minisign secret key".to_owned());
        let line = text.lines().nth(1).map(str::trim).filter(|line| line.len() == KEY_LETTERS).ok_or_else(foreign)?;
        let bytes = base64(line).ok_or_else(foreign)?;
        let boxed = SecretKeyBox::from_string(&text).map_err(|_| foreign())?;
        let has_password = bytes[2..4] != [0, 0];
        let secret = if has_password {
            // Without one the library would ask for it itself, in its own words.
            let password = password.ok_or_else(|| Error::Locked(path.to_owned()))?;
            boxed.into_secret_key(Some(password)).map_err(|_| Error::Locked(path.to_owned()))?
        } else if bytes[bytes.len() - CHECKSUM..].iter().all(|byte| *byte == 0) {
            // The stock tool writes no checksum of a key without a password (`minisign -G -W`), and the library wants one.
            SecretKey::from_bytes(&bytes).map_err(|_| foreign())?
        } else {
            boxed.into_unencrypted_secret_key().map_err(|error| unreadable(error.to_string()))?
        };
        let public = PublicKey::from_secret_key(&secret).map_err(|error| unreadable(error.to_string()))?;
        Ok(Self { secret, public })
    }

    /// The key that counters pin.
    pub fn key(&self) -> Option<Key> {
        Key::parse(&self.public.to_base64())
    }

    /// The text of the `.minisig` file for some bytes that will be called `name`.
    pub fn sign(&self, bytes: &[u8], name: &str) -> Result<String, Error> {
        let comment = format!("goeswith {name}");
        minisign::sign(Some(&self.public), &self.secret, bytes, Some(&comment), Some("signature of goeswith"))
            .map(|signed| signed.to_string())
            .map_err(|error| Error::Failed(error.to_string()))
    }
}

/// The bytes of base64, whose letters are a multiple of four.
fn base64(letters: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    for four in letters.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            bits = bits << 6 | u32::try_from(ALPHABET.iter().position(|known| known == letter)?).ok()?;
        }
        let whole = (bits << (6 * (4 - four.len()))).to_be_bytes();
        bytes.extend_from_slice(&whole[1..four.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::signature::{Fault, check};

    #[test]
    fn a_key_of_the_stock_tool_without_a_password_signs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chain.key");
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        // As the tool in C writes it: without a checksum, which is the last 42 letters and two bits of the one before.
        let text = pair.sk.to_box(None).unwrap().into_string();
        let line = text.lines().nth(1).unwrap();
        let mut bytes = base64(line).unwrap();
        assert_eq!(bytes, pair.sk.to_bytes());
        bytes.truncate(bytes.len() - CHECKSUM);
        let bytes = [bytes, vec![0; CHECKSUM]].concat();
        let bare = SecretKey::from_bytes(&bytes).unwrap();
        fs::write(&path, bare.to_box(None).unwrap().into_string()).unwrap();
        let signer = Signer::open(&path, None).unwrap();
        let text = signer.sign(b"bytes", "a.json").unwrap();
        assert_eq!(check(b"bytes", text.as_bytes(), &[Key::parse(&pair.pk.to_base64()).unwrap()]), Ok(()));
        // A changed key is none.
        fs::write(&path, "untrusted comment: x\n").unwrap();
        assert!(matches!(Signer::open(&path, None), Err(Error::Unreadable { .. })));
    }

    #[test]
    fn what_is_signed_can_be_checked_and_a_locked_key_asks_for_its_password() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chain.key");
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        fs::write(&path, pair.sk.to_box(None).unwrap().into_string()).unwrap();
        let signer = Signer::open(&path, None).unwrap();
        let text = signer.sign(b"bytes", "a.json").unwrap();
        let other = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let (ours, other) = (signer.key().unwrap(), Key::parse(&other.pk.to_base64()).unwrap());
        let checked = |bytes: &[u8], keys: &[Key]| check(bytes, text.as_bytes(), keys);
        assert_eq!(checked(b"bytes", &[other.clone(), ours.clone()]), Ok(()));
        assert_eq!(checked(b"byteS", &[ours]), Err(Fault::Wrong));
        assert_eq!((checked(b"bytes", &[other]), checked(b"bytes", &[])), (Err(Fault::Wrong), Err(Fault::Wrong)));
        fs::write(&path, "no key").unwrap();
        assert!(matches!(Signer::open(&path, None), Err(Error::Unreadable { .. })));
    }
}

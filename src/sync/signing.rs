//! Signatures of head office: minisign, the prehashed mode, over the bytes as they are. Counters only check
//! ([`crate::travel::signature`]).

use std::fs;
use std::path::{Path, PathBuf};

use minisign::{PublicKey, SecretKey, SecretKeyBox};

use crate::travel::signature::Key;

/// 158 bytes in base64: the second line of a secret key.
const KEY_LETTERS: usize = 212;

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
        if text.lines().nth(1).is_none_or(|line| line.trim().len() != KEY_LETTERS) {
            return Err(unreadable("not a minisign secret key".to_owned()));
        }
        let boxed = || SecretKeyBox::from_string(&text).map_err(|_| unreadable("not a minisign secret key".to_owned()));
        let secret = match (boxed()?.into_unencrypted_secret_key(), password) {
            (Ok(secret), _) => secret,
            (Err(_), None) => return Err(Error::Locked(path.to_owned())),
            (Err(_), password) => boxed()?.into_secret_key(password).map_err(|_| Error::Locked(path.to_owned()))?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::signature::{Fault, check};

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

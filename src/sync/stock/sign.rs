//! Signs what head office publishes with a minisign key, over the bytes as they are, prehashed (reliability.md section 5).

use std::fs;
use std::path::Path;

use minisign::{SecretKey, SecretKeyBox};

/// A secret key, ready to sign.
#[derive(Debug)]
pub struct Signer(SecretKey);

impl Signer {
    /// Reads the file that `minisign -G -W` writes: a key without a password, since nobody sits before a script. The
    /// error says why it is none.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let key = SecretKeyBox::from_string(&text).and_then(SecretKeyBox::into_unencrypted_secret_key);
        key.map(Self).map_err(|error| format!("{error}; it must be a secret key of minisign without a password"))
    }

    /// A signature that names the file it is for, so that it cannot be passed off as another's.
    pub fn sign(&self, bytes: &[u8], name: &str) -> Result<Vec<u8>, String> {
        let comment = format!("file:{name}");
        let signed = minisign::sign(None, &self.0, bytes, Some(&comment), Some("signature from goeswith"));
        signed.map(|signed| signed.into_string().into_bytes()).map_err(|error| error.to_string())
    }
}

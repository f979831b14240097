//! `goeswith forget`: a customer is to be forgotten, at head office and on every counter.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Exit, Failure, Globals, console};
use crate::sync::erase::{self, NotPublished};
use crate::sync::publish;
use crate::travel::pseudonym::{self, Key};

/// Have a customer forgotten, at head office and on every counter
///
/// Writes DIR/erase/erase-NUMBER.json with the pseudonym of the card, never its token. Counters take the pseudonym out of
/// their stores, and issue the segments it stood in again without it; `goeswith collect` takes it out of the store of head
/// office. The sales stay, as those of nobody. Where counters trust a key, the list must be signed.
///
/// What stands in backups, in stores that were damaged and moved aside, and in files that other programs made is not
/// reached: remove these by hand.
#[derive(Debug, clap::Args)]
pub struct ForgetArgs {
    /// The token of the card, as the till knows it; `-` for standard input, which leaves no trace in the shell's history
    #[arg(value_name = "TOKEN")]
    token: String,
    /// The sync folder
    #[arg(long, value_name = "SYNC")]
    to: PathBuf,
    /// The chain's key, a file that IT copied by hand: at least 32 characters
    #[arg(long, value_name = "KEYFILE")]
    key: PathBuf,
    /// Sign the list with this secret key of minisign; its password is asked for, or taken from `GOESWITH_SIGN_PASSWORD`
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
    /// The chain, where the sync folder has no catalog that says it
    #[arg(long, value_name = "ID")]
    chain: Option<String>,
}

/// Longer tokens are none.
const LONGEST: u64 = 4 << 10;

/// Runs the command.
pub fn run(args: &ForgetArgs, globals: &Globals) -> Result<(), Failure> {
    let key = key(&args.key)?;
    let token = token(&args.token)?;
    let chain = args.chain.clone().or_else(|| publish::chain_of(&args.to)).ok_or_else(|| {
        Failure::new(Exit::Data, format!("no catalog in {} says which chain this is", args.to.display()))
            .hinted("publish a catalog there first, or name the chain with --chain ID")
    })?;
    let signer = args.sign.as_deref().map(super::publish::signer).transpose()?;
    let number = erase::publish(&args.to, &chain, vec![key.pseudonym(&token)], signer.as_ref())?;
    let is_signed = signer.is_some();
    if globals.json {
        return console::out(&json!({ "number": number, "signed": is_signed }).to_string());
    }
    let how = if is_signed { "signed" } else { "unsigned" };
    console::out(&format!("published erasure list {number}, {how}; counters take it at their next visit"))
}

fn token(given: &str) -> Result<String, Failure> {
    let mut token = given.to_owned();
    if given == "-" {
        token.clear();
        io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_string(&mut token)
            .map_err(|error| Failure::new(Exit::Data, format!("the token cannot be read: {error}")))?;
    }
    let token = token.trim();
    if token.is_empty() {
        return Err(Failure::new(Exit::Usage, "the token is empty").hinted("give the token of one card"));
    }
    Ok(token.to_owned())
}

/// Reads the chain's key.
fn key(path: &Path) -> Result<Key, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(pseudonym::LONGEST).read_to_end(&mut bytes));
    read.map_err(|error| {
        Failure::new(Exit::Data, format!("the chain's key cannot be read: {}: {error}", path.display()))
    })?;
    Key::parse(&bytes).ok_or_else(|| {
        Failure::new(Exit::Data, format!("the chain's key is too short: {}", path.display()))
            .hinted(format!("it has at least {} characters; `openssl rand -hex 32` makes one", pseudonym::SHORTEST))
    })
}

impl From<NotPublished> for Failure {
    fn from(error: NotPublished) -> Self {
        match error {
            NotPublished::Signing(error) => error.into(),
            NotPublished::Folder { .. } => Self::new(Exit::NotSaved, error.to_string())
                .hinted("free some disk space or check the rights of the folder; nothing was published"),
        }
    }
}

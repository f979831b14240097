//! `goeswith forget`: a customer is to be forgotten, at head office and on every counter.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Exit, Failure, Globals, chain_key, console};
use crate::domain::text::is_clean;
use crate::sync::customers;
use crate::sync::erase::{self, NotPublished};
use crate::sync::publish;

/// Have a customer forgotten, at head office and on every counter
///
/// Writes DIR/erase/erase-NUMBER.json with the pseudonym of the card, never its token. Counters take the pseudonym out of
/// their stores and customers lists, and issue the segments it stood in again without it; `goeswith collect` takes it out of the store of head
/// office; a customers list in DIR that has it is published again without it. The sales stay, as those of nobody. Where counters trust a key, the list must be signed.
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
    #[arg(long, value_name = "ID", value_parser = chain_id)]
    chain: Option<String>,
}

/// Longer tokens are none.
const LONGEST: u64 = 4 << 10;

/// Runs the command.
pub fn run(args: &ForgetArgs, globals: &Globals) -> Result<(), Failure> {
    let key = chain_key::open(&args.key)?;
    let token = token(&args.token)?;
    let chain = chain(args.chain.as_deref(), &args.to)?;
    let signer = args.sign.as_deref().map(super::publish::signer).transpose()?;
    let pseudonyms = vec![key.pseudonym(&token)];
    let number = erase::publish(&args.to, &chain, pseudonyms.clone(), signer.as_ref())?;
    let again = customers::publish_without(&args.to, &pseudonyms, signer.as_ref())?;
    let is_signed = signer.is_some();
    if globals.json {
        let customers = again.map(|again| again.number);
        return console::out(&json!({ "number": number, "signed": is_signed, "customers": customers }).to_string());
    }
    let how = if is_signed { "signed" } else { "unsigned" };
    let list = again.map_or_else(String::new, |again| format!(", and customers list {} without it", again.number));
    console::out(&format!("published erasure list {number}{list}, {how}; counters take it at their next visit"))
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

/// The chain that was named, else the one of the catalogs in the folder.
pub fn chain(given: Option<&str>, sync_dir: &Path) -> Result<String, Failure> {
    given.map(str::to_owned).or_else(|| publish::chain_of(sync_dir)).ok_or_else(|| {
        Failure::new(Exit::Data, format!("no catalog in {} says which chain this is", sync_dir.display()))
            .hinted("publish a catalog there first, or name the chain with --chain ID")
    })
}

/// A chain's id, as a catalog may have it.
pub fn chain_id(text: &str) -> Result<String, String> {
    let is_one = (1..=64).contains(&text.chars().count()) && is_clean(text) && !text.contains(';');
    if is_one { Ok(text.to_owned()) } else { Err("a chain has 1 to 64 characters, and no ;".to_owned()) }
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

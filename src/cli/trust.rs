//! `goeswith trust`: the keys that have to sign what this computer takes.

use std::path::PathBuf;

use super::{Exit, Failure, Globals, console};
use crate::settings;
use crate::sync::Trust;
use crate::travel::signature::Key;

/// Pin the key that has to sign what this computer takes from the sync folder
///
/// From then on unsigned or otherwise signed catalogs, store lists and erasure lists are refused, and nothing in the sync
/// folder can turn that off. Without KEY the pinned keys are listed.
#[derive(Debug, clap::Args)]
pub struct TrustArgs {
    /// The public key: the line of 56 characters that `minisign -G` prints, or the .pub file
    #[arg(value_name = "KEY")]
    key: Option<String>,
    /// Take this key off again
    #[arg(long, requires = "key")]
    remove: bool,
}

/// Runs the command.
pub fn run(args: &TrustArgs, globals: &Globals) -> Result<(), Failure> {
    let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
    let unread = |error: std::io::Error| {
        Failure::new(Exit::NotSaved, format!("what is trusted cannot be read or written: {error}"))
            .hinted(format!("look at {}", data_dir.join("trust.json").display()))
    };
    let mut trust = Trust::read(&data_dir).map_err(unread)?;
    let Some(given) = &args.key else {
        return list(&trust, globals);
    };
    let key = read(given)?;
    let changed = if args.remove { trust.unpin(&key) } else { trust.pin(&key) };
    if changed {
        trust.write(&data_dir).map_err(unread)?;
    }
    console::note(match (args.remove, changed, trust.keys().is_empty()) {
        (false, true, _) => "pinned: only what this key signed is taken from now on",
        (false, false, _) => "that key was pinned already",
        (true, true, true) => "taken off: no key is pinned, so unsigned catalogs are taken",
        (true, true, false) => "taken off",
        (true, false, _) => "that key was not pinned",
    });
    Ok(())
}

fn list(trust: &Trust, globals: &Globals) -> Result<(), Failure> {
    let keys = trust.keys();
    if globals.json {
        let keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
        let json = serde_json::json!({ "keys": keys, "version": trust.version, "chain_id": trust.chain_id });
        return console::json(&json);
    }
    for key in &keys {
        console::out(key.as_str())?;
    }
    if keys.is_empty() {
        console::note("no key is pinned: whoever can write into the sync folder decides what is sold from");
    }
    Ok(())
}

/// The key itself, or the file that holds it.
pub fn read(given: &str) -> Result<Key, Failure> {
    if let Some(key) = Key::parse(given) {
        return Ok(key);
    }
    let path = PathBuf::from(given);
    let text = crate::sync::plain::read(&path, 4 << 10).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref().and_then(Key::parse).ok_or_else(|| {
        let shown = crate::domain::text::clean(given).text;
        Failure::new(Exit::Data, format!("not a minisign public key: {shown}"))
            .hinted("give the .pub file that `minisign -G` made, or its second line")
    })
}

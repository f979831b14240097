//! `goeswith catalog publish FILE.db --to SYNC`: a catalog on its way to every counter.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::progress::Progress;
use super::{Exit, Failure, Globals, clock, console};
use crate::catalog::watch::{Step, Watch as _};
use crate::sync::publish::{NotPublished, Publication, publish};
use crate::sync::signing::{self, Signer};
use crate::travel::names;
use crate::travel::signature::Key;

/// Put a snapshot into the sync folder, as the next version for every counter
///
/// The file is checked as a counter will check it. The last five versions stay in the folder. To go back, publish the
/// old snapshot again: it becomes a new version.
#[derive(Debug, clap::Args)]
pub struct PublishArgs {
    /// The snapshot
    #[arg(value_name = "FILE.db")]
    file: PathBuf,
    /// The sync folder; made when missing
    #[arg(long, value_name = "SYNC")]
    to: PathBuf,
    /// Sign with this secret key of minisign; its password is asked for, or taken from `GOESWITH_SIGN_PASSWORD`
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// Let the version be at least this
    #[arg(long, value_name = "N")]
    version: Option<u64>,
    /// After so many days without a newer one counters say that their catalog is old
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    old_after: u32,
    /// A public key that may sign from now on as well, to change keys; needs --sign
    #[arg(long, value_name = "PUBLIC_KEY", requires = "sign")]
    next_key: Vec<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Said<'a> {
    version: u64,
    sha256: &'a str,
    bytes: u64,
    file: &'a str,
    manifest: String,
    signed: bool,
    same_as_before: bool,
}

/// Runs the command.
pub fn run(args: &PublishArgs, globals: &Globals) -> Result<(), Failure> {
    let signer = args.sign.as_deref().map(signer).transpose()?;
    let next_keys = args.next_key.iter().map(|text| key(text)).collect::<Result<Vec<_>, _>>()?;
    let mut progress = Progress::start();
    let mut begun = false;
    let publication = Publication {
        file: &args.file,
        sync_dir: &args.to,
        signer: signer.as_ref(),
        least_version: args.version,
        old_after_days: args.old_after,
        next_keys,
        now: clock::build_time(),
    };
    let published = publish(&publication, &mut |done, total| {
        if !begun {
            progress.step(Step::Copy, total);
            begun = true;
        }
        progress.at(done)
    });
    progress.finish();
    let published = published?;
    let manifest = &published.manifest;
    if globals.json {
        let said = Said {
            version: manifest.version,
            sha256: &manifest.sha256,
            bytes: manifest.bytes,
            file: &manifest.file,
            manifest: names::manifest(manifest.version),
            signed: signer.is_some(),
            same_as_before: published.same_as_before,
        };
        return console::json(&said);
    }
    let how = if signer.is_some() { "signed" } else { "not signed" };
    let same = if published.same_as_before { ", the same content as the version before" } else { "" };
    console::note(&format!(
        "published version {}: {} items, {} bytes, {how}{same}; counters take it as soon as it has arrived",
        manifest.version,
        manifest.rows.get("item").copied().unwrap_or(0),
        manifest.bytes
    ));
    Ok(())
}

/// Opens a signing key; its password comes from the environment, or from whoever sits there.
pub fn signer(path: &Path) -> Result<Signer, Failure> {
    let password = std::env::var("GOESWITH_SIGN_PASSWORD").ok();
    match Signer::open(path, password.clone()) {
        Err(signing::Error::Locked(_)) if password.is_none() && std::io::stdin().is_terminal() => {
            let prompt = rpassword::prompt_password("Password of the signing key: ").ok();
            Ok(Signer::open(path, prompt)?)
        }
        other => Ok(other?),
    }
}

fn key(text: &str) -> Result<Key, Failure> {
    let shown = crate::domain::text::clean(text).text;
    Key::parse(text).ok_or_else(|| Failure::new(Exit::Usage, format!("not a minisign public key: {shown}")))
}

impl From<signing::Error> for Failure {
    fn from(error: signing::Error) -> Self {
        let hint = match &error {
            signing::Error::Unreadable { .. } => "give the secret key that `minisign -G` made",
            signing::Error::Locked(_) => "set GOESWITH_SIGN_PASSWORD, or run it in a terminal and type the password",
            signing::Error::Failed(_) => "nothing was published",
        };
        Self::new(Exit::Data, error.to_string()).hinted(hint)
    }
}

impl From<NotPublished> for Failure {
    fn from(error: NotPublished) -> Self {
        match error {
            NotPublished::Snapshot(error) => {
                let failure = Self::from(error);
                Self { hint: Some("nothing was published".to_owned()), ..failure }
            }
            NotPublished::Signing(error) => error.into(),
            other => {
                let hint = match &other {
                    NotPublished::OtherChain { .. } => "one sync folder serves one chain; nothing was published",
                    NotPublished::Manifest { .. } => "remove or mend that file; nothing was published",
                    _ => "somebody else is publishing; nothing was published",
                };
                Self::new(Exit::Data, other.to_string()).hinted(hint)
            }
        }
    }
}

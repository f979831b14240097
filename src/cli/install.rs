//! `goeswith catalog install FILE.db`: puts a snapshot into use on this computer, or says why not.

use std::path::PathBuf;

use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::watch::{Step, Watch as _};
use crate::settings;
use crate::sync::{self, Stage};

/// Put a snapshot into use on this computer
#[derive(Debug, clap::Args)]
pub struct InstallArgs {
    /// The snapshot
    #[arg(value_name = "FILE.db")]
    file: PathBuf,
}

/// Installs.
pub fn run(args: &InstallArgs, globals: &Globals) -> Result<(), Failure> {
    let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
    let mut progress = Progress::start();
    let mut at = None;
    let installed = sync::install(&args.file, &data_dir, &mut |stage, done, total| {
        if at != Some(stage) {
            progress.step(stage.into(), total);
            at = Some(stage);
        }
        progress.at(done)
    });
    progress.finish();
    let installed = installed?;
    let file = args.file.file_name().unwrap_or_default().to_string_lossy();
    console::note(&format!(
        "installed {}: in use from the next sale on, sha256 {}",
        crate::domain::text::clean(&file).text,
        &installed.sha256[..16]
    ));
    Ok(())
}

impl From<Stage> for Step {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Copy => Self::Copy,
            Stage::Check => Self::Verify,
            Stage::Index => Self::Index,
        }
    }
}

impl From<sync::Error> for Failure {
    fn from(error: sync::Error) -> Self {
        let message = error.to_string();
        let in_use = "the catalog in use stays as it is";
        let (exit, hint) = match &error {
            sync::Error::Missing(_) => {
                (Exit::Data, "check the path; `goeswith catalog build` makes a catalog".to_owned())
            }
            sync::Error::Refused { refusal, .. } => {
                let exit = match refusal {
                    sync::Refusal::Newer { .. } | sync::Refusal::NewerProgram(_) => Exit::TooNew,
                    _ => Exit::Refused,
                };
                (exit, format!("{}; {in_use}", refusal.code().todo()))
            }
            sync::Error::Busy(_) => (Exit::Busy, format!("try again in a moment; {in_use}")),
            sync::Error::NotSaved { .. } => {
                (Exit::NotSaved, format!("free some disk space or check the rights of the folder; {in_use}"))
            }
            sync::Error::Unreadable { .. } => (Exit::Data, format!("check the sync folder; {in_use}")),
            sync::Error::Trust { .. } => {
                (Exit::Refused, format!("remove that file and pin the key again with `goeswith trust KEY`; {in_use}"))
            }
            sync::Error::Stopped => return Self::new(Exit::Interrupted, message),
        };
        Self::new(exit, message).hinted(hint)
    }
}

//! Where this run keeps its files: the usual places, one given directory, or the sample shop's throw-away one.

use std::path::PathBuf;

use super::demo::Demo;
use super::{Exit, Failure, Globals};
use crate::{db, settings, sync};

/// The directories of a run, and the catalog it uses.
#[derive(Debug)]
pub struct Place {
    /// Store, catalogs, locks.
    pub data_dir: PathBuf,
    /// `settings.toml` and `keys.toml`.
    pub config_dir: PathBuf,
    /// The snapshot to sell from, where there is one.
    pub catalog: Option<PathBuf>,
    /// The sample shop, while it lives. Last, so that it goes after everything that lies in it.
    pub demo: Option<Demo>,
}

impl Place {
    /// The place that the arguments name.
    pub fn of(globals: &Globals) -> Result<Self, Failure> {
        if globals.demo {
            return Self::demo(Demo::open()?);
        }
        let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
        let config_dir = settings::config_dir(globals.data_dir.as_deref())?;
        let installed = || sync::current(&data_dir).map(|installed| installed.path);
        let catalog = globals.catalog.clone().or_else(installed);
        Ok(Self {
            data_dir,
            config_dir,
            catalog,
            demo: None,
        })
    }

    /// The sample shop's own place; settings of the computer hold there too.
    pub fn demo(demo: Demo) -> Result<Self, Failure> {
        Ok(Self {
            data_dir: demo.data_dir(),
            config_dir: settings::config_dir(None).unwrap_or_else(|_| demo.data_dir()),
            catalog: Some(demo.catalog()),
            demo: Some(demo),
        })
    }

    /// The directory of `settings.toml` and `keys.toml` alone.
    pub fn settings_only(globals: &Globals) -> Result<PathBuf, Failure> {
        Ok(settings::config_dir(globals.data_dir.as_deref())?)
    }

    /// Opens the catalog, or says that there is none.
    pub fn open_catalog(&self) -> Result<db::Catalog, Failure> {
        let path = self.catalog.as_ref().ok_or_else(|| {
            Failure::new(Exit::Data, "no catalog is installed on this computer").hinted(
                "`goeswith catalog install FILE.db` installs one, --catalog FILE uses one, --demo uses the sample shop",
            )
        })?;
        Ok(db::Catalog::open(path)?)
    }
}

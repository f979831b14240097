//! Where this run keeps its files: the usual places, one given directory, or the sample shop's throw-away one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::demo::Demo;
use super::{Exit, Failure, Globals, clock, console, machine};
use crate::db::store::{self, Store};
use crate::domain::Problem;
use crate::search::Index;
use crate::sync::stock::{self, Held};
use crate::travel::overlay::Overlay;
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
    /// What is known of it where it is the installed one, and what keeps it from being removed.
    pub installed: Option<(sync::InstalledCatalog, Option<sync::Lease>)>,
    /// True where whatever is installed is sold from, also what comes later.
    pub follows: bool,
    /// The sample shop, while it lives. Last, so that it goes after everything that lies in it.
    pub demo: Option<Demo>,
}

impl Place {
    /// The place that the arguments name.
    pub fn of(globals: &Globals) -> Result<Self, Failure> {
        if globals.demo {
            let config_dir = settings::config_dir(globals.data_dir.as_deref()).ok();
            return Self::demo(Demo::open()?, config_dir.as_deref());
        }
        let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
        let config_dir = settings::config_dir(globals.data_dir.as_deref())?;
        let follows = globals.catalog.is_none();
        let mut place =
            Self { data_dir, config_dir, catalog: globals.catalog.clone(), installed: None, follows, demo: None };
        if follows {
            place.use_installed();
        }
        Ok(place)
    }

    /// Sells from what is installed now.
    pub fn use_installed(&mut self) {
        self.installed = sync::hold(&self.data_dir);
        self.catalog = self.installed.as_ref().map(|(installed, _)| installed.path.clone());
    }

    /// The same for commands that only read a catalog: where one is named by hand, no directory is needed.
    pub fn for_reading(globals: &Globals) -> Result<Self, Failure> {
        match (Self::of(globals), &globals.catalog) {
            (Err(_), Some(file)) => Ok(Self {
                data_dir: PathBuf::new(),
                config_dir: PathBuf::new(),
                catalog: Some(file.clone()),
                installed: None,
                follows: false,
                demo: None,
            }),
            (place, _) => place,
        }
    }

    /// The sample shop's own place. It begins with the settings of the computer; what is changed there goes with it.
    pub fn demo(demo: Demo, config_dir: Option<&Path>) -> Result<Self, Failure> {
        let data_dir = settings::data_dir(Some(&demo.data_dir()))?;
        for name in [settings::FILE, settings::KEYS_FILE] {
            if let Some(from) = config_dir {
                // Where there is none, or none that can be read, the defaults hold.
                let _ = std::fs::copy(from.join(name), data_dir.join(name));
            }
        }
        Ok(Self {
            config_dir: data_dir.clone(),
            data_dir,
            catalog: Some(demo.catalog()),
            installed: None,
            follows: false,
            demo: Some(demo),
        })
    }

    /// The snapshot to sell from, with the place of its search index.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let path = self.catalog.clone()?;
        let home = match (&self.demo, &self.installed) {
            (Some(_), _) => Home::Nowhere,
            (None, Some((installed, _))) => sync::IndexFile::of_installed(installed).map_or(Home::Nowhere, Home::Known),
            (None, None) if self.data_dir.as_os_str().is_empty() => Home::Nowhere,
            (None, None) => Home::Cache(self.data_dir.clone()),
        };
        Some(Snapshot { path, home, overlay: None })
    }

    /// Opens the store for writing. What had to be repaired is said on stderr, and returned.
    pub fn open_store(&self) -> Result<(Store, Option<Problem>), Failure> {
        let (store, notice) = machine::open_store(&self.store_file())?;
        if let Some(problem) = &notice {
            say(problem);
        }
        Ok((store, notice))
    }

    /// Where the store lies.
    pub fn store_file(&self) -> PathBuf {
        self.data_dir.join(store::FILE)
    }

    /// Begins the sample shop's store with its weeks of answers, for commands that read it. Nothing elsewhere.
    pub fn fill_demo(&self) -> Result<(), Failure> {
        if let Some(demo) = &self.demo {
            let (mut store, _) = self.open_store()?;
            demo.record_answers(&mut store, clock::now())?;
        }
        Ok(())
    }

    /// The directory of `settings.toml` and `keys.toml` alone.
    pub fn settings_only(globals: &Globals) -> Result<PathBuf, Failure> {
        Ok(settings::config_dir(globals.data_dir.as_deref())?)
    }

    /// Opens the catalog with the store's own values laid over it, or says that there is none.
    pub fn open_catalog(&self) -> Result<db::Catalog, Failure> {
        let path = self.catalog.as_ref().ok_or_else(|| {
            Failure::new(Exit::Data, "no catalog is installed on this computer").hinted(
                "`goeswith catalog install FILE.db` installs one, --catalog FILE uses one, --demo uses the sample shop",
            )
        })?;
        let mut catalog = db::Catalog::open(path)?;
        // Without directories there is nothing of a store.
        if !self.data_dir.as_os_str().is_empty() {
            let store = settings::read(&self.config_dir).0.store;
            catalog.lay_over(self.held(store.as_deref(), &catalog).overlay);
        }
        Ok(catalog)
    }

    /// What the store of this counter says of prices, stock and shelves itself, as far as it is kept here and was made for
    /// this catalog. `store` is the setting of that name.
    pub fn held(&self, store: Option<&str>, catalog: &db::Catalog) -> Held {
        store.map(|store| stock::held(&self.data_dir, store, catalog)).unwrap_or_default()
    }
}

/// A snapshot, and where its search index is kept.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The snapshot.
    pub path: PathBuf,
    home: Home,
    overlay: Option<Arc<Overlay>>,
}

#[derive(Clone, Debug)]
enum Home {
    Known(sync::IndexFile),
    /// In the cache of this directory, once the hash of the snapshot is known.
    Cache(PathBuf),
    /// It is small, or there is no room of ours: built anew each time.
    Nowhere,
}

impl Snapshot {
    /// A snapshot whose index is kept in the cache of a data directory, by the hash of the snapshot.
    pub fn cached(path: PathBuf, data_dir: PathBuf) -> Self {
        Self { path, home: Home::Cache(data_dir), overlay: None }
    }

    /// A snapshot whose index is kept nowhere.
    pub fn alone(path: PathBuf) -> Self {
        Self { path, home: Home::Nowhere, overlay: None }
    }

    /// The same with what a store says itself.
    #[must_use]
    pub fn with(self, overlay: Option<Arc<Overlay>>) -> Self {
        Self { overlay, ..self }
    }

    /// Opens the catalog with what the store says laid over it.
    pub fn open(&self) -> Result<db::Catalog, db::Error> {
        let mut catalog = db::Catalog::open(&self.path)?;
        catalog.lay_over(self.overlay.clone());
        Ok(catalog)
    }

    /// The index that is kept, where it is sound.
    pub fn kept(&self) -> Option<Index> {
        self.file()?.read()
    }

    /// The index that is kept, or one built now and kept from now on. `progress` is told items done and items in all;
    /// `false` stops, and `None` comes back.
    pub fn index(
        &self,
        catalog: &db::Catalog,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Option<Index>, db::Error> {
        let Some(file) = self.file() else { return sync::index_of(catalog, progress) };
        if let Some(kept) = file.read() {
            return Ok(Some(kept));
        }
        let built = file.build(catalog, progress)?;
        if let Some(index) = &built {
            // Where it cannot be kept it is built again the next time.
            let _ = file.keep(index);
        }
        Ok(built)
    }

    fn file(&self) -> Option<sync::IndexFile> {
        match &self.home {
            Home::Known(file) => Some(file.clone()),
            Home::Cache(data_dir) => sync::IndexFile::cached(data_dir, &self.path).ok(),
            Home::Nowhere => None,
        }
    }
}

/// Says a problem on stderr.
pub fn say(problem: &Problem) {
    console::note(&format!("{} {}\n       {}", problem.code, problem.sentence(), problem.todo));
}

/// The locale as the system orders its variables; `None` where there is no such thing.
pub fn locale() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let unset = if cfg!(windows) { None } else { Some("C".to_owned()) };
    set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).or(unset)
}

/// A file that may not grow is an error to be told, not the end of the program: without a handler SIGXFSZ kills it.
pub fn survive_size_limits() {
    #[cfg(unix)]
    {
        let never_read = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, never_read);
    }
}

//! Which catalog a command works on, and how a code is looked up in it.

use super::{Exit, Failure, Globals};
use crate::db::Catalog;
use crate::domain::Item;
use crate::settings;
use crate::sync;

/// Opens the catalog that the arguments name: a snapshot given by hand, the sample shop, or the installed one.
pub fn open(globals: &Globals) -> Result<Catalog, Failure> {
    if let Some(file) = &globals.catalog {
        return Ok(Catalog::open(file)?);
    }
    if globals.demo {
        let demo = super::demo::Demo::open()?;
        // The file may go once it is open; the directory is removed when the program ends.
        return Ok(Catalog::open(&demo.keep_until_exit())?);
    }
    let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
    let installed = sync::current(&data_dir).ok_or_else(|| {
        Failure::new(Exit::Data, "no catalog is installed on this computer").hinted(
            "`goeswith catalog install FILE.db` installs one, --catalog FILE uses one, --demo uses the sample shop",
        )
    })?;
    Ok(Catalog::open(&installed.path)?)
}

/// The items a code means: the exact SKU, else those that carry it as a barcode, best reading first.
pub fn find(catalog: &Catalog, code: &str) -> Result<Vec<Item>, Failure> {
    Ok(look_up(catalog, code)?)
}

/// The same with the catalog's own error.
pub fn look_up(catalog: &Catalog, code: &str) -> Result<Vec<Item>, crate::db::Error> {
    let exact = catalog.item_by_sku(code.trim())?;
    if exact.is_some() {
        return Ok(exact.into_iter().collect());
    }
    for reading in super::suggest::readings(code) {
        let mut items = catalog.items_by_barcode(&reading)?;
        if items.is_empty() {
            items.extend(catalog.item_by_sku(&reading)?);
        }
        if !items.is_empty() {
            return Ok(items);
        }
    }
    Ok(Vec::new())
}

/// The language of what is printed: the one in settings, else the shop's first.
pub fn language(_globals: &Globals, catalog: &Catalog) -> String {
    catalog
        .shop()
        .languages
        .first()
        .cloned()
        .unwrap_or_else(|| "en".to_owned())
}

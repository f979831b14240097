//! Codes nobody knew, for `status` and the screens: those on the list that the catalog in use still does not know.

use super::catalog;
use crate::db::store::Store;
use crate::db::{Catalog, Error};
use crate::domain::{About, Event, EventKind, UnknownCode};

/// The list is no longer than somebody reads.
const MOST: u32 = 200;

/// The list, the most frequent first. What a newer catalog knows by now is left out.
pub fn codes(store: &Store, catalog: Option<&Catalog>) -> Result<Vec<UnknownCode>, Error> {
    let mut codes = store.unknown_codes(MOST)?;
    if let Some(catalog) = catalog {
        let is_unknown = |code: &UnknownCode| catalog::look_up(catalog, &code.code).is_ok_and(|items| items.is_empty());
        codes.retain(is_unknown);
    }
    Ok(codes)
}

/// The event that notes a code.
pub fn event(code: String) -> Event {
    Event {
        event_id: None,
        kind: EventKind::UnknownCode,
        wall_utc: None,
        utc_offset_min: None,
        lines: Vec::new(),
        suggestions: Vec::new(),
        context: Vec::new(),
        arms: std::collections::BTreeMap::new(),
        about: About { code: Some(code), ..About::default() },
        customer: None,
        staff: None,
    }
}

//! When a segment is sealed.

use crate::db::Error;
use crate::db::store::Store;
use crate::domain::UnixMillis;
use crate::travel::segment::{About, MOST_EVENTS};

/// What a visit to the outbox is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// One of the visits of an open counter: seals what is full or old.
    Visit,
    /// The program ends: seals what there is.
    Exit,
    /// Somebody asked, with `sync --once`: seals what there is, and holds every file against what it should be.
    Once,
}

/// An event waits no longer than this.
const OLDEST: UnixMillis = 15 * 60 * 1000;
/// An idle terminal says so often that it lives.
const SILENCE: UnixMillis = 24 * 60 * 60 * 1000;

/// True where a segment is to be sealed now: of what waits, or an empty one, so that silence means something.
pub(super) fn is_due(store: &Store, about: &About, occasion: Occasion, now: UnixMillis) -> Result<bool, Error> {
    let unsealed = store.unsealed()?;
    if unsealed.events > 0 {
        let full = unsealed.events >= MOST_EVENTS as u64;
        let old = unsealed.oldest.is_none_or(|oldest| is_past(oldest, OLDEST, now));
        return Ok(occasion != Occasion::Visit || full || old);
    }
    let Some(last) = store.last_sealed()? else { return Ok(true) };
    Ok(is_past(last.sealed_at, SILENCE, now) || last.catalog() != about.catalog)
}

/// True where so much time has passed; also where the clock was set back meanwhile.
fn is_past(since: UnixMillis, time: UnixMillis, now: UnixMillis) -> bool {
    now.saturating_sub(since) >= time || since > now
}

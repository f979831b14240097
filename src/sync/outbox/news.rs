//! What the files around a store tell it about itself: that it lost something, that it is an old copy, and how far head
//! office has come.

use std::path::Path;

use super::Visit;
use super::copies::Copies;
use crate::db::Error;
use crate::sync::plain;
use crate::travel::ack::{self, Ack};
use crate::travel::names::{ACKS, SegmentName};
use crate::travel::segment;

/// Takes back what this store should know and does not: after damage, and after an old copy of it was put in its place.
/// Where something was sealed under its epoch that it knows nothing of, it counts on under another.
pub(super) fn take_back(visit: &mut Visit<'_>) -> Result<(), Error> {
    let epoch = visit.store.identity().epoch.clone();
    let highest = visit.store.highest_number(&epoch)?;
    let is_later = |name: &SegmentName| name.epoch == epoch && name.number > highest;
    let mut is_behind = false;
    for name in lacking(visit, &visit.own)? {
        if let Some(bytes) = whole(visit, &visit.own, &name) {
            visit.store.take_back(&name, &bytes, visit.now)?;
            is_behind |= is_later(&name);
        }
    }
    if let Some(theirs) = &visit.theirs {
        let wanted = visit.store.wants_segments()?;
        let names = if wanted {
            lacking(visit, theirs)?
        } else {
            theirs.names().iter().filter(|name| is_later(name)).cloned().collect()
        };
        for name in names {
            let Some(bytes) = whole(visit, theirs, &name) else { continue };
            is_behind |= is_later(&name);
            if wanted {
                visit.store.take_back(&name, &bytes, visit.now)?;
            }
        }
        if wanted {
            visit.store.have_segments(visit.now)?;
        }
    }
    if is_behind { visit.store.begin_epoch(visit.now) } else { Ok(()) }
}

/// Segments of a folder that the store does not know, or of which it lost events.
fn lacking(visit: &Visit<'_>, copies: &Copies) -> Result<Vec<SegmentName>, Error> {
    let mut names = Vec::new();
    for name in copies.names() {
        if visit.store.lacks(name)? {
            names.push(name.clone());
        }
    }
    Ok(names)
}

fn whole(visit: &Visit<'_>, copies: &Copies, name: &SegmentName) -> Option<Vec<u8>> {
    let bytes = copies.read(name)?;
    segment::read(&bytes, &visit.store.identity().terminal, name).is_ok().then_some(bytes)
}

/// Hears what head office acknowledged. It only advises: what cannot be is passed over, except that head office may know
/// more of this store's epoch than the store itself, which then is an old copy.
pub(super) fn hear(visit: &mut Visit<'_>, sync_dir: &Path) -> Result<(), Error> {
    let terminal = visit.store.identity().terminal.clone();
    let path = sync_dir.join(ACKS).join(format!("{terminal}.json"));
    let Ok(bytes) = plain::read(&path, ack::LONGEST) else { return Ok(()) };
    let Ok(ack) = Ack::read(&bytes, &terminal) else { return Ok(()) };
    for (epoch, seq) in ack.each() {
        let possible = visit.store.acknowledge(epoch, seq, visit.now)?;
        if !possible && seq > 0 && epoch == visit.store.identity().epoch {
            visit.store.begin_epoch(visit.now)?;
        }
    }
    Ok(())
}

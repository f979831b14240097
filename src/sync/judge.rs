//! What is asked of a version whoever reads it, a counter ([`super::Receiver`]) or head office ([`super::verify`]): is the
//! manifest signed, is it for this program, and is the snapshot the one it speaks of.

use std::path::{Path, PathBuf};

use super::Refusal;
use super::stage::{Fault, MOST_BYTES, Progress, Staged};
use crate::db;
use crate::travel::manifest::{self, Manifest};
use crate::travel::names;
use crate::travel::signature::{self, Key};

/// Reads a manifest. Where there are keys, one of them must have signed it.
pub(super) fn read(version: u64, bytes: &[u8], signed: Option<&[u8]>, keys: &[Key]) -> Result<Manifest, Refusal> {
    if !keys.is_empty() {
        let signed = signed.ok_or(Refusal::Unsigned)?;
        signature::check(bytes, signed, keys).map_err(|fault| Refusal::WrongSignature(fault.to_string()))?;
    }
    Manifest::read(bytes, version).map_err(|fault| match fault {
        manifest::Fault::Newer(what) => Refusal::NewerProgram(what),
        other => Refusal::Manifest(other.to_string()),
    })
}

/// Refuses what this program cannot read.
pub(super) fn is_for_us(manifest: &Manifest) -> Result<(), Refusal> {
    if manifest.schema > db::CATALOG_SCHEMA {
        return Err(Refusal::Newer { found: manifest.schema, known: db::CATALOG_SCHEMA });
    }
    if is_newer_program(&manifest.min_app).ok_or_else(|| Refusal::Manifest("min_app is no version".to_owned()))? {
        return Err(Refusal::NewerProgram(format!("{} or later", manifest.min_app)));
    }
    if manifest.bytes > MOST_BYTES {
        return Err(Refusal::TooLarge(MOST_BYTES));
    }
    Ok(())
}

/// Refuses a snapshot that is longer than its manifest says, before it is copied; a shorter one is still arriving.
pub(super) fn longer(found: u64, manifest: &Manifest) -> Option<Refusal> {
    (found > manifest.bytes).then(|| Refusal::Damaged(format!("{found} bytes instead of {}", manifest.bytes)))
}

/// Looks at all of a private copy, and holds it against what the manifest says.
pub(super) fn hold_against(staged: &Staged, manifest: &Manifest, progress: &mut Progress<'_>) -> Result<(), Fault> {
    let refused = |refusal| Err(Fault::Refused(refusal));
    if staged.sha256 != manifest.sha256 {
        return refused(Refusal::Damaged("its checksum differs".to_owned()));
    }
    let rows = staged.check(progress)?;
    if let Some((table, promised)) = manifest.rows.iter().find(|(table, count)| rows.get(*table) != Some(count)) {
        let table = crate::domain::text::clean(table).text;
        let found = rows.get(&table).copied().unwrap_or(0);
        return refused(Refusal::Content(format!("table {table} has {found} of {promised} rows")));
    }
    let chain = db::Catalog::open(&staged.snapshot()).map_err(Fault::of)?.shop().chain_id.clone();
    if chain != manifest.chain_id {
        let found = crate::domain::text::clean(&chain).text;
        return refused(Refusal::OtherChain { found, known: manifest.chain_id.clone() });
    }
    Ok(())
}

/// True for a manifest that is being written in place: nothing yet, or JSON that ends too early.
pub(super) fn is_growing(bytes: &[u8]) -> bool {
    let read: Result<serde::de::IgnoredAny, _> = serde_json::from_slice(bytes);
    read.is_err_and(|error| error.is_eof())
}

/// Where the signature of a manifest stands.
pub(super) fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(names::SIGNATURE);
    PathBuf::from(name)
}

/// Whether a version of the program is above this one; `None` where it is none.
fn is_newer_program(version: &str) -> Option<bool> {
    let read = |text: &str| -> Option<[u32; 3]> {
        let mut parts = text.split('.').map(str::parse);
        let read = [parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?];
        parts.next().is_none().then_some(read)
    };
    Some(read(version)? > read(env!("CARGO_PKG_VERSION"))?)
}

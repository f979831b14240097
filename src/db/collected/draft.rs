//! The bytes of a segment → everything the store needs of it, made ready beside it on any thread.

use std::io;

use hashbrown::HashSet;

use super::entry::{Entry, Frame, Id, id_of};
use crate::domain::EventKind;
use crate::report::ledger::Ledger;
use crate::report::measures::Stand;
use crate::travel::names::SegmentName;
use crate::travel::segment::{self, Fault, Header};

/// Segments are packed at this level: more takes longer than the disk it saves is worth (`benches/README.md`).
const LEVEL: i32 = 1;

/// A segment that can be merged.
#[derive(Debug)]
pub struct Draft {
    pub(super) header: Header,
    pub(super) sha256: [u8; 32],
    pub(super) first_seq: u64,
    pub(super) last_seq: u64,
    pub(super) bytes: usize,
    pub(super) packed: Vec<u8>,
    /// Ids of its sales, and whether the draft's figures hold them: not where it takes them back itself.
    pub(super) sales: Vec<(Id, bool)>,
    pub(super) voids: Vec<Id>,
    pub(super) erased: Vec<String>,
    pub(super) customers: u32,
    pub(super) unreadable: u32,
}

/// Makes drafts, and adds up the figures of their sales.
#[allow(missing_debug_implementations)] // the packer has none
pub struct Drafting {
    packer: zstd::bulk::Compressor<'static>,
    /// The drafts made so far.
    pub drafts: Vec<Draft>,
    /// What their sales come to.
    pub ledger: Ledger,
    /// Bytes of the packed segments.
    pub packed: usize,
}

/// Drafts and their figures, to be merged together.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) drafts: Vec<Draft>,
    pub(super) ledger: Ledger,
}

impl Batch {
    /// How many segments.
    pub fn len(&self) -> usize {
        self.drafts.len()
    }

    /// True for none.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }
}

impl Drafting {
    /// Nothing made yet.
    ///
    /// # Errors
    /// Where there is no memory for packing.
    pub fn new() -> io::Result<Self> {
        let packer = zstd::bulk::Compressor::new(LEVEL)?;
        Ok(Self { packer, drafts: Vec::new(), ledger: Ledger::with_room(), packed: 0 })
    }

    /// Reads a segment of `terminal` and holds it against its name.
    ///
    /// # Errors
    /// The fault that keeps it from being merged; nothing was added then.
    pub fn add(&mut self, bytes: &[u8], terminal: &str, name: &SegmentName) -> Result<(), Fault> {
        let segment = segment::read(bytes, terminal, name)?;
        let unpackable = |_| Fault::Damaged("it cannot be packed".to_owned());
        let packed = self.packer.compress(bytes).map_err(unpackable)?;
        let mut read = Reading::of(&segment.lines, &segment.header, segment.footer.first_seq);
        let stand = stand(&segment.header);
        for entry in &read.sales {
            let held = !read.taken_back.contains(&entry.id);
            if held {
                self.ledger.add(&entry.event, entry.moment(), stand, 1);
            }
            read.draft_sales.push((entry.id, held));
        }
        self.packed += packed.len();
        self.drafts.push(Draft {
            sha256: unhex(&segment.footer.sha256).ok_or_else(|| Fault::Damaged("its checksum is none".to_owned()))?,
            first_seq: segment.footer.first_seq,
            last_seq: segment.footer.last_seq,
            bytes: bytes.len(),
            packed,
            sales: read.draft_sales,
            voids: read.taken_back.into_iter().collect(),
            erased: read.erased,
            customers: read.customers,
            unreadable: read.unreadable,
            header: segment.header,
        });
        Ok(())
    }

    /// Hands over what was made and begins anew.
    pub fn take(&mut self) -> Batch {
        self.packed = 0;
        Batch {
            drafts: std::mem::take(&mut self.drafts),
            ledger: std::mem::replace(&mut self.ledger, Ledger::with_room()),
        }
    }
}

/// What the lines of a segment say. Of an id that stands there twice the first counts.
#[derive(Default)]
pub(super) struct Reading {
    pub sales: Vec<Entry>,
    pub taken_back: HashSet<Id>,
    pub erased: Vec<String>,
    pub customers: u32,
    pub unreadable: u32,
    draft_sales: Vec<(Id, bool)>,
}

impl Reading {
    pub fn of(lines: &[&str], header: &Header, first_seq: u64) -> Self {
        let mut read = Self::default();
        let mut known: HashSet<Id> = HashSet::with_capacity(lines.len());
        let frame = Frame::new(&header.terminal, &header.epoch);
        for (line, seq) in lines.iter().zip(first_seq..) {
            let Some(entry) = frame.read(line, seq) else {
                read.unreadable += 1;
                continue;
            };
            read.customers += u32::from(entry.event.customer.is_some());
            match entry.event.kind {
                EventKind::Sale => {
                    if known.insert(entry.id) {
                        read.sales.push(entry);
                    }
                }
                EventKind::Void => {
                    let sale = entry.event.about.sale.as_deref().and_then(id_of);
                    read.unreadable += u32::from(sale.is_none());
                    read.taken_back.extend(sale);
                }
                EventKind::Erase => read.erased.extend(entry.event.customer),
                EventKind::UnknownCode | EventKind::Sentence => {}
            }
        }
        read
    }
}

/// Where the sales of a segment were made.
pub(super) fn stand(header: &Header) -> Stand<'_> {
    Stand { terminal: &header.terminal, store: header.store.as_deref().unwrap_or_default() }
}

/// Unpacks what [`Drafting`] packed. No segment is longer than those that are read.
pub(super) fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
    let length = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    let length = length.filter(|length| *length <= 2 * segment::LONGEST);
    let length = length.ok_or_else(|| io::Error::other("a packed segment without its length"))?;
    zstd::bulk::decompress(packed, length as usize)
}

/// Packs the bytes of a segment.
pub(super) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, LEVEL)
}

pub(super) fn unhex(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

//! How much is asked for what, and when.

use super::dice::{Dice, fingerprint};
use super::shop::Row;

/// Asked for all day long.
const BEST_SELLERS: &str = "WPT-0250 WPT-0500 STN-0250 MTL-0075 MSK-050 ROL-230 DRL-182 PLG-006 SCW-440 SIL-W31 \
    SOL-040 HOS-015 SEC-001 SLT-010 BRD-FDR LMP-DSK BTY-AA4 SMK-001 PRN-200 PRN-180 INK-304 INK-305 PAP-080 OXF-B42 \
    DES-S42 BOT-N42 POL-B50 TRN-W42 CAP-M10 ESP-015 CPS-CES GRD-FLT KNV-CHF PAN-NS28 TUB-28D BIK-C28 LUB-DRY MON-024";
/// Really bought together, in no link.
#[rustfmt::skip]
pub(super) const UNWRITTEN: [(&str, &str); 14] = [
    ("HAM-016", "TAP-005"), ("HOK-PIC", "LVL-060"), ("SOL-040", "BRK-060"), ("FER-UNI", "SOL-040"),
    ("TRN-W42", "SOK-COT"), ("KNV-PAR", "CHB-PLA"), ("SLT-010", "DRX-006"), ("EXT-3M0", "BLB-27W"),
    ("NET-050", "USB-064"), ("RPK-001", "PMP-MIN"), ("BRD-SED", "BRD-FAT"), ("BLT-N95", "POL-N50"),
    ("MSK-050", "DST-P20"), ("GRD-FLT", "CAN-COF"),
];
/// How much is asked for from January to December, 100 being the average: the first tag or category that holds.
#[rustfmt::skip]
const SEASONS: [(&str, [u64; 12]); 8] = [
    ("tag:winter", [190, 160, 90, 30, 10, 5, 5, 10, 40, 110, 190, 200]),
    ("category:Garden > Birds", [160, 140, 100, 70, 50, 40, 40, 50, 70, 110, 150, 160]),
    ("category:Bicycles", [40, 50, 110, 170, 180, 160, 140, 120, 110, 80, 55, 70]),
    ("category:Garden", [25, 30, 90, 170, 190, 170, 140, 110, 85, 55, 35, 25]),
    ("category:Wood care", [25, 30, 90, 170, 190, 170, 140, 110, 85, 55, 35, 25]),
    ("category:Lighting", [130, 120, 100, 80, 60, 50, 50, 60, 90, 130, 160, 190]),
    ("tag:gift", [70, 90, 80, 85, 100, 90, 70, 70, 80, 100, 130, 240]),
    ("", [95, 95, 100, 105, 105, 100, 90, 85, 100, 105, 110, 120]),
];

/// A few items sell all day, most sell now and then, and dear ones are rare.
pub(super) fn popularity(item: &Row, cents: u64) -> u64 {
    let luck = 30 + Dice(fingerprint(item.cell("sku"))).below(60);
    let is_best = BEST_SELLERS.split_whitespace().any(|sku| sku == item.cell("sku"));
    let weight = if is_best { 22 * luck.max(50) } else { luck };
    let is_rare = item.cell("type") == "service" || !item.cell("variant_of").is_empty();
    weight * 60_000 / (2_000 + cents) / if is_rare && !is_best { 3 } else { 1 }
}

/// How much an item is asked for in each month. The last season holds for every item.
pub(super) fn seasons(item: &Row) -> &'static [u64; 12] {
    let of_item = SEASONS.iter().find(|(selector, _)| item.is(selector));
    of_item.map_or(&SEASONS[7].1, |(_, year)| year)
}

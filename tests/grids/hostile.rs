//! Whatever is in a file: it is read or refused, and nothing panics.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use goeswith::import::grid::{Grid, Limits};
use goeswith::sheet::Problems;
use proptest::prelude::*;

use crate::workbooks::{ods, xls, xlsx};

fn go_through(path: &Path) {
    let limits = Limits { unpacked: 1 << 22, ..Limits::default() };
    let mut problems = Problems::default();
    let grids = Grid::open(path, &limits, &mut problems);
    assert!(!grids.is_empty() || problems.any_error(), "a file that gives nothing is refused");
    for grid in grids {
        grid.each_row(&limits, &mut problems, |row, _| {
            assert!(row.line > grid.header_line || grid.header_line == 0);
            ControlFlow::Continue(())
        });
    }
}

fn with(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, bytes).unwrap();
    go_through(&path);
}

/// A file with some of its bytes changed, and perhaps cut.
fn damaged(mut bytes: Vec<u8>, changes: &[(usize, u8)], keep: usize) -> Vec<u8> {
    let length = bytes.len();
    for &(at, byte) in changes {
        bytes[at % length] = byte;
    }
    bytes.truncate(keep.max(1));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        with(&bytes);
    }

    #[test]
    fn any_text_of_a_table(text in "[\\PC\\r\\n\",;\t]{0,200}", mark in prop::sample::select(vec!["", "\u{feff}", "sep=;\n", "<"])) {
        with(format!("{mark}{text}").as_bytes());
        with(&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn any_damage_to_a_workbook(
        which in 0..3,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        keep in prop_oneof![3 => Just(usize::MAX), 1 => 0..4000usize],
    ) {
        let rows: &[&[&str]] = &[&["sku", "name", "price"], &["A", "Wood stain", "31.99"], &["B", "Brush", "7.49"]];
        let bytes = match which {
            0 => xlsx(&[("Items", rows)]),
            1 => ods(&[("Items", rows)]),
            _ => xls(rows),
        };
        with(&damaged(bytes, &changes, keep));
    }
}

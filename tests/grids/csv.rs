//! Lists in CSV, whatever their encoding and delimiter, and what is no list at all.

use std::fs;
use std::ops::ControlFlow;

use goeswith::import::grid::{Grid, Limits, Written};
use goeswith::sheet::Problems;

use crate::{file, gzip, one_header, read};

#[test]
fn a_list_from_a_german_excel_is_read() {
    let text = "Artikelnr.;Bezeichnung;Preis\r\n100;Lasur \"Eiche\";31,99\r\n101;\"Pinsel;\r\nbreit\";7,49\r\n\r\n;;\r\n102;Größe;1\r\n";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let seen = file("artikel.csv", &bytes);
    assert_eq!(seen.written, [Written::Csv { encoding: "windows-1252", delimiter: b';' }]);
    assert_eq!(seen.headers, one_header(1, "Artikelnr.|Bezeichnung|Preis", "artikel.csv"));
    let rows = [(2, "100|Lasur \"Eiche\"|31,99"), (3, "101|Pinsel;\r\nbreit|7,49"), (7, "102|Größe|1")];
    assert_eq!(seen.rows, rows.map(|(line, row)| (line, row.to_owned())));
    assert_eq!(seen.said, [] as [&str; 0]);
}

#[test]
fn a_list_in_the_unicode_text_of_excel_is_read() {
    let text = "\u{feff}sep=\t\r\nSKU\tName\r\nA\tžluťoučký\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let seen = file("items.txt", &bytes);
    assert_eq!(seen.written, [Written::Csv { encoding: "UTF-16LE", delimiter: b'\t' }]);
    assert_eq!((seen.headers[0].1, seen.rows), (2, vec![(3, "A|žluťoučký".to_owned())]));
}

#[test]
fn titles_above_the_header_are_passed_over_and_said() {
    let seen = file("list.csv", b"Price list, autumn\n\nsku,name,price\nA,B,1\n");
    assert_eq!(seen.headers, one_header(1, "Price list|autumn", "list.csv"), "two cells may be a header");
    let seen = file("list.csv", b"Price list of autumn\nof 22 November\n\nsku;name;price\nA;B;1\n");
    assert_eq!(seen.headers, one_header(4, "sku|name|price", "list.csv"));
    assert_eq!(seen.rows, [(5, "A|B|1".to_owned())]);
    let said =
        ["list.csv:1:1: warning: lines above the header are not read; the header is line 4: Price list of autumn"];
    assert_eq!(seen.said, said);
    assert_eq!(file("list.csv", b"sku\nA\nB\n").headers, one_header(1, "sku", "list.csv"));
}

#[test]
fn a_packed_list_is_read_like_any_other() {
    let seen = file("items.csv.gz", &gzip(b"sku,name\nA,B\n"));
    assert_eq!((seen.rows, seen.said), (vec![(2, "A|B".to_owned())], vec![]));
    let seen = file("items.csv.gz", &gzip(&gzip(b"sku,name\nA,B\n")));
    assert_eq!(seen.said, ["items.csv.gz:1:1: error: file is packed twice; unpack it first"]);
    let mut packed = gzip("sku,name\nA,B\n".repeat(20_000).as_bytes());
    packed.truncate(packed.len() / 2);
    let seen = file("items.csv.gz", &packed);
    assert_eq!(seen.said, ["items.csv.gz:1:1: error: file ends too early; fetch it again"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.gz");
    fs::write(&path, gzip(&vec![b'x'; 1 << 20])).unwrap();
    let said = read(&path, &Limits { unpacked: 1 << 16, ..Limits::default() }).said;
    assert_eq!(said, ["bomb.gz:1:1: error: file is not read: it unpacks to more than 64 KiB; unpack it first"]);
}

#[test]
fn what_is_wrong_with_a_row_is_said_and_the_others_are_read() {
    let text = format!("sku,name\nA,1,2\nB,{}\nC,\"x\ny\",,\nD,\"open\nE,F\n", "x".repeat(70_000));
    let seen = file("t.csv", text.as_bytes());
    assert_eq!(seen.rows, [(4, "C|x\ny||".to_owned())]);
    assert_eq!(
        seen.said,
        [
            "t.csv:2:3: error: row has more cells than the header: 2",
            "t.csv:3:2: error: cell is longer than 64 KiB",
            "t.csv:6:2: error: quotation mark is opened and never closed",
        ]
    );
    let seen = file("t.csv", format!("a,b\n{}", "1,2,3\n".repeat(5_000)).as_bytes());
    assert_eq!((seen.rows.len(), seen.said.len()), (0, 1_001), "a file that is wrong all over is not said row by row");
}

#[test]
fn what_is_no_table_is_named_as_what_it_is() {
    let table: [(&str, &[u8], &str); 8] = [
        ("empty.csv", b"", "file is empty"),
        ("blank.csv", b"\r\n \r\n", "file is empty"),
        ("commas.csv", b",,\n,,\n", "file is empty"),
        ("scan.csv", b"%PDF-1.4\n", "file is a PDF document; export the list as CSV or XLSX instead"),
        (
            "page.xls",
            b"<html><body><table>",
            "file is a web page, not the table it was named as; export it again, as CSV or XLSX, and sign in first where the shop asks for it",
        ),
        ("shop.db", b"SQLite format 3\0", "file is a SQLite database; export the table as CSV"),
        (
            "items.json",
            b"{ \"items\": []}",
            "file is JSON without a Product of schema.org; export the list as CSV, XLSX or XML",
        ),
        (
            "x.csv",
            b"\0\x01\x02\x03\x04",
            "file is not text, and no kind of file that is known here; export the list as CSV or XLSX",
        ),
    ];
    for (name, bytes, what) in table {
        assert_eq!(file(name, bytes).said, [format!("{name}:1:1: error: {what}")]);
    }
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str| read(&folder.path().join(name), &Limits::default()).said;
    assert_eq!(said("none.csv"), ["none.csv:1:1: error: no such file"]);
    fs::create_dir(folder.path().join("folder")).unwrap();
    assert_eq!(said("folder"), ["folder:1:1: error: is a folder, not a file"]);
}

#[test]
fn a_file_of_two_encodings_is_said() {
    let seen = file("t.csv", b"sku,name\nA,\xc3\xa4\nB,\xe4\n");
    assert_eq!(seen.rows, [(2, "A|Ã¤".to_owned()), (3, "B|ä".to_owned())]);
    let said = "t.csv:3:1: warning: bytes that are no UTF-8 in a file that seems to be; look at letters with accents; it was read as: windows-1252";
    assert_eq!(seen.said, [said]);
}

#[test]
fn a_pass_may_end_early_and_begin_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, "sku\nA\nB\nC\n").unwrap();
    let (limits, mut problems) = (Limits::default(), Problems::default());
    let grids = Grid::open(&path, &limits, &mut problems);
    for _ in 0..2 {
        let mut seen = Vec::new();
        grids[0].each_row(&limits, &mut problems, |row, _| {
            seen.push((row.text(0).to_owned(), row.at(0).line));
            if row.text(0) == "B" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(seen, [("A".to_owned(), 2), ("B".to_owned(), 3)]);
    }
    assert_eq!(problems.list(), []);
}

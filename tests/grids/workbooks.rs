//! Workbooks: XLSX, ODS and XLS, what their cells show, and those that are not opened.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};

use goeswith::import::grid::{Grid, Limits, Written};
use goeswith::sheet::Problems;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Seen, file, one_header, read};

/// An archive of these files.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An XLSX workbook of sheets whose `<sheetData>` is given; style 1 is a date, style 2 a date with its time.
fn xlsx_of(sheets: &[(&str, String)], shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut links) = (String::new(), String::new());
    for (number, (name, _)) in sheets.iter().enumerate() {
        let hidden = if name.starts_with('_') { " state='hidden'" } else { "" };
        write!(list, "<sheet name='{name}' sheetId='{0}' r:id='r{0}'{hidden}/>", number + 1).unwrap();
        let kind = format!("{office}/worksheet");
        write!(links, "<Relationship Id='r{0}' Type='{kind}' Target='worksheets/s{0}.xml'/>", number + 1).unwrap();
    }
    let root = format!(
        "<Relationships xmlns='{package}'><Relationship Id='r' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let book = format!("<workbook xmlns='{main}' xmlns:r='{office}'><sheets>{list}</sheets></workbook>");
    let links = format!("<Relationships xmlns='{package}'>{links}</Relationships>");
    let styles = format!(
        "<styleSheet xmlns='{main}'><cellXfs count='3'><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/></cellXfs></styleSheet>"
    );
    let mut files = vec![
        ("_rels/.rels".to_owned(), root),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), links),
        ("xl/styles.xml".to_owned(), styles),
        ("xl/sharedStrings.xml".to_owned(), shared.to_owned()),
    ];
    for (number, (_, data)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet xmlns='{main}'><sheetData>{data}</sheetData></worksheet>");
        files.push((format!("xl/worksheets/s{}.xml", number + 1), sheet));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&files)
}

/// An XLSX workbook of texts.
pub(crate) fn xlsx(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let data = |rows: &[&[&str]]| {
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            write!(data, "<row r='{}'>", row + 1).unwrap();
            for (column, text) in cells.iter().enumerate() {
                let letter = (b'A' + column as u8) as char;
                write!(data, "<c r='{letter}{}' t='inlineStr'><is><t>{text}</t></is></c>", row + 1).unwrap();
            }
            data.push_str("</row>");
        }
        data
    };
    let sheets: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (*name, data(rows))).collect();
    xlsx_of(&sheets, "<sst/>")
}

fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<manifest/>")])
}

/// An ODS workbook of texts.
pub(crate) fn ods(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut tables = String::new();
    for (name, rows) in sheets {
        write!(tables, "<table:table table:name='{name}'>").unwrap();
        for cells in *rows {
            tables.push_str("<table:table-row>");
            for text in *cells {
                let cell = "table:table-cell";
                write!(tables, "<{cell} office:value-type='string'><text:p>{text}</text:p></{cell}>").unwrap();
            }
            tables.push_str("</table:table-row>");
        }
        tables.push_str("</table:table>");
    }
    ods_of(&tables)
}

/// An XLS workbook of one sheet with texts, and a number where one is written; [MS-XLS], no more of it than is needed.
pub(crate) fn xls(rows: &[&[&str]]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
    let begin = |kind: u16| record(0x0809, &[&0x0600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let globals = |start: u32| {
        let sheet = [&start.to_le_bytes()[..], &[0, 0, 5, 0], b"Items"].concat();
        [begin(5), record(0x0085, &sheet), record(0x000a, &[])].concat()
    };
    let mut stream = [globals(globals(0).len() as u32), begin(16)].concat();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let place = [&(row as u16).to_le_bytes()[..], &(column as u16).to_le_bytes(), &[0, 0]].concat();
            stream.extend(match text.parse::<f64>() {
                Ok(number) => record(0x0203, &[&place[..], &number.to_le_bytes()].concat()),
                Err(_) => {
                    let length = (text.len() as u16).to_le_bytes();
                    record(0x0204, &[&place[..], &length, &[0], text.as_bytes()].concat())
                }
            });
        }
    }
    stream.extend(record(0x000a, &[]));
    compound("/Workbook", &stream)
}

fn compound(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    container.create_stream(name).unwrap().write_all(bytes).unwrap();
    container.flush().unwrap();
    container.into_inner().into_inner()
}

fn rows(seen: &Seen) -> Vec<(u64, &str)> {
    seen.rows.iter().map(|(line, row)| (*line, row.as_str())).collect()
}

#[test]
fn the_cells_of_an_excel_workbook_are_what_they_show() {
    let shared =
        "<sst><si><t>sku</t></si><si><t>na</t><t>me</t></si><si><t xml:space='preserve'>00012345678905</t></si></sst>";
    let data = "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c><c r='E2' t='str'><v>since</v></c></row>\
        <row r='3'><c r='A3' t='s'><v>2</v></c><c r='B3'><v>4006381333931</v></c><c r='C3' t='b'><v>1</v></c>\
        <c r='D3'><f>B3*2</f><v>31.990000000000002</v></c><c r='E3' s='1'><v>46348</v></c></row>\
        <row r='5'><c r='A5' t='inlineStr'><is><t>B &amp; C</t></is></c><c r='B5' t='e'><v>#N/A</v></c>\
        <c r='E5' s='2'><v>46348.60555555555</v></c><c r='F5' t='str'><v>a note</v></c></row>";
    let bytes = xlsx_of(&[("Artikel", data.to_owned())], shared);
    let seen = file("items.xlsx", &bytes);
    assert_eq!(seen.headers, one_header(2, "sku|name|||since", "items.xlsx"));
    assert_eq!(seen.written, [Written::Workbook { sheet: "Artikel".to_owned() }]);
    assert_eq!(
        rows(&seen),
        [(3, "00012345678905|4006381333931|true|31.99|2026-11-22"), (5, "B & C||||2026-11-22 14:32:00|a note")]
    );
    assert_eq!(
        seen.said,
        [
            "items.xlsx:5:2: warning: cell holds an error of the spreadsheet and is read as empty: #N/A",
            "items.xlsx:5:6: warning: text beside the table, in a column without a name, is not read; this is the first: a note",
        ]
    );
}

#[test]
fn numbers_and_texts_are_told_apart() {
    let data = "<row r='1'><c r='A1' t='str'><v>sku</v></c></row><row r='2'><c r='A2'><v>12</v></c></row>\
        <row r='3'><c r='A3' t='str'><v>012</v></c></row>";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    fs::write(&path, xlsx_of(&[("S", data.to_owned())], "<sst/>")).unwrap();
    let (limits, mut problems) = (Limits::default(), Problems::default());
    let mut numbers = Vec::new();
    Grid::open(&path, &limits, &mut problems)[0].each_row(&limits, &mut problems, |row, _| {
        numbers.push((row.text(0).to_owned(), row.cells[0].number));
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(numbers, [("12".to_owned(), true), ("012".to_owned(), false)]);
}

#[test]
fn every_sheet_with_rows_is_a_table_and_hidden_ones_are_said() {
    let bytes = xlsx(&[
        ("Items", &[&["sku", "name"], &["A", "B"]]),
        ("Empty", &[]),
        ("_Lists", &[&["x", "y"]]),
        ("Links", &[&["List of links"], &[], &["item", "add-on", "kind"], &["A", "B", "accessory"]]),
    ]);
    let seen = file("shop.xlsx", &bytes);
    let header = |line, header: &str, file: &str| (file.to_owned(), line, header.to_owned());
    let headers = [header(1, "sku|name", "shop.xlsx [Items]"), header(3, "item|add-on|kind", "shop.xlsx [Links]")];
    assert_eq!(seen.headers, headers);
    assert_eq!(rows(&seen), [(2, "A|B"), (4, "A|B|accessory")]);
    assert_eq!(
        seen.said,
        [
            "shop.xlsx:1:1: warning: a hidden sheet is not read: _Lists",
            "shop.xlsx [Links]:1:1: warning: lines above the header are not read; the header is line 3: List of links",
        ]
    );
}

#[test]
fn a_workbook_of_libreoffice_is_read_without_unfolding_its_blank_rest() {
    let cell =
        |kind: &str, shown: &str| format!("<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let rest = "<table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
    let note = "<table:table-cell><office:annotation><text:p>a note</text:p></office:annotation><text:p>two</text:p>\
        <text:p>lines<text:s text:c='2'/>here</text:p></table:table-cell>";
    let text = "office:value-type='string'";
    let table = [
        row(&[cell(text, "sku"), cell(text, "name"), cell(text, "price"), cell(text, "since"), cell(text, "at")]),
        row(&[
            cell(&format!("{text} table:number-columns-repeated='2'"), "007"),
            cell("office:value-type='currency' office:value='31.99'", "31,99 €"),
            cell("office:value-type='date' office:date-value='2026-11-22T14:32:00'", "22.11.26"),
            cell("office:value-type='time' office:time-value='PT08H05M00S'", "8:05"),
        ]),
        "<table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row>".to_owned(),
        row(&[
            cell("office:value-type='float' office:value='4006381333931'", "4,00638E+12"),
            note.to_owned(),
            cell(text, "#N/A"),
        ]),
        rest.to_owned(),
    ];
    let bytes = ods_of(&format!("<table:table table:name='A'>{}</table:table>", table.concat()));
    let seen = file("items.ods", &bytes);
    assert_eq!(seen.headers, one_header(1, "sku|name|price|since|at", "items.ods"));
    assert_eq!(rows(&seen), [(2, "007|007|31.99|2026-11-22 14:32:00|08:05:00"), (5, "4006381333931|two\nlines  here")]);
    assert_eq!(
        seen.said,
        ["items.ods:5:3: warning: cell holds an error of the spreadsheet and is read as empty: #N/A"]
    );
    let twice = ods(&[("A", &[&["sku"], &["1"]]), ("B", &[&["sku"], &["2"]])]);
    assert_eq!(rows(&file("t.ods", &twice)), [(2, "1"), (2, "2")]);
}

#[test]
fn a_workbook_of_excel_97_is_read() {
    let seen =
        file("old.xls", &xls(&[&["sku", "name", "price"], &["A", "Brush", "7.49"], &["B", "4006381333931", "x"]]));
    assert_eq!(seen.said, [] as [&str; 0]);
    assert_eq!(rows(&seen), [(2, "A|Brush|7.49"), (3, "B|4006381333931|x")]);
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.xlsx");
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let honest = zipped(&[("xl/workbook.xml", &vec![b' '; 3 << 20])]);
    let expected = "bomb.xlsx:1:1: error: file is an archive that unpacks to more than 1 MiB";
    fs::write(&path, &honest).unwrap();
    assert_eq!(read(&path, &limits).said, [expected]);
    // One that says of itself to be small: both sizes in its directory are changed.
    let size = (3u32 << 20).to_le_bytes();
    let mut lying = honest;
    let places: Vec<usize> = lying.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    fs::write(&path, &lying).unwrap();
    let said = read(&path, &limits).said;
    assert!(said.len() == 1 && said[0].starts_with("bomb.xlsx:1:1: error: file is "), "{said:?}");
    let promise = "<sst uniqueCount='9999999999999'><si><t>x</t></si></sst>";
    let said = file("t.xlsx", &xlsx_of(&[("S", String::new())], promise)).said;
    assert_eq!(
        said,
        ["t.xlsx:1:1: error: file is a workbook that says of itself what cannot be; open it and save it again"]
    );
}

#[test]
fn sheets_beyond_the_bounds_are_refused() {
    let at = |place: &str| format!("<row><c r='{place}' t='str'><v>x</v></c></row>");
    let head = "<row r='1'><c r='A1' t='str'><v>sku</v></c></row>";
    let said = |place: &str| file("t.xlsx", &xlsx_of(&[("S", format!("{head}{}", at(place)))], "<sst/>")).said;
    assert_eq!(said("A1048577"), ["t.xlsx:1048577:1: error: more than 1048576 rows"]);
    assert_eq!(said("XFD2"), ["t.xlsx:2:16384: error: more than 2000 columns"]);
    let repeated = "<table:table table:name='A'><table:table-row><table:table-cell><text:p>sku</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='4294967295'><table:table-cell table:number-columns-repeated='4294967295'><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    let said = file("t.ods", &ods_of(repeated)).said;
    assert_eq!(said.len(), 1_001, "{:?}", &said[998..]);
}

#[test]
fn what_is_locked_or_no_workbook_is_named() {
    let table: [(&str, Vec<u8>, &str); 8] = [
        ("a.xlsx", compound("/EncryptedPackage", b"x"), "file is protected by a password; save it without one"),
        (
            "a.doc",
            compound("/WordDocument", b"x"),
            "file is a Word document; copy its table into a spreadsheet and save that as XLSX",
        ),
        (
            "a.docx",
            zipped(&[("word/document.xml", b"<x/>")]),
            "file is a Word document; copy its table into a spreadsheet and save that as XLSX",
        ),
        ("a.xlsb", zipped(&[("xl/workbook.bin", b"x")]), "file is a binary workbook (XLSB); save it as XLSX"),
        (
            "a.odt",
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
            "file is a text document (ODT); save its table as ODS",
        ),
        (
            "a.zip",
            zipped(&[("a.csv", b"sku\nA\n"), ("b.csv", b"sku\nB\n")]),
            "file is a ZIP archive of 2 files; unpack it and give them one by one",
        ),
        ("a.xlsx", xlsx(&[("S", &[])]), "file is a workbook without any text"),
        ("b.zip", zipped(&[("a.xlsx", &xlsx(&[("S", &[&["sku"]])]))]), "file is packed twice; unpack it first"),
    ];
    for (name, bytes, what) in table {
        assert_eq!(file(name, &bytes).said, [format!("{name}:1:1: error: {what}")]);
    }
    let locked = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"x"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    assert_eq!(file("a.ods", &locked).said, ["a.ods:1:1: error: file is protected by a password; save it without one"]);
}

#[test]
fn a_list_alone_in_an_archive_is_read() {
    let seen = file("export.zip", &zipped(&[("__MACOSX/._a.csv", b"x"), ("export.csv", b"sku;name\nA;B\n")]));
    assert_eq!((rows(&seen), seen.said.len()), (vec![(2, "A|B")], 0));
}

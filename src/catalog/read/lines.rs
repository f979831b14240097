//! The physical lines of records in a file too large to keep: one more pass, only where something is to be said.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

/// The line of each record that begins at or, after blank lines, behind a byte of `starts`, counted from `skip` on.
pub fn of_records(path: &Path, skip: u64, mut starts: Vec<u64>) -> HashMap<u64, u64> {
    starts.sort_unstable();
    starts.dedup();
    let mut lines = HashMap::new();
    let Ok(file) = File::open(path) else {
        return lines;
    };
    let mut wanted = starts.into_iter().peekable();
    let (mut line, mut last) = (1, 0);
    for (at, byte) in (0_u64..).zip(BufReader::with_capacity(1 << 18, file).bytes()) {
        let Ok(byte) = byte else { break };
        // `\r\n` ends one line, not two.
        if (byte == b'\n' && last != b'\r') || byte == b'\r' {
            line += 1;
        } else if byte != b'\n' {
            while wanted.next_if(|&start| start + skip <= at).map(|start| lines.insert(start, line)).is_some() {}
        }
        last = byte;
        if wanted.peek().is_none() {
            break;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_stands_where_an_editor_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.csv");
        for end in ["\n", "\r\n", "\r"] {
            let text = ["xa,b", "", "1,2", "3,4"].join(end);
            std::fs::write(&path, &text).unwrap();
            let three = text.find('3').unwrap() as u64 - 1;
            let behind_header = text.find('b').unwrap() as u64;
            let lines = of_records(&path, 1, vec![three, behind_header]);
            assert_eq!((lines[&three], lines[&behind_header]), (4, 3), "{end:?}");
        }
    }
}

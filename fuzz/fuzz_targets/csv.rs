#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| goeswith_fuzz::csv_row(bytes));

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| goeswith_fuzz::event_line(bytes));

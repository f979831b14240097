//! The head-office store on its own; files and commands are in `tests/collecting.rs`.

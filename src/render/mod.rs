//! Reports and lists as text for people and programs: cells of CSV that a spreadsheet cannot take for formulas ([`cells`]),
//! reports as tables, CSV, JSON and HTML ([`report`]), links as shop systems read them ([`shops`]), and the slip that a customer
//! takes away ([`slip`]).

pub mod cells;
pub mod report;
pub mod shops;
pub mod slip;

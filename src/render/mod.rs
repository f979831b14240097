//! Reports, slips and lists as text for people and programs. (being written)

pub mod cells;

//! Rows of a file whose format is known → [`super::parcel::Parcel`].

pub mod cells;
pub mod items;
pub mod links;
pub mod sales;
pub mod signs;

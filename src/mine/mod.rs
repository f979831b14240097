//! Baskets → pairs with their statistics. Pure and exact; files and terminals belong to the edges.

pub mod statistics;

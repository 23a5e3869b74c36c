//! From blocks to pages: lines, page breaks, the order in which a reader meets them.
//!
//! What lives here: our own small typesetter for letters and forms in Latin, Greek and Cyrillic script.
//! What never comes in: what a document says (`kinds`), and PDF (`pdf`).

pub(crate) mod block;
pub(crate) mod flow;
pub(crate) mod fonts;
pub(crate) mod furniture;
pub(crate) mod lines;
pub(crate) mod page;

//! Random bytes of the operating system, and the ids made from them.

use uuid::{Builder, Uuid};

/// The operating system gives no random bytes: nothing secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandomness;

/// `N` random bytes.
///
/// # Errors
/// [`NoRandomness`], which on a running system does not happen.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A random UUID (version 4).
///
/// # Errors
/// [`NoRandomness`].
pub(crate) fn uuid() -> Result<Uuid, NoRandomness> {
    Ok(Builder::from_random_bytes(bytes()?).into_uuid())
}

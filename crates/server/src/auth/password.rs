//! Argon2id hashes (PHC text), computed off the sockets' threads and only a few at once.

use crate::problem::Problem;
use crate::random;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::http::StatusCode;
use hoeder_vocab::{Purpose, Sensitive};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// One hash at a time, some fifty a second: memory and processors stay free for alarms.
const AT_ONCE: usize = 1;
/// Sign-ins that wait for their turn; more are told to come back.
const WAITING: usize = 64;
/// Shortest and longest password, characters.
pub const PASSWORD_CHARS: core::ops::RangeInclusive<usize> = 12..=256;

/// Checks and makes hashes.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Checked when there is no account, so that it takes as long.
    nobody: Arc<str>,
}

/// Too many sign-ins at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password as accounts keep it; blocking, for the command line.
///
/// # Errors
/// When the password has not 12 to 256 characters, or the system gives no randomness.
pub fn hash_blocking(password: &Sensitive<String>) -> Result<String, Problem> {
    let password = password.reveal(Purpose::Administration);
    if !PASSWORD_CHARS.contains(&password.chars().count()) {
        return Err(Problem::invalid("password", "12 to 256 characters"));
    }
    let salt: [u8; 16] = random::bytes().map_err(|_| Problem::internal())?;
    argon2()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| Problem::internal())
}

impl Passwords {
    /// Computes one hash, for those who do not exist.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new() -> Result<Self, Problem> {
        let nobody = hash_blocking(&Sensitive::new(String::from("nobody has this password")))?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Arc::new(Semaphore::new(WAITING)),
            nobody: nobody.into(),
        })
    }
    /// Is this the password of this hash? Without a hash: no, after as much work.
    ///
    /// # Errors
    /// [`TooMany`] when the queue is full.
    pub async fn check(
        &self,
        hash: Option<Sensitive<String>>,
        password: Sensitive<String>,
    ) -> Result<bool, TooMany> {
        let _waiting = self.queue.try_acquire().map_err(|_| TooMany)?;
        let _turn = self.turns.acquire().await.map_err(|_| TooMany)?;
        let nobody = Arc::clone(&self.nobody);
        tokio::task::spawn_blocking(move || {
            let known = hash.is_some();
            let hash =
                hash.map_or_else(|| nobody.to_string(), |hash| hash.into_revealed(Purpose::Administration));
            let password = password.reveal(Purpose::Administration);
            let fits = password.chars().count() <= *PASSWORD_CHARS.end();
            fits && argon2().verify_password(password.as_bytes(), hash.as_str()).is_ok() && known
        })
        .await
        .map_err(|_| TooMany)
    }
    /// Hashes a new password.
    ///
    /// # Errors
    /// When the password has not 12 to 256 characters, or too many are being computed.
    pub async fn hash(&self, password: Sensitive<String>) -> Result<String, Problem> {
        let _waiting = self.queue.try_acquire().map_err(|_| Problem::busy())?;
        let _turn = self.turns.acquire().await.map_err(|_| Problem::busy())?;
        tokio::task::spawn_blocking(move || hash_blocking(&password)).await.map_err(|_| {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "a fault of the server")
        })?
    }
}

//! The door: who signs in, with what, and for how long.
//!
//! [`SignIn`] is the seam: local passwords are here; OpenID Connect of an organisation and passkeys fit behind the same
//! trait and are not built yet. Never here: what an account may do once inside (`engine::access`).

mod directory;
mod feed;
mod password;
mod session;
mod throttle;

pub use directory::Accounts;
pub use feed::{FeedTokens, feed_token_of};
pub use password::{PASSWORD_CHARS, Passwords, hash_blocking as hash_password};
pub use session::{COOKIE, Session, Sessions, SessionsError, Token, clearing_cookie, cookie, token_of};
pub use throttle::SignInThrottle;

use core::future::Future;
use hoeder_vocab::{AccountId, Sensitive};

/// Why nobody came in. One word for all wrong proofs, so that logins cannot be found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSignedIn {
    /// No such account, not enabled, or a wrong proof. The account when the login exists, for the log.
    Wrong(Option<AccountId>),
    /// Too many at once.
    Busy,
}

/// A way to prove who one is.
pub trait SignIn {
    /// What is shown at the door.
    type Proof: Send;
    /// Checks a proof.
    ///
    /// # Errors
    /// [`NotSignedIn`]; takes as long for a login that does not exist.
    fn sign_in(&self, proof: Self::Proof) -> impl Future<Output = Result<AccountId, NotSignedIn>> + Send;
}

/// A login name with its password.
#[derive(Debug)]
pub struct LocalProof {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: Sensitive<String>,
}

/// Accounts of this server with a password.
#[derive(Debug)]
pub struct Local<'a> {
    /// Who there is.
    pub accounts: &'a Accounts,
    /// How a password is checked.
    pub passwords: &'a Passwords,
}

impl SignIn for Local<'_> {
    type Proof = LocalProof;
    async fn sign_in(&self, proof: LocalProof) -> Result<AccountId, NotSignedIn> {
        let known = self.accounts.by_login(&proof.login);
        let hash = known.as_ref().and_then(|account| account.password.clone());
        let right = self.passwords.check(hash, proof.password).await.map_err(|_| NotSignedIn::Busy)?;
        match known {
            Some(account) if right && account.state == hoeder_engine::roster::AccountState::Enabled => {
                Ok(account.id)
            }
            Some(account) => Err(NotSignedIn::Wrong(Some(account.id))),
            None => Err(NotSignedIn::Wrong(None)),
        }
    }
}

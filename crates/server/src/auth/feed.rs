//! Secrets of calendar feeds: 32 random bytes for one account, which open that feed and nothing else. Their digests are in
//! a file of the data folder; making another one, or taking it away, ends the older at once.
//!
//! Never here: what stands in a feed.

use super::session::{SessionsError, Token, replace};
use crate::random;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hoeder_vocab::{AccountId, UtcMillis};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    feeds: Vec<StoredFeed>,
}

#[derive(Serialize, Deserialize)]
struct StoredFeed {
    account: Uuid,
    digest: String,
    made: i64,
}

/// One secret for each account at most.
#[derive(Debug)]
pub struct FeedTokens {
    path: PathBuf,
    by_account: Mutex<BTreeMap<AccountId, ([u8; 32], UtcMillis)>>,
}

impl FeedTokens {
    /// Reads those of the data folder.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn open(data: &Path) -> Result<Self, SessionsError> {
        let path = data.join("calendar-feeds.json");
        let by_account = match fs::read(&path) {
            Ok(bytes) => read(&bytes).ok_or(SessionsError::Damaged)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { path, by_account: Mutex::new(by_account) })
    }

    /// Makes the secret of an account, instead of an older one; blocking. It is told this once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn make(&self, account: AccountId, now: UtcMillis) -> Result<String, SessionsError> {
        let token = Token(random::bytes()?);
        self.change(|feeds| feeds.insert(account, (token.digest(), now)))?;
        Ok(URL_SAFE_NO_PAD.encode(token.0))
    }

    /// Takes the secret of an account away; blocking.
    ///
    /// # Errors
    /// When it cannot be written: then it still holds.
    pub fn revoke(&self, account: AccountId) -> Result<(), SessionsError> {
        self.change(|feeds| feeds.remove(&account))
    }

    /// Whose secret this is.
    #[must_use]
    pub fn account(&self, token: Token) -> Option<AccountId> {
        let digest = token.digest();
        let feeds = self.by_account.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().find(|(_, (known, _))| *known == digest).map(|(account, _)| *account)
    }

    /// On disk first: what was taken away does not come back with a restart.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut BTreeMap<AccountId, ([u8; 32], UtcMillis)>) -> T,
    ) -> Result<(), SessionsError> {
        let mut feeds = self.by_account.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = feeds.clone();
        change(&mut changed);
        replace(&self.path, &write(&changed))?;
        *feeds = changed;
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Option<BTreeMap<AccountId, ([u8; 32], UtcMillis)>> {
    let stored: Stored = serde_json::from_slice(bytes).ok()?;
    if stored.version != 1 {
        return None;
    }
    let one = |feed: StoredFeed| {
        let digest: [u8; 32] = URL_SAFE_NO_PAD.decode(&feed.digest).ok()?.try_into().ok()?;
        Some((AccountId::from_uuid(feed.account), (digest, UtcMillis::from_unix_ms(feed.made))))
    };
    stored.feeds.into_iter().map(one).collect()
}

fn write(feeds: &BTreeMap<AccountId, ([u8; 32], UtcMillis)>) -> Vec<u8> {
    let one = |(account, (digest, made)): (&AccountId, &([u8; 32], UtcMillis))| StoredFeed {
        account: account.as_uuid(),
        digest: URL_SAFE_NO_PAD.encode(digest),
        made: made.unix_ms(),
    };
    let feeds = feeds.iter().map(one).collect();
    serde_json::to_vec(&Stored { version: 1, feeds }).unwrap_or_default()
}

/// The secret in a request: a bearer token, or the password of HTTP Basic. Never in the address, which is logged on the way.
#[must_use]
pub fn feed_token_of(headers: &HeaderMap) -> Option<Token> {
    let (scheme, value) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let text = if scheme.eq_ignore_ascii_case("bearer") {
        value.trim().to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let pair = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
        pair.split_once(':')?.1.to_owned()
    } else {
        return None;
    };
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(token: &str) -> Option<Token> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        feed_token_of(&headers)
    }

    #[test]
    fn a_feed_is_opened_by_its_newest_secret_only_also_after_a_restart() {
        let data = tempfile::tempdir().unwrap();
        let account = AccountId::from_u128(7);
        let feeds = FeedTokens::open(data.path()).unwrap();
        let old = feeds.make(account, UtcMillis::from_unix_ms(1)).unwrap();
        let new = feeds.make(account, UtcMillis::from_unix_ms(2)).unwrap();
        let text = fs::read_to_string(data.path().join("calendar-feeds.json")).unwrap();
        assert!(!text.contains(&new));
        let again = FeedTokens::open(data.path()).unwrap();
        assert_eq!(again.account(bearer(&new).unwrap()), Some(account));
        assert_eq!(again.account(bearer(&old).unwrap()), None);
        again.revoke(account).unwrap();
        assert_eq!(FeedTokens::open(data.path()).unwrap().account(bearer(&new).unwrap()), None);
    }

    #[test]
    fn a_secret_comes_as_bearer_or_as_the_password_of_basic() {
        let token = URL_SAFE_NO_PAD.encode([9; 32]);
        let mut headers = HeaderMap::new();
        let basic = STANDARD.encode(format!("anybody:{token}"));
        headers.insert(header::AUTHORIZATION, format!("Basic {basic}").parse().unwrap());
        assert_eq!(feed_token_of(&headers), bearer(&token));
        assert!(bearer(&token).is_some() && bearer("short").is_none());
    }
}

//! Sessions: 32 random bytes in a cookie, only their digest kept, in a file so that a restart in the middle of an alarm
//! signs nobody out.

use crate::random::{self, NoRandomness};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use core::time::Duration;
use hoeder_vocab::{AccountId, Role, SessionId, UtcMillis};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// The name of the cookie; its prefix makes browsers refuse it without `Secure` and `Path=/`.
pub const COOKIE: &str = "__Host-hoeder";
/// Sessions that are kept; at more, the one used longest ago ends.
const KEPT: usize = 20_000;
const HOUR: Duration = Duration::from_secs(3600);

/// The secret in a cookie. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token(pub(super) [u8; 32]);

impl core::fmt::Debug for Token {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Token[secret]")
    }
}

#[cfg(test)]
impl Token {
    pub(crate) fn of_test(number: u128) -> Self {
        Self(Sha256::digest(number.to_be_bytes()).into())
    }
    pub(crate) const fn bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl Token {
    pub(super) fn digest(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// One sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its name, for logs.
    pub id: SessionId,
    /// Of whom.
    pub account: AccountId,
    /// Since when.
    pub began: UtcMillis,
    /// Last request.
    pub seen: UtcMillis,
}

/// How long a session of a role lives: idle, and in all. Long at alarm desks, short at desks of decision.
#[must_use]
pub(super) const fn life(role: Role) -> (Duration, Duration) {
    match role {
        Role::Operator | Role::Supervisor | Role::ZoneDuty | Role::Patrol | Role::Monitor => {
            (HOUR.saturating_mul(13), HOUR.saturating_mul(25))
        }
        Role::Wall => (HOUR.saturating_mul(24 * 31), HOUR.saturating_mul(24 * 365)),
        Role::CaseOfficer => (HOUR, HOUR.saturating_mul(13)),
        Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc => (HOUR, HOUR.saturating_mul(10)),
    }
}

impl Session {
    /// Until when it lives without a request, and at the latest.
    #[must_use]
    pub fn ends(&self, role: Role) -> (UtcMillis, UtcMillis) {
        let (idle, whole) = life(role);
        let latest = self.began.plus(whole);
        (self.seen.plus(idle).min(latest), latest)
    }
}

/// The file of sessions could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SessionsError {
    /// Reading or writing failed.
    #[error("the file of sessions in the data folder cannot be used")]
    Io(#[from] io::Error),
    /// Not what we wrote.
    #[error("the file of sessions in the data folder is damaged: remove it, everybody signs in again")]
    Damaged,
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    sessions: Vec<StoredSession>,
}

#[derive(Serialize, Deserialize)]
struct StoredSession {
    digest: String,
    id: Uuid,
    account: Uuid,
    began: i64,
    seen: i64,
}

/// Who is signed in.
#[derive(Debug)]
pub struct Sessions {
    path: PathBuf,
    kept: Mutex<Kept>,
    /// One writer of the file at a time, so that an older state never replaces a newer one.
    saving: Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    by_digest: BTreeMap<[u8; 32], Session>,
    changed: bool,
}

impl Sessions {
    /// Reads the sessions of the data folder.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn open(data: &Path) -> Result<Self, SessionsError> {
        let path = data.join("sessions.json");
        let by_digest = match fs::read(&path) {
            Ok(bytes) => read(&bytes).ok_or(SessionsError::Damaged)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { path, kept: Mutex::new(Kept { by_digest, changed: false }), saving: Mutex::new(()) })
    }
    /// Begins a session; blocking, as it is written to disk before the cookie goes out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&self, account: AccountId, now: UtcMillis) -> Result<(Token, Session), SessionsError> {
        let token = Token(random::bytes()?);
        let session = Session { id: SessionId::from_uuid(random::uuid()?), account, began: now, seen: now };
        {
            let mut kept = self.lock();
            if kept.by_digest.len() >= KEPT {
                let oldest = kept.by_digest.iter().min_by_key(|(_, s)| s.seen).map(|(digest, _)| *digest);
                if let Some(digest) = oldest {
                    kept.by_digest.remove(&digest);
                }
            }
            kept.by_digest.insert(token.digest(), session);
            kept.changed = true;
        }
        self.save()?;
        Ok((token, session))
    }
    /// The session of a token, marked as used now.
    #[must_use]
    pub fn touch(
        &self,
        token: Token,
        now: UtcMillis,
        role: impl Fn(AccountId) -> Option<Role>,
    ) -> Option<Session> {
        let digest = token.digest();
        let mut kept = self.lock();
        let session = kept.by_digest.get_mut(&digest)?;
        let alive = role(session.account).is_some_and(|role| now < session.ends(role).0);
        if alive {
            session.seen = now;
            let session = *session;
            kept.changed = true;
            return Some(session);
        }
        kept.by_digest.remove(&digest);
        kept.changed = true;
        None
    }
    /// Is the session of a token alive? Without marking it as used.
    #[must_use]
    pub fn lives(&self, token: Token, now: UtcMillis, role: impl Fn(AccountId) -> Option<Role>) -> bool {
        let session = self.lock().by_digest.get(&token.digest()).copied();
        session.is_some_and(|session| role(session.account).is_some_and(|role| now < session.ends(role).0))
    }
    /// Ends one session.
    pub fn end(&self, token: Token) {
        let mut kept = self.lock();
        kept.changed |= kept.by_digest.remove(&token.digest()).is_some();
    }
    /// Ends all sessions of an account.
    pub fn end_all(&self, account: AccountId) {
        let mut kept = self.lock();
        let before = kept.by_digest.len();
        kept.by_digest.retain(|_, session| session.account != account);
        kept.changed |= kept.by_digest.len() != before;
    }
    /// Writes what changed; blocking.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self) -> Result<(), SessionsError> {
        let _alone = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = {
            let mut kept = self.lock();
            if !kept.changed {
                return Ok(());
            }
            kept.changed = false;
            write(&kept.by_digest)
        };
        let done = replace(&self.path, &bytes);
        if done.is_err() {
            self.lock().changed = true;
        }
        Ok(done?)
    }
    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(bytes: &[u8]) -> Option<BTreeMap<[u8; 32], Session>> {
    let stored: Stored = serde_json::from_slice(bytes).ok()?;
    if stored.version != 1 {
        return None;
    }
    stored
        .sessions
        .into_iter()
        .map(|s| {
            let digest: [u8; 32] = URL_SAFE_NO_PAD.decode(&s.digest).ok()?.try_into().ok()?;
            let session = Session {
                id: SessionId::from_uuid(s.id),
                account: AccountId::from_uuid(s.account),
                began: UtcMillis::from_unix_ms(s.began),
                seen: UtcMillis::from_unix_ms(s.seen),
            };
            Some((digest, session))
        })
        .collect()
}

fn write(sessions: &BTreeMap<[u8; 32], Session>) -> Vec<u8> {
    let sessions = sessions
        .iter()
        .map(|(digest, s)| StoredSession {
            digest: URL_SAFE_NO_PAD.encode(digest),
            id: s.id.as_uuid(),
            account: s.account.as_uuid(),
            began: s.began.unix_ms(),
            seen: s.seen.unix_ms(),
        })
        .collect();
    serde_json::to_vec(&Stored { version: 1, sessions }).unwrap_or_default()
}

/// Writes beside the file, then renames: a crash leaves the old one or the new one, never half of one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(&beside, path)
}

/// The token in the cookies of a request.
#[must_use]
pub fn token_of(headers: &HeaderMap) -> Option<Token> {
    headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, value)| URL_SAFE_NO_PAD.decode(value).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .map(Token)
}

/// The `Set-Cookie` of a new session.
#[must_use]
pub fn cookie(token: Token, session: &Session, role: Role) -> String {
    let age = session.ends(role).1.since(session.began).as_secs();
    let value = URL_SAFE_NO_PAD.encode(token.0);
    format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age}")
}

/// The `Set-Cookie` that takes it away.
#[must_use]
pub fn clearing_cookie() -> String {
    format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> UtcMillis {
        UtcMillis::from_unix_ms(s * 1000)
    }
    fn operator(_: AccountId) -> Option<Role> {
        Some(Role::Operator)
    }

    #[test]
    fn a_session_survives_a_restart_and_its_secret_is_not_in_the_file() {
        let data = tempfile::tempdir().unwrap();
        let account = AccountId::from_u128(7);
        let sessions = Sessions::open(data.path()).unwrap();
        let (token, session) = sessions.begin(account, at(0)).unwrap();
        drop(sessions);
        let text = fs::read_to_string(data.path().join("sessions.json")).unwrap();
        assert!(!text.contains(&URL_SAFE_NO_PAD.encode(token.0)));
        let again = Sessions::open(data.path()).unwrap();
        assert_eq!(again.touch(token, at(60), operator).map(|s| s.id), Some(session.id));
    }

    #[test]
    fn a_session_ends_when_idle_or_when_its_account_is_ended() {
        let data = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(data.path()).unwrap();
        let account = AccountId::from_u128(7);
        let (idle, _) = sessions.begin(account, at(0)).unwrap();
        let decision = |_: AccountId| Some(Role::Magistrate);
        assert!(sessions.touch(idle, at(3599), decision).is_some());
        assert!(sessions.touch(idle, at(3599 + 3600), decision).is_none());
        let (other, _) = sessions.begin(account, at(0)).unwrap();
        sessions.end_all(account);
        assert!(sessions.touch(other, at(1), operator).is_none());
        let (signed_out, _) = sessions.begin(account, at(0)).unwrap();
        sessions.end(signed_out);
        assert!(sessions.touch(signed_out, at(1), operator).is_none());
    }

    #[test]
    fn a_cookie_is_read_back_among_others() {
        let data = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(data.path()).unwrap();
        let (token, session) = sessions.begin(AccountId::from_u128(7), at(0)).unwrap();
        let set = cookie(token, &session, Role::Operator);
        assert!(set.contains("; Path=/; Secure; HttpOnly; SameSite=Strict"));
        let sent = format!("theme=dark; {}", set.split(';').next().unwrap());
        let mut headers = HeaderMap::new();
        headers.insert("cookie", sent.parse().unwrap());
        assert_eq!(token_of(&headers), Some(token));
        headers.insert("cookie", "__Host-hoeder=short".parse().unwrap());
        assert_eq!(token_of(&headers), None);
    }
}

//! Accounts as the engine last told them; read at every request, written when an account changes.

use hoeder_engine::roster::Account;
use hoeder_vocab::AccountId;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Who can sign in.
#[derive(Debug, Default)]
pub struct Accounts(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    by_id: BTreeMap<AccountId, Arc<Account>>,
    by_login: BTreeMap<String, AccountId>,
}

impl Accounts {
    /// An account was made or changed.
    pub(crate) fn put(&self, account: Account) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = known.by_id.get(&account.id).map(|old| old.login.clone()) {
            known.by_login.remove(&old);
        }
        known.by_login.insert(account.login.clone(), account.id);
        known.by_id.insert(account.id, Arc::new(account));
    }
    /// By id.
    #[must_use]
    pub fn by_id(&self, id: AccountId) -> Option<Arc<Account>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_id.get(&id).cloned()
    }
    /// By login name.
    #[must_use]
    pub fn by_login(&self, login: &str) -> Option<Arc<Account>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.by_login.get(login).and_then(|id| known.by_id.get(id)).cloned()
    }
    /// All of them, by id.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Account>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_id.values().cloned().collect()
    }
}

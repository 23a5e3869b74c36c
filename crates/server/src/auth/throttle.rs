//! Growing delays after failed sign-ins, per login and per source. The same for a login that does not exist.

use core::time::Duration;
use hoeder_vocab::UtcMillis;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Logins and sources that are remembered; at more, the one that failed longest ago is forgotten.
const REMEMBERED: usize = 20_000;
/// A source may fail this many times as often as one login: it may be a whole building.
const SOURCE_FACTOR: u32 = 8;
const LONGEST: Duration = Duration::from_secs(60);
const FORGET_AFTER: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Login(String),
    Source(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: UtcMillis,
    open_at: UtcMillis,
}

/// Who must wait before trying again.
#[derive(Debug)]
pub struct SignInThrottle {
    free: u32,
    first: Duration,
    failures: Mutex<BTreeMap<Key, Failures>>,
}

impl SignInThrottle {
    /// `free` failures of one login cost nothing; then `first`, doubling up to a minute.
    #[must_use]
    pub fn new(free: u32, first: Duration) -> Self {
        Self { free, first, failures: Mutex::new(BTreeMap::new()) }
    }
    /// How long this login from this source must still wait; zero when it may try.
    #[must_use]
    pub fn wait(&self, login: &str, source: IpAddr, now: UtcMillis) -> Duration {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        keys(login, source)
            .iter()
            .filter_map(|key| failures.get(key))
            .map(|f| f.open_at.since(now))
            .max()
            .unwrap_or(Duration::ZERO)
    }
    /// One more failure.
    pub fn failed(&self, login: &str, source: IpAddr, now: UtcMillis) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys(login, source) {
            let free = match key {
                Key::Login(_) => self.free,
                Key::Source(_) => self.free.saturating_mul(SOURCE_FACTOR),
            };
            let before =
                failures.get(&key).filter(|f| now.since(f.last) < FORGET_AFTER).map_or(0, |f| f.count);
            let count = before.saturating_add(1);
            let doublings = count.saturating_sub(free).min(16);
            let wait = if doublings == 0 {
                Duration::ZERO
            } else {
                self.first.saturating_mul(1 << (doublings - 1)).min(LONGEST)
            };
            failures.insert(key, Failures { count, last: now, open_at: now.plus(wait) });
        }
        if failures.len() > REMEMBERED {
            let oldest = failures.iter().min_by_key(|(_, f)| f.last).map(|(key, _)| key.clone());
            if let Some(key) = oldest {
                failures.remove(&key);
            }
        }
    }
    /// It went well: the login starts afresh; of the source only this attempt is taken back.
    pub fn succeeded(&self, login: &str, source: IpAddr) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&Key::Login(login.to_owned()));
        if let Some(here) = failures.get_mut(&Key::Source(source)) {
            here.count = here.count.saturating_sub(1);
            if here.count <= self.free.saturating_mul(SOURCE_FACTOR) {
                here.open_at = here.last;
            }
        }
    }
}

fn keys(login: &str, source: IpAddr) -> [Key; 2] {
    [Key::Login(login.to_owned()), Key::Source(source)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn at(ms: i64) -> UtcMillis {
        UtcMillis::from_unix_ms(ms)
    }

    #[test]
    fn each_failure_past_the_free_ones_doubles_the_wait_up_to_a_minute() {
        let throttle = SignInThrottle::new(2, Duration::from_secs(1));
        let mut waits = Vec::new();
        for _ in 0..10 {
            throttle.failed("els", HERE, at(0));
            waits.push(throttle.wait("els", HERE, at(0)).as_secs());
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(throttle.wait("jan", HERE, at(0)), Duration::ZERO, "another login is not held up yet");
        assert_eq!(throttle.wait("els", HERE, at(60_000)), Duration::ZERO, "the wait ends");
    }

    #[test]
    fn a_source_that_tries_many_logins_waits_for_all_of_them() {
        let throttle = SignInThrottle::new(1, Duration::from_secs(1));
        for n in 0..10 {
            throttle.failed(&format!("login-{n}"), HERE, at(0));
        }
        assert!(throttle.wait("never-tried", HERE, at(0)) > Duration::ZERO);
    }

    #[test]
    fn a_success_frees_the_login() {
        let throttle = SignInThrottle::new(1, Duration::from_secs(1));
        throttle.failed("els", HERE, at(0));
        throttle.failed("els", HERE, at(0));
        assert!(throttle.wait("els", HERE, at(0)) > Duration::ZERO);
        throttle.succeeded("els", HERE);
        assert_eq!(throttle.wait("els", HERE, at(0)), Duration::ZERO);
    }

    #[test]
    fn a_building_full_of_people_who_sign_in_well_is_never_held_up() {
        let throttle = SignInThrottle::new(1, Duration::from_secs(1));
        for n in 0..200 {
            let login = format!("colleague-{n}");
            assert_eq!(throttle.wait(&login, HERE, at(0)), Duration::ZERO);
            throttle.failed(&login, HERE, at(0));
            throttle.succeeded(&login, HERE);
        }
    }

    #[test]
    fn what_is_remembered_stays_bounded() {
        let throttle = SignInThrottle::new(1, Duration::from_secs(1));
        for n in 0..REMEMBERED + 50 {
            throttle.failed(&n.to_string(), HERE, at(i64::try_from(n).unwrap()));
        }
        assert!(throttle.failures.lock().unwrap().len() <= REMEMBERED + 1);
    }
}

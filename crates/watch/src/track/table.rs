//! From an id to the number of its place: open addressing over 128-bit keys, the same on every machine.
//!
//! Ids are resolved once per report; at a million carriers a tree would cost twenty steps. A slot holds a number
//! and 32 bits of the hash: whoever asks says which id stands at a place. Never here: what is kept there.

/// Numbers of places by id. At most seven eighths full: slots lie side by side, so a search still ends in one or two lines of the cache.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// A number of `EMPTY` is a free slot. A place of another hash is not looked at: it would be far from the cache.
    slots: Vec<(u32, u32)>,
    used: usize,
}

const EMPTY: u32 = u32::MAX;

impl Table {
    /// The number kept under a key. `key_of` gives the key of each number that is kept.
    #[inline]
    pub(super) fn get(&self, key: u128, key_of: impl Fn(u32) -> u128) -> Option<u32> {
        let at = self.find(key, key_of)?;
        self.slots.get(at).map(|slot| slot.0).filter(|number| *number != EMPTY)
    }

    /// Keeps a number under a key, instead of what was there.
    pub(super) fn put(&mut self, key: u128, number: u32, key_of: impl Fn(u32) -> u128) {
        if self.slots.len() * 7 < (self.used + 1) * 8 {
            self.grow(&key_of);
        }
        let Some(at) = self.find(key, key_of) else { return };
        if let Some(slot) = self.slots.get_mut(at) {
            self.used += usize::from(slot.0 == EMPTY);
            *slot = (number, high(key));
        }
    }

    /// Forgets a key. What lies behind it moves up, so that no search stops early.
    pub(super) fn remove(&mut self, key: u128, key_of: impl Fn(u32) -> u128) {
        let Some(mut hole) = self.find(key, &key_of) else { return };
        if self.slots.get(hole).is_none_or(|slot| slot.0 == EMPTY) {
            return;
        }
        let mask = self.slots.len() - 1;
        let mut next = (hole + 1) & mask;
        while let Some(&(number, hash)) = self.slots.get(next) {
            if number == EMPTY {
                break;
            }
            let home = self.home(key_of(number));
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(hole) & mask) {
                if let Some(slot) = self.slots.get_mut(hole) {
                    *slot = (number, hash);
                }
                hole = next;
            }
            next = (next + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(hole) {
            *slot = (EMPTY, 0);
        }
        self.used -= 1;
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<(u32, u32)>()
    }

    /// The slot of a key: where it is, or where it would go. `None` only while there are no slots.
    #[inline]
    fn find(&self, key: u128, key_of: impl Fn(u32) -> u128) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let (mut at, wanted) = (self.home(key), high(key));
        loop {
            let (number, hash) = *self.slots.get(at)?;
            if number == EMPTY || (hash == wanted && key_of(number) == key) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn home(&self, key: u128) -> usize {
        let mixed = mix(key);
        usize::try_from(mixed ^ (mixed >> 32)).unwrap_or(0) & (self.slots.len() - 1)
    }

    fn grow(&mut self, key_of: &impl Fn(u32) -> u128) {
        let larger = (self.slots.len() * 2).max(16);
        let old = core::mem::replace(&mut self.slots, vec![(EMPTY, 0); larger]);
        for (number, hash) in old.into_iter().filter(|slot| slot.0 != EMPTY) {
            let at = self.find(key_of(number), key_of);
            if let Some(slot) = at.and_then(|at| self.slots.get_mut(at)) {
                *slot = (number, hash);
            }
        }
    }
}

#[inline]
fn mix(key: u128) -> u64 {
    let folded = u64::try_from((key >> 64) ^ (key & u128::from(u64::MAX))).unwrap_or(0);
    folded.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The upper half of the hash.
#[inline]
fn high(key: u128) -> u32 {
    u32::try_from(mix(key) >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_keeps_what_a_map_keeps(acts in prop::collection::vec((0..60_u128, prop::bool::ANY), 0..300)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            let mut keys: Vec<u128> = Vec::new();
            for (key, put) in acts {
                let key = key << 64;
                if put {
                    let number = u32::try_from(keys.len()).unwrap();
                    keys.push(key);
                    table.put(key, number, |n| keys[n as usize]);
                    map.insert(key, number);
                } else {
                    table.remove(key, |n| keys[n as usize]);
                    map.remove(&key);
                }
                for key in (0..60).map(|key| key << 64) {
                    prop_assert_eq!(table.get(key, |n| keys[n as usize]), map.get(&key).copied());
                }
            }
        }
    }
}

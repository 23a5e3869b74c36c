//! How a pair or a carrier stands now, for the desks that may follow it: at a bounded pace, only what is followed, nothing kept.
//!
//! Whether somebody may follow is decided before (`engine::access`): only while an incident of it is open (GN-03), and never the
//! protected person (FL-34). Never here: that decision.

use super::directory::Directory;
use super::shard::{Control, Lanes};
use core::time::Duration;
use hoeder_vocab::{CarrierId, PairId, UtcMillis};
use hoeder_watch::track::{CarrierNow, PairNow};
use std::sync::Arc;
use tokio::sync::watch;

/// Between two pictures of the same pair.
pub(super) const LIVE_EVERY: Duration = Duration::from_millis(500);
/// Most that one shard tells of; who comes later hears that nothing is known.
pub(super) const MAX_FOLLOWED: usize = 2_000;

/// What is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// A pair, with one of its carriers.
    Pair(PairId, CarrierId),
    /// A lone carrier.
    Carrier(CarrierId),
}

impl Followed {
    pub(super) const fn carrier(self) -> CarrierId {
        match self {
            Self::Pair(_, carrier) | Self::Carrier(carrier) => carrier,
        }
    }
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LiveNow {
    /// A pair.
    Pair(UtcMillis, PairNow),
    /// A carrier.
    Carrier(UtcMillis, CarrierNow),
}

/// Gives pictures. A clone is another hand on the same shards.
#[derive(Clone)]
pub struct Live {
    pub(super) directory: Directory,
    pub(super) shards: Arc<Vec<Lanes>>,
}

pub(super) struct Follow {
    pub(super) what: Followed,
    pub(super) feed: watch::Sender<Option<LiveNow>>,
}

impl Live {
    /// Follows until the receiver is dropped. `None` in it: not watched, or nothing yet.
    #[must_use]
    pub fn follow(&self, what: Followed) -> watch::Receiver<Option<LiveNow>> {
        let (feed, picture) = watch::channel(None);
        let shard = self.directory.shard(what.carrier()).and_then(|shard| usize::try_from(shard).ok());
        if let Some(lanes) = shard.and_then(|shard| self.shards.get(shard)) {
            lanes.control(Control::Follow(Follow { what, feed }));
        }
        picture
    }
}

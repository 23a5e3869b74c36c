//! The doors: signing in and out, orders of the machine's owner, and how the store is.

use super::Cell;
use crate::entry::Event;
use crate::input::{RosterOrder, SessionChange, StoreHealth};
use crate::output::{Problem, Reply};
use hoeder_vocab::{Actor, DeskId, Purpose, RequestId, UtcMillis};

impl Cell {
    pub(super) fn on_session(&mut self, change: SessionChange, now: UtcMillis) {
        let (account, event) = match change {
            SessionChange::In(account) => (Some(account), Event::SignedIn { account }),
            SessionChange::Out(account) => (Some(account), Event::SignedOut { account }),
            SessionChange::Failed(account) => (None, Event::SignInFailed { account }),
        };
        let role =
            account.and_then(|a| self.book.accounts.get(&a).map(|found| Actor::Account(a, found.role)));
        self.record(role.unwrap_or(Actor::Stranger), Purpose::Administration, now, event);
        if let SessionChange::Out(account) = change {
            self.on_leave(account, now);
        }
    }

    /// The first account, rooms and zones come from the machine's own command line: whoever has that has everything.
    pub(super) fn on_bootstrap(&mut self, request: RequestId, order: RosterOrder, now: UtcMillis) {
        let checked = match &order {
            RosterOrder::PutRoom(_)
            | RosterOrder::PutZone(_)
            | RosterOrder::PlaceZone { .. }
            | RosterOrder::PutAccount(_)
            | RosterOrder::PutOffice(_)
            | RosterOrder::PutDistrict(_) => self.check_put(&order),
            RosterOrder::PutCase(_)
            | RosterOrder::PutPerson(_)
            | RosterOrder::PutPhoto { .. }
            | RosterOrder::OpenPairing { .. }
            | RosterOrder::SetHandset { .. }
            | RosterOrder::RevokeHandset { .. }
            | RosterOrder::PutButton(_)
            | RosterOrder::Erase { .. } => Err(Problem::Denied("bootstrap.only_rooms_zones_accounts")),
        };
        match checked {
            Ok(()) => {
                self.put(order, Actor::System, now);
                self.reply_when_durable(request, Reply::Done);
            }
            Err(problem) => self.reply(request, Reply::Problem(problem)),
        }
    }

    pub(super) fn on_store(&mut self, health: StoreHealth, now: UtcMillis) {
        if self.store == health {
            return;
        }
        self.store = health;
        let all: Vec<DeskId> = self.desks.keys().copied().collect();
        self.page_wall(&all, now);
    }
}

//! The people of the town: each walks, presses and loses networks as the plan of the day says, with a real beacon.
//!
//! Never here: the plan (room `sim`).

use crate::client::Server;
use crate::exit::{Failure, Outcome};
use crate::phone::{Link, Paired, Phone};
use core::time::Duration;
use hoeder_beacon::{ButtonPress, Input};
use hoeder_geo::Countries;
use hoeder_server::Running;
use hoeder_sim::demo::{Action, Player, players};
use hoeder_vocab::handset::{HandsetSettings, Trigger};
use hoeder_vocab::{AlarmId, Sensitive, TestId};
use hoeder_wire::{PublicKey, SigningKey};
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

/// Longer than the time that a screen must be held.
const HOLD: Duration = Duration::from_millis(2_300);
/// What is typed by somebody who says that it was nothing.
const MISTAKE: &str = "vergissing";

/// Everybody switches their phone on.
pub(super) fn come(tasks: &mut JoinSet<()>, server: &Server, running: &Running, seed: u64) -> Outcome<()> {
    let countries = Countries::new()
        .map_err(|e| Failure::failed("the built-in outlines of countries cannot be read", e))?;
    let countries = Arc::new(countries);
    for player in players(seed) {
        let person = Someone {
            server: server.clone(),
            cell: running.cell_public_key(),
            countries: Arc::clone(&countries),
            begun: Instant::now(),
            player,
        };
        tasks.spawn(person.live());
    }
    Ok(())
}

struct Someone {
    server: Server,
    cell: PublicKey,
    countries: Arc<Countries>,
    begun: Instant,
    player: Player,
}

impl Someone {
    fn switch_on(&self) -> Phone {
        let carrier = &self.player.carrier;
        let paired = Paired {
            handset: carrier.handset,
            key: SigningKey::from_seed(&carrier.signing_seed),
            cell: self.cell,
            settings: HandsetSettings::default(),
        };
        let (mut walker, begun) = (self.player.clone(), self.begun);
        let where_it_is = move |clock| walker.fix_at(begun.elapsed(), clock);
        Phone::start(self.server.clone(), paired, Arc::clone(&self.countries), where_it_is, |_| {})
    }

    async fn live(mut self) {
        let mut phone = Some(self.switch_on());
        loop {
            let step = self.player.next_action();
            tokio::time::sleep_until(self.begun + step.after).await;
            match (&phone, step.action) {
                (Some(_), Action::Die) => phone = None,
                (None, Action::Wake) => phone = Some(self.switch_on()),
                (Some(on), action) => self.act(on, action).await,
                (None, _) => {}
            }
        }
    }

    async fn act(&self, phone: &Phone, action: Action) {
        match action {
            Action::Press => self.press(phone).await,
            Action::SayMistake => phone.happen(Input::WordTyped(Sensitive::new(MISTAKE.to_owned()))).await,
            Action::SayDuress => phone.happen(Input::WordTyped(self.player.duress_word.clone())).await,
            Action::SelfTest => {
                let fresh = TestId::from_uuid(Uuid::now_v7());
                let trigger =
                    if self.player.carrier.button.is_some() { Trigger::Button } else { Trigger::Screen };
                phone.happen(Input::SelfTest { fresh, trigger }).await;
            }
            Action::LoseNetwork => phone.network(Link::Down).await,
            Action::FindNetwork => phone.network(Link::Up).await,
            // The phone is on already.
            Action::Die | Action::Wake => {}
        }
    }

    async fn press(&self, phone: &Phone) {
        let fresh = AlarmId::from_uuid(Uuid::now_v7());
        if self.player.carrier.button.is_some() {
            phone.happen(Input::Button { press: ButtonPress::Hold, fresh }).await;
            return;
        }
        phone.happen(Input::ScreenDown { fresh }).await;
        tokio::time::sleep(HOLD).await;
        phone.happen(Input::ScreenUp).await;
    }
}

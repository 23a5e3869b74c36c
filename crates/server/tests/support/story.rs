//! An alarm as most promises begin: somebody pressed, and an operator at a desk sees it.

use super::desk::Desk;
use super::http::Client;
use super::phone::press;
use super::{House, Protected, house};
use hoeder_vocab::Role;
use serde_json::{Value, json};
use uuid::Uuid;

pub struct Story {
    pub house: House,
    pub protected: Protected,
    pub operator: Client,
    pub desk: Desk,
    pub alarm: Uuid,
    /// The alarm as the desk saw it first.
    pub ringing: Value,
}

impl Story {
    /// A house in which the first alarm rings.
    pub async fn begins() -> Self {
        Self::begins_in(house().await).await
    }
    pub async fn begins_in(house: House) -> Self {
        let mut protected = house.protected().await;
        let operator = house.sign_in(Role::Operator).await;
        let mut desk = Desk::open(&operator).await;
        let alarm = Uuid::from_u128(1);
        protected.phone.says(&press(alarm)).await;
        let ringing = desk.sees_alarm(alarm, |_| true).await;
        Self { house, protected, operator, desk, alarm, ringing }
    }
    /// The operator takes it and sends a team.
    pub async fn a_team_goes(&self) {
        self.operator.does(self.alarm, "take", &json!({})).await;
        self.operator.does(self.alarm, "dispatch", &json!({"unit": "Gent 12"})).await;
    }
    /// It was false; the report follows.
    pub async fn it_was_false(&self) {
        let close = json!({"outcome": "false_alarm", "pv": {"type": "to_follow"}});
        self.operator.does(self.alarm, "close", &close).await;
    }
    pub async fn ends(self) {
        self.house.running.stop().await;
    }
}

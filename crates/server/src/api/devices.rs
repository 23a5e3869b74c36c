//! Handsets and buttons over HTTP: pairing, settings, taking out of use.

use super::dto::Time;
use super::dto::case::{HandsetSettings, PairingCode, PutButton};
use super::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::{clock, random};
use axum::extract::State;
use axum::http::StatusCode;
use core::time::Duration;
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster;
use hoeder_vocab::{ButtonId, HandsetId, PersonId, Sensitive};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// How long a pairing code counts.
pub const PAIRING_LIFE: Duration = Duration::from_secs(15 * 60);

/// What is kept of a code: its digest under a name of its own.
#[must_use]
pub fn code_digest(code: hoeder_wire::handset::PairingCode) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"hoeder-pairing-v1\0");
    hash.update(code.to_bytes());
    hash.finalize().into()
}

/// Give out a code to pair a handset. It is shown once: only its digest is kept.
#[utoipa::path(post, path = "/api/v1/cases/{case}/persons/{person}/pairing", tag = "devices", operation_id = "openPairing",
    params(("case" = Uuid, Path), ("person" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = PairingCode), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn open_pairing(
    State(app): State<App>,
    by: Signed,
    Path((_case, person)): Path<(Uuid, Uuid)>,
) -> Result<(StatusCode, Json<PairingCode>), Problem> {
    let code =
        hoeder_wire::handset::PairingCode::from_bytes(random::bytes().map_err(|_| Problem::internal())?);
    let expires_at = clock::now().plus(PAIRING_LIFE);
    let person = PersonId::from_uuid(person);
    app.order(by, RosterOrder::OpenPairing { person, code_digest: code_digest(code), expires_at }).await?;
    let body =
        PairingCode { code: code.to_string(), expires_at: Time(expires_at), cell_key: app.cell_key_base64() };
    Ok((StatusCode::CREATED, Json(body)))
}

/// Change how a handset behaves.
#[utoipa::path(put, path = "/api/v1/handsets/{handset}/settings", tag = "devices", operation_id = "setHandset",
    params(("handset" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HandsetSettings,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_handset(
    State(app): State<App>,
    by: Signed,
    Path(handset): Path<Uuid>,
    Json(body): Json<HandsetSettings>,
) -> Result<StatusCode, Problem> {
    app.order(by, RosterOrder::SetHandset { handset: HandsetId::from_uuid(handset), settings: body.into() })
        .await
}

/// Take a handset out of use. A press of it is still shown to the room.
#[utoipa::path(delete, path = "/api/v1/handsets/{handset}", tag = "devices", operation_id = "revokeHandset",
    params(("handset" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn revoke_handset(
    State(app): State<App>,
    by: Signed,
    Path(handset): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, RosterOrder::RevokeHandset { handset: HandsetId::from_uuid(handset) }).await
}

/// Make, change or revoke a button.
#[utoipa::path(put, path = "/api/v1/buttons/{button}", tag = "devices", operation_id = "putButton",
    params(("button" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutButton,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_button(
    State(app): State<App>,
    by: Signed,
    Path(button): Path<Uuid>,
    Json(body): Json<PutButton>,
) -> Result<StatusCode, Problem> {
    let address = hex::<6>(&body.address, Some(':'))
        .ok_or_else(|| Problem::invalid("address", "six bytes such as A4:C1:38:00:11:22"))?;
    let key = match body.key {
        None => None,
        Some(text) => Some(Sensitive::new(
            hex::<16>(&text, None).ok_or_else(|| Problem::invalid("key", "32 hexadecimal digits"))?,
        )),
    };
    let button = roster::Button {
        id: ButtonId::from_uuid(button),
        person: PersonId::from_uuid(body.person),
        kind: body.kind.into(),
        address: Sensitive::new(address),
        key,
        state: body.state.into(),
    };
    app.order(by, RosterOrder::PutButton(button)).await
}

/// Exactly `N` bytes in hexadecimal, with or without a separator between the bytes.
fn hex<const N: usize>(text: &str, separator: Option<char>) -> Option<[u8; N]> {
    let mut digits = Vec::with_capacity(N * 2);
    for (place, character) in text.chars().enumerate().take(N * 3 + 1) {
        if separator.is_some() && place % 3 == 2 {
            if Some(character) != separator {
                return None;
            }
            continue;
        }
        digits.push(u8::try_from(character.to_digit(16)?).ok()?);
    }
    if digits.len() != N * 2 {
        return None;
    }
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |b, d| (b << 4) | d)).collect();
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn a_bluetooth_address_is_read_as_it_is_printed() {
        assert_eq!(hex::<6>("A4:c1:38:00:11:22", Some(':')), Some([0xA4, 0xC1, 0x38, 0x00, 0x11, 0x22]));
        for bad in ["", "A4C138001122", "A4:C1:38:00:11", "A4:C1:38:00:11:22:33", "A4-C1-38-00-11-22", "zz"] {
            assert_eq!(hex::<6>(bad, Some(':')), None, "{bad}");
        }
    }

    #[test]
    fn a_key_is_thirty_two_digits() {
        assert_eq!(hex::<16>(&"0f".repeat(16), None), Some([15; 16]));
        assert_eq!(hex::<16>(&"0f".repeat(15), None), None);
        assert_eq!(hex::<16>(&"0f".repeat(17), None), None);
    }
}

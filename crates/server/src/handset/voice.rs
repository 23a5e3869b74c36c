//! A handset offers its sound (`docs/handset-protocol.md` section 6.3): into the room of its own open alarm, and nowhere else.
//!
//! Never here: who hears it.

use super::intake::{Proven, prove};
use super::routes::json;
use crate::api::extract::Body;
use crate::app::App;
use crate::guard::Peer;
use crate::problem::{Problem, ProblemBody};
use crate::runtime::gate::Lane;
use crate::voice::{NewPeer, Who};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hoeder_engine::input::Input;
use hoeder_vocab::Purpose;
use hoeder_wire::handset::{VoiceAnswer, VoiceOffer, decode_voice, encode_voice_answer, seal_down_body};

/// The sound of a handset during its alarm (AL-05): recorded from the first packet, heard by whoever has the right to it.
#[utoipa::path(post, path = "/handset/v1/voice", tag = "handset", operation_id = "offerVoice",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn voice(State(app): State<App>, peer: Peer, Body(body): Body) -> Result<Response, Problem> {
    let Proven { handset, body, .. } = prove(&app, peer.source(), &body).await?;
    let offer =
        decode_voice(body.reveal(Purpose::Transport)).inspect_err(|_| app.metrics.message("malformed"))?;
    let VoiceOffer { alarm, sdp } = offer;
    let Some(media) = app.sound() else {
        return Ok(json(seal_down_body(&app.cell_key, handset, &encode_voice_answer(&VoiceAnswer::Later))));
    };
    let (rtc, sdp) =
        media.answer(sdp.reveal(Purpose::Transport)).map_err(|bad| Problem::invalid("sdp", bad.0))?;
    // First into the room, where it says and hears nothing yet: an alarm that closes meanwhile takes it out again.
    let answer = match media.connect(NewPeer { alarm, who: Who::Handset, rtc }) {
        Err(_) => VoiceAnswer::Later,
        Ok(number) => {
            let ask = |request| Input::OfferVoice { request, handset, alarm };
            match app.answer(Lane::Urgent, app.limits.reply_timeout, ask).await {
                Ok(_) => VoiceAnswer::Open { sdp },
                Err(problem) => {
                    media.disconnect(number);
                    if problem.status != StatusCode::NOT_FOUND {
                        return Err(problem);
                    }
                    VoiceAnswer::Later
                }
            }
        }
    };
    Ok(json(seal_down_body(&app.cell_key, handset, &encode_voice_answer(&answer))))
}

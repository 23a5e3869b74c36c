//! A protected person asks for the own measure, or tells something of it: one signed question, one signed answer
//! (`docs/handset-protocol.md` section 7). The envelopes are those of the messages.
//!
//! Never here: what a person may do (`engine`), and never a name of who looked: a role and a day.

use super::intake::{Proven, prove};
use super::routes::json;
use crate::api::dto::alarm::Who;
use crate::api::dto::kinds::Role;
use crate::api::dto::tracking::kinds::ScopePart;
use crate::api::extract::Body;
use crate::app::App;
use crate::guard::Peer;
use crate::problem::{Problem, ProblemBody};
use crate::runtime::gate::Lane;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hoeder_engine::input::{Claim, Input};
use hoeder_engine::measures::{MyFollowed, MyMeasure};
use hoeder_engine::output::{Reply, Scope};
use hoeder_measure::Command;
use hoeder_measure::followup::{AnnouncedFact, Destination, Move};
use hoeder_vocab::{CaseId, CivilDate, FactId, Purpose, Sensitive, UtcMillis};
use hoeder_wire::handset::seal_down_body;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of the access log that are looked through.
const ROWS: u32 = 500;
/// Lines of who looked that are shown, the newest first.
const SHOWN: usize = 60;

/// What a person asks or tells.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// Show me mine.
    Mine {},
    /// A new fact.
    Fact { fact: Uuid, on: String, what: String },
    /// A lasting change of residence.
    Move { on: String, to: Whither, place: String },
    /// Asks to end.
    Stop { note: String },
}

/// Where to, as far as the person says; the zone is the police's to find out.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Whither {
    Belgium,
    Abroad,
}

/// What the person is shown. No type of it is one of a message: neither can stand for the other.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Answer {
    /// The own measure, what is followed for it, and who looked at the case of it.
    Mine {
        measure: Option<Mine>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        followed: Vec<Followed>,
        looked: Vec<Looked>,
    },
    /// It was taken, and is kept.
    Taken,
    /// A rule said no, or there is no measure that runs.
    NotTaken { code: &'static str },
}

#[derive(Serialize)]
struct Mine {
    stage: &'static str,
    on: bool,
    ends_on: Option<String>,
    next_visit: Option<String>,
    agreement: Option<Agreement>,
    asked_to_end: bool,
}

/// What a mandate lets be watched of the person: nothing of the other (FL-34).
#[derive(Serialize)]
struct Followed {
    from: String,
    until: Option<String>,
    scope: Vec<ScopePart>,
    device: bool,
    may_notify: bool,
}

#[derive(Serialize)]
struct Agreement {
    version: String,
    on: String,
}

#[derive(Serialize, Clone, PartialEq, Eq)]
struct Looked {
    role: Role,
    on: String,
}

/// The own measure of a protected person (MS-35, MS-36): asked for, or told something of.
#[utoipa::path(post, path = "/handset/v1/mine", tag = "handset", operation_id = "askMine",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn mine(State(app): State<App>, peer: Peer, Body(body): Body) -> Result<Response, Problem> {
    let Proven { handset, claim, body } = prove(&app, peer.source(), &body).await?;
    let ask: Ask = serde_json::from_str(body.reveal(Purpose::Transport))
        .map_err(|_| Problem::invalid("body", "a question about the own measure"))?;
    let answer = match command(ask)? {
        None => shown(&app, claim).await?,
        Some(command) => told(&app, claim, command).await?,
    };
    let text = serde_json::to_string(&answer).map_err(|_| Problem::internal())?;
    Ok(json(seal_down_body(&app.cell_key, handset, &text)))
}

fn day(text: &str) -> Result<CivilDate, Problem> {
    CivilDate::parse(text).map_err(|_| Problem::invalid("on", "a day such as 2026-11-22"))
}

/// The command of what was told; `None` when the person only asks to be shown.
fn command(ask: Ask) -> Result<Option<Command>, Problem> {
    Ok(match ask {
        Ask::Mine {} => None,
        Ask::Fact { fact, on, what } => Some(Command::AnnounceFact(AnnouncedFact {
            fact: FactId::from_uuid(fact),
            on: day(&on)?,
            what: Sensitive::new(what),
        })),
        Ask::Move { on, to, place } => {
            let to = match to {
                Whither::Belgium => Destination::Belgium,
                Whither::Abroad => Destination::Abroad,
            };
            Some(Command::AnnounceMove(Move { on: day(&on)?, to, place: Sensitive::new(place) }))
        }
        Ask::Stop { note } => Some(Command::AskToEnd { note: Sensitive::new(note) }),
    })
}

async fn told(app: &App, claim: Claim, command: Command) -> Result<Answer, Problem> {
    let command = Box::new(command);
    let input = |request| Input::Person { request, claim, command };
    match app.answer(Lane::Ordinary, app.limits.reply_timeout, input).await {
        Ok(Reply::MeasureDone { .. }) => Ok(Answer::Taken),
        Ok(_) => Err(app.unexpected("mine")),
        Err(problem) if problem.status == StatusCode::NOT_FOUND => Ok(Answer::NotTaken { code: "none" }),
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => {
            Ok(Answer::NotTaken { code: problem.code })
        }
        Err(problem) => Err(problem),
    }
}

async fn shown(app: &App, claim: Claim) -> Result<Answer, Problem> {
    let input = |request| Input::MyMeasure { request, claim };
    let Reply::MyMeasure(found) = app.answer(Lane::Ordinary, app.limits.reply_timeout, input).await? else {
        return Err(app.unexpected("mine"));
    };
    let looked = match &found {
        Some(mine) => who_looked(app, mine.case).await?,
        None => Vec::new(),
    };
    let own = found.as_deref();
    Ok(Answer::Mine {
        measure: own.and_then(|own| own.measure.as_ref()).map(Mine::from),
        followed: own.map(|own| own.followed.iter().map(Followed::from).collect()).unwrap_or_default(),
        looked,
    })
}

/// Who looked at the case, by role and day, each once, the newest first. What was refused was not seen.
async fn who_looked(app: &App, case: CaseId) -> Result<Vec<Looked>, Problem> {
    let rows = app.reader().access_log(Scope::Case(case), &BTreeMap::new(), None, ROWS).await?;
    let mut looked: Vec<Looked> = Vec::new();
    for row in rows.into_iter().filter(|row| row.denied.is_none()) {
        let at: UtcMillis = row.at.0;
        let Who::Account { role, .. } = row.by else { continue };
        let one = Looked { role, on: CivilDate::in_belgium(at).to_string() };
        if !looked.contains(&one) {
            looked.push(one);
        }
        if looked.len() >= SHOWN {
            break;
        }
    }
    Ok(looked)
}

impl From<&MyFollowed> for Followed {
    fn from(followed: &MyFollowed) -> Self {
        Self {
            from: followed.from.to_string(),
            until: followed.until.map(|day| day.to_string()),
            scope: followed.scope.iter().map(|part| (*part).into()).collect(),
            device: followed.device,
            may_notify: followed.may_notify,
        }
    }
}

impl From<&MyMeasure> for Mine {
    fn from(mine: &MyMeasure) -> Self {
        Self {
            stage: mine.stage.word(),
            on: mine.alarm_is_on,
            ends_on: mine.ends_on.map(|day| day.to_string()),
            next_visit: mine.next_visit.map(|day| day.to_string()),
            agreement: mine
                .agreement
                .as_ref()
                .map(|(version, on)| Agreement { version: version.clone(), on: on.to_string() }),
            asked_to_end: mine.asked_to_end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_vocab::MeasureId;

    const VECTORS: &str = include_str!("../../../../docs/vectors/handset-v1.json");

    fn answer(name: &str) -> Answer {
        let day = |text| CivilDate::parse(text).unwrap();
        let on = String::from("2026-11-22");
        match name {
            "mine" => {
                let mine = MyMeasure {
                    measure: MeasureId::from_u128(1),
                    stage: hoeder_measure::Stage::Running,
                    alarm_is_on: true,
                    ends_on: Some(day("2027-08-22")),
                    next_visit: Some(day("2026-12-22")),
                    agreement: Some((String::from("2023-03"), day("2026-11-22"))),
                    asked_to_end: false,
                };
                let looked =
                    [Role::Magistrate, Role::CaseOfficer].map(|role| Looked { role, on: on.clone() });
                Answer::Mine {
                    measure: Some(Mine::from(&mine)),
                    followed: Vec::new(),
                    looked: looked.to_vec(),
                }
            }
            "none" => Answer::Mine { measure: None, followed: Vec::new(), looked: Vec::new() },
            "fact" | "move" => Answer::Taken,
            _ => Answer::NotTaken { code: "measure.not_now" },
        }
    }

    /// Proves FL-10: what the document says of the own page is what is read and written here.
    #[test]
    fn the_vectors_of_the_own_page_are_read_and_written_as_they_stand() {
        let vectors: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        let mine = vectors["mine"].as_array().unwrap();
        assert_eq!(mine.len(), 5);
        for vector in mine {
            let name = vector["name"].as_str().unwrap();
            let ask: Ask = serde_json::from_str(vector["ask"].as_str().unwrap()).unwrap();
            let asked = matches!(name, "mine" | "none");
            assert_eq!(command(ask).unwrap().is_none(), asked, "{name}");
            assert_eq!(serde_json::to_string(&answer(name)).unwrap(), vector["answer"].as_str().unwrap());
        }
    }
}

//! What went wrong, as RFC 9457 `application/problem+json`: a stable code, a sentence that says what to do, a trace id.
//!
//! Never here: personal data, and never the cause of an inner fault (that is logged once, with the trace id).

use crate::api::dto::measure::refusal::facts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hoeder_engine::output::Problem as EngineProblem;
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// A problem on its way out. The body is written by [`crate::guard::finish`], which knows the path and the trace id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code, for programs.
    pub code: &'static str,
    /// What to do about it.
    pub detail: Cow<'static, str>,
    /// The point of the circular, where a rule has one.
    pub point: Option<&'static str>,
    /// Which field of the form is meant, as a path; never what stands in it.
    pub field: Option<Box<str>>,
    /// What a screen needs besides: days, words, numbers. No personal data.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// Seconds after which it makes sense to try again.
    pub retry_after_s: Option<u64>,
}

/// The body of a problem (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A name of this kind of problem: `urn:problem-type:hoeder:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// The path that was asked.
    pub instance: String,
    /// Stable code, for programs.
    pub code: String,
    /// The point of the circular, where a rule has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// Which field of the form is meant, as a path such as `command.pv.number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What a screen needs besides, to say it in its language: days, words, numbers.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Option<Object>)]
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// To be found in the log of the server.
    pub trace_id: String,
}

impl Problem {
    /// A problem of a status, with a code and what to do.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            point: None,
            field: None,
            facts: serde_json::Map::new(),
            retry_after_s: None,
        }
    }
    /// With a time after which to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }
    /// There is no such thing, or it is not for this account.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here for this account")
    }
    /// The method is not one of this path.
    #[must_use]
    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this path does not take this method")
    }
    /// Nobody is signed in.
    #[must_use]
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "session.none", "sign in first")
    }
    /// The server has more to do than it can.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "the server is at its limit: try again in a moment",
        )
        .retry_after(1)
    }
    /// The engine did not answer in time: what was asked is perhaps shown, but not known to be durable.
    #[must_use]
    pub fn not_durable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_durable",
            "this could not be made durable in time: look at the wall, then try again",
        )
        .retry_after(2)
    }
    /// A fault of ours; the cause is in the log.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "a fault of the server: give its trace id to support",
        )
    }
    /// The data is not acceptable.
    #[must_use]
    pub fn invalid(field: &str, expected: &str) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", format!("{field}: {expected}"));
        Self { field: (!field.is_empty()).then(|| field.into()), ..problem }
    }
    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }
    /// The answer, complete.
    #[must_use]
    pub fn render(&self, instance: &str, trace_id: &str) -> Response {
        let body = ProblemBody {
            kind: format!("urn:problem-type:hoeder:{}", self.code),
            title: self.title().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone().into_owned(),
            instance: instance.to_owned(),
            code: self.code.to_owned(),
            point: self.point.map(str::to_owned),
            field: self.field.as_deref().map(str::to_owned),
            facts: self.facts.clone(),
            trace_id: trace_id.to_owned(),
        };
        let mut response = (self.status, serde_json::to_vec(&body).unwrap_or_default()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<EngineProblem> for Problem {
    fn from(problem: EngineProblem) -> Self {
        match problem {
            EngineProblem::Rule(refusal) => {
                let mut problem = Self::new(StatusCode::CONFLICT, refusal.code(), refusal.to_string());
                problem.point = refusal.paragraph();
                problem
            }
            EngineProblem::Incident(refusal) => {
                Self::new(StatusCode::CONFLICT, refusal.code(), refusal.to_string())
            }
            EngineProblem::Denied(code) => {
                Self::new(StatusCode::FORBIDDEN, code, "this account may not do this; the refusal was logged")
            }
            EngineProblem::NotFound => Self::not_found(),
            EngineProblem::Invalid { field, expected } => Self::invalid(field, expected),
            EngineProblem::Refused(refusal) => {
                let mut problem =
                    Self::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), refusal.to_string());
                problem.point = refusal.point().map(hoeder_measure::Point::as_str);
                problem.facts = facts(&refusal);
                problem
            }
            EngineProblem::Conflict(code) => {
                Self::new(StatusCode::CONFLICT, code, "somebody else was first: read again, then decide")
            }
        }
    }
}

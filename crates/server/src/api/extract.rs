//! Extractors whose refusals are problem documents.

use crate::problem::Problem;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A JSON body, in or out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::JsonDataError(error)) => Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                format!(
                    "the body has not the expected shape at {}{}",
                    place(&error.body_text()),
                    lacks(&error.body_text())
                ),
            )),
            Err(JsonRejection::JsonSyntaxError(_)) => {
                Err(Problem::new(StatusCode::BAD_REQUEST, "not_json", "the body is not JSON"))
            }
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "content_type",
                "send the body as application/json",
            )),
            Err(other) => Err(of_body(other.status())),
        }
    }
}

/// Only where in the body: the rest of serde's text repeats what was sent, which may be personal data.
fn place(text: &str) -> String {
    let path = text.split(": ").nth(1).unwrap_or("its start");
    let known = path.len() <= 80 && path.chars().all(|c| c.is_ascii_alphanumeric() || "._[]?".contains(c));
    if known { path.to_owned() } else { String::from("its start") }
}

/// Which field is not there: its name is ours, so that it may be said.
fn lacks(text: &str) -> String {
    let name =
        text.split("missing field `").nth(1).and_then(|rest| rest.split('`').next()).unwrap_or_default();
    let plain =
        !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { format!(": the field {name} is missing") } else { String::new() }
}

fn of_body(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(status, "too_large", "the body is larger than this path takes")
    } else {
        Problem::new(StatusCode::BAD_REQUEST, "body", "the body did not arrive whole")
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// A whole body as bytes, within the limit of its path.
#[derive(Debug)]
pub struct Body(pub bytes::Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        bytes::Bytes::from_request(request, state)
            .await
            .map(Self)
            .map_err(|rejection: BytesRejection| of_body(rejection.status()))
    }
}

/// Parts of the path.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Problem::not_found())
    }
}

/// The query.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Query::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|_: QueryRejection| Problem::invalid("query", "a parameter has the wrong form"))
    }
}

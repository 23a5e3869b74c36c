//! Requests with JSON, each on a connection of its own, and sign-in.

use super::Server;
use crate::exit::{Code, Failure, Outcome};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use hyper::http::request::Builder;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// Largest answer that is read.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The body.
    pub(crate) body: Vec<u8>,
    cookie: Option<String>,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The answer when it is a good one, else the problem in it.
    ///
    /// # Errors
    /// With the code of the problem document.
    pub(crate) fn good(self, what: &str) -> Outcome<Self> {
        if self.status.is_success() {
            return Ok(self);
        }
        let problem = self.json();
        let code = problem.get("code").and_then(Value::as_str).unwrap_or("no code");
        let exit = match self.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Code::NotAllowed,
            StatusCode::NOT_FOUND => Code::NotFound,
            StatusCode::CONFLICT => Code::Conflict,
            _ => Code::Failed,
        };
        Err(Failure::new(exit, format!("{what}: the server answers {} ({code})", self.status.as_u16())))
    }
}

/// A connection that is kept for one request after the other.
pub(crate) struct Kept {
    authority: String,
    sender: SendRequest<Full<Bytes>>,
    driver: JoinHandle<Result<(), hyper::Error>>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

fn broke_off(error: hyper::Error) -> Failure {
    Failure::new(Code::Unreachable, "the server broke off").because(error)
}

impl Kept {
    /// One request with its answer.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(crate) async fn request(
        &mut self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        body: Option<Vec<u8>>,
    ) -> Outcome<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.authority)
            .header(ORIGIN, format!("https://{}", self.authority));
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        self.send(request, body.unwrap_or_default()).await
    }

    /// One request of a device that shows its name and secret (HTTP Basic), with its answer.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(crate) async fn post_as(
        &mut self,
        path: &str,
        login: (&str, &str),
        body: Vec<u8>,
    ) -> Outcome<Answer> {
        let login = STANDARD.encode(format!("{}:{}", login.0, login.1));
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, &self.authority)
            .header(AUTHORIZATION, format!("Basic {login}"));
        self.send(request, body).await
    }

    async fn send(&mut self, request: Builder, body: Vec<u8>) -> Outcome<Answer> {
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|e| Failure::failed("the request cannot be written", e))?;
        // The end of the answer before may be read and not noticed yet.
        self.sender.ready().await.map_err(broke_off)?;
        let response = self.sender.send_request(request).await.map_err(broke_off)?;
        let (status, cookie) = (response.status(), response.headers().get(SET_COOKIE).cloned());
        let body = Limited::new(response.into_body(), MAX_ANSWER)
            .collect()
            .await
            .map_err(|e| Failure::new(Code::Unreachable, "the answer broke off").because(e))?;
        Ok(Answer {
            status,
            body: body.to_bytes().to_vec(),
            cookie: cookie.and_then(|value| value.to_str().ok().map(str::to_owned)),
        })
    }
}

impl Server {
    /// A connection for one request after the other.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(crate) async fn keep(&self) -> Outcome<Kept> {
        let stream = self.connect().await?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broke_off)?;
        Ok(Kept { authority: self.authority(), sender, driver: tokio::spawn(connection) })
    }

    /// One request with its answer, on a connection of its own.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        body: Option<Vec<u8>>,
    ) -> Outcome<Answer> {
        self.keep().await?.request(method, path, cookie, body).await
    }

    /// Signs in.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] for a wrong password.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Outcome<Session> {
        let body = json!({"login": login, "password": password}).to_string().into_bytes();
        let answer =
            self.request(Method::POST, "/api/v1/session", None, Some(body)).await?.good("signing in")?;
        let cookie = answer.cookie.as_deref().and_then(|set| set.split(';').next()).map(str::to_owned);
        let cookie = cookie.ok_or_else(|| Failure::new(Code::Failed, "signing in gave no session"))?;
        Ok(Session { server: self.clone(), cookie })
    }
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Session {
    server: Server,
    cookie: String,
}

impl Session {
    /// The cookie, for a stream.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }
    /// The server.
    pub(crate) const fn server(&self) -> &Server {
        &self.server
    }
    /// Orders something.
    ///
    /// # Errors
    /// When the server says no, or does not answer.
    pub(crate) async fn send(&self, method: Method, path: &str, body: &Value) -> Outcome<Value> {
        let body = if body.is_null() { None } else { Some(body.to_string().into_bytes()) };
        let answer = self.server.request(method, path, Some(&self.cookie), body).await?;
        Ok(answer.good(path)?.json())
    }
}

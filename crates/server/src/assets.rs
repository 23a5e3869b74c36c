//! The console's and the handset page's own files: from the binary, or from a folder of the configuration.
//!
//! The server builds without them: then the page says how to make them. Never here: anything personal.

use crate::app::App;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Hoeder</title>\
    <h1>The console is not built</h1><p>Run <code>npm --prefix web ci</code> and <code>npm --prefix web run build</code>, \
    then start the server again. The interface itself works: see <a href=\"/openapi.json\">/openapi.json</a>.";

/// Largest file served from a folder, bytes.
const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// `/`.
pub(crate) async fn index(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    serve(&app, "index.html", &headers).await
}

/// Any other path: a file, or the page that shows it.
pub(crate) async fn file(
    State(app): State<App>,
    axum::extract::Path(path): axum::extract::Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // Paths of the interface that do not exist must not look like pages.
    if path.starts_with("api/") || path.starts_with("handset/v") || path.starts_with("tiles/") {
        return Err(Problem::not_found());
    }
    serve(&app, &path, &headers).await
}

/// Which file answers a path: a view of the console or of the handset page is drawn by its page.
fn page_of(path: &str) -> &str {
    let has_extension = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if has_extension {
        path
    } else if path == "handset" || path.starts_with("handset/") {
        "handset/index.html"
    } else {
        "index.html"
    }
}

async fn serve(app: &App, path: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let name = page_of(path);
    let (bytes, tag) = match &app.web_root {
        Some(root) => match from_folder(root.clone(), name.to_owned()).await {
            Some(bytes) => {
                let tag = Sha256::digest(&bytes);
                (Cow::Owned(bytes), tag.into())
            }
            None => return missing(name),
        },
        None => match Built::get(name) {
            Some(EmbeddedFile { data, metadata }) => (data, metadata.sha256_hash()),
            None => return missing(name),
        },
    };
    Ok(answer(name, bytes, tag, headers))
}

fn missing(name: &str) -> Result<Response, Problem> {
    if !name.ends_with("index.html") {
        return Err(Problem::not_found());
    }
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, kind)], NOT_BUILT).into_response())
}

async fn from_folder(root: PathBuf, name: String) -> Option<Vec<u8>> {
    let plain = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return None;
    }
    tokio::task::spawn_blocking(move || {
        let path = root.join(name);
        let meta = std::fs::metadata(&path).ok()?;
        if meta.is_file() && meta.len() <= FILE_BYTES { std::fs::read(path).ok() } else { None }
    })
    .await
    .ok()
    .flatten()
}

fn answer(name: &str, bytes: Cow<'static, [u8]>, tag: [u8; 32], headers: &HeaderMap) -> Response {
    let short: String = tag.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{short}\"");
    // Vite puts a hash of the content into the names under `assets/`.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|t| t.to_str().ok()) == Some(tag.as_str());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static(content_type(name));
        ([(header::CONTENT_TYPE, kind)], bytes.into_owned()).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "txt" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_drawn_by_its_page_and_a_file_is_itself() {
        assert_eq!(page_of("alarms/7"), "index.html");
        assert_eq!(page_of("handset/"), "handset/index.html");
        assert_eq!(page_of("handset/settings"), "handset/index.html");
        assert_eq!(page_of("assets/main-1a2b.js"), "assets/main-1a2b.js");
        assert_eq!(page_of("handset/sw.js"), "handset/sw.js");
    }

    /// Proves FL-11: the page can be installed, and its worker is looked for anew each time, for the page's own folder.
    #[test]
    fn the_service_worker_and_the_manifest_of_the_handset_page_are_served_as_such() {
        let header = |name: &str, wanted: header::HeaderName| {
            let response = answer(name, Cow::Borrowed(b"x"), [0; 32], &HeaderMap::new());
            response.headers().get(wanted).and_then(|v| v.to_str().ok()).map(str::to_owned)
        };
        let javascript = Some(String::from("text/javascript; charset=utf-8"));
        assert_eq!(header("handset/sw.js", header::CONTENT_TYPE), javascript);
        assert_eq!(header("handset/sw.js", header::CACHE_CONTROL).as_deref(), Some("no-cache"));
        let manifest = header("handset/manifest.nl.webmanifest", header::CONTENT_TYPE);
        assert_eq!(manifest.as_deref(), Some("application/manifest+json"));
        assert_eq!(page_of("handset/manifest.nl.webmanifest"), "handset/manifest.nl.webmanifest");
    }

    #[tokio::test]
    async fn no_path_leads_out_of_the_folder() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("web")).unwrap();
        std::fs::write(root.path().join("secret.txt"), "x").unwrap();
        std::fs::write(root.path().join("web/a.txt"), "a").unwrap();
        let web = root.path().join("web");
        assert_eq!(from_folder(web.clone(), String::from("a.txt")).await, Some(b"a".to_vec()));
        for bad in ["../secret.txt", "/etc/hostname", "a/../../secret.txt", ".", ""] {
            assert_eq!(from_folder(web.clone(), String::from(bad)).await, None, "{bad}");
        }
    }
}

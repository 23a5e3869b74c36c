//! Files of the map: layers and tiles in the folder `map` of the data folder, and the origins that the map may ask.

use crate::config::{MapBase, MapSettings};
use crate::problem::Problem;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Layers that are listed.
const LAYERS: usize = 64;
/// Largest layer, bytes.
const LAYER_BYTES: u64 = 32 * 1024 * 1024;
/// Largest range handed out at once, bytes; a longer one is cut, as RFC 9110 allows.
const RANGE_BYTES: u64 = 4 * 1024 * 1024;

/// Names of the layers: `map/<name>.geojson` in the data folder.
pub(crate) async fn layers(data: PathBuf) -> Vec<String> {
    tokio::task::spawn_blocking(move || list(&data.join("map"))).await.unwrap_or_default()
}

fn list(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".geojson").map(str::to_owned))
        .filter(|name| is_plain(name))
        .collect();
    names.sort();
    names.truncate(LAYERS);
    names
}

/// Letters, digits, hyphens and underscores: no way out of the folder.
fn is_plain(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The bytes of a layer.
pub(crate) async fn layer(data: PathBuf, name: String) -> Option<Vec<u8>> {
    if !is_plain(&name) {
        return None;
    }
    let path = data.join("map").join(format!("{name}.geojson"));
    tokio::task::spawn_blocking(move || {
        let small = fs::metadata(&path).is_ok_and(|meta| meta.len() <= LAYER_BYTES);
        if small { fs::read(&path).ok() } else { None }
    })
    .await
    .ok()
    .flatten()
}

/// A part of a file: one range, at most 4 MiB.
pub(crate) async fn range(path: PathBuf, range: Option<String>) -> Result<Response, Problem> {
    tokio::task::spawn_blocking(move || read_range(&path, range.as_deref()))
        .await
        .map_err(|_| Problem::internal())?
}

fn read_range(path: &Path, range: Option<&str>) -> Result<Response, Problem> {
    let mut file = File::open(path).map_err(|_| Problem::not_found())?;
    let size = file.metadata().map_err(|_| Problem::not_found())?.len();
    let Some((from, to)) = parse_range(range.unwrap_or("bytes=0-"), size) else {
        return Err(Problem::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "range",
            "ask for one range of bytes that lies inside the file",
        ));
    };
    let length = to - from + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.seek(SeekFrom::Start(from)).map_err(|_| Problem::internal())?;
    file.take(length).read_to_end(&mut bytes).map_err(|_| Problem::internal())?;
    let content_range =
        HeaderValue::from_str(&format!("bytes {from}-{to}/{size}")).map_err(|_| Problem::internal())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.pmtiles")),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (header::CONTENT_RANGE, content_range),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
    ];
    Ok((StatusCode::PARTIAL_CONTENT, headers, bytes).into_response())
}

/// First and last byte of a `Range` of one part, inside a file of `size` bytes and at most [`RANGE_BYTES`] long.
fn parse_range(text: &str, size: u64) -> Option<(u64, u64)> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let last = size.checked_sub(1)?;
    let (from, to) = if from.is_empty() {
        let suffix: u64 = to.parse().ok().filter(|n| *n > 0)?;
        (size.saturating_sub(suffix), last)
    } else {
        let from: u64 = from.parse().ok()?;
        (from, if to.is_empty() { last } else { to.parse::<u64>().ok()?.min(last) })
    };
    (from <= to).then(|| (from, to.min(from.saturating_add(RANGE_BYTES - 1))))
}

/// The strict Content-Security-Policy; only a map service that was configured is let in.
#[must_use]
pub(crate) fn content_security_policy(map: &MapSettings) -> String {
    let outside = match &map.base {
        MapBase::Outline | MapBase::Pmtiles { .. } => None,
        MapBase::Style { url } | MapBase::Raster { url, .. } => origin(url),
    };
    let outside = outside.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{outside}; \
         connect-src 'self'{outside}; font-src 'self'{outside}; worker-src 'self'; media-src 'self' blob:; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// `https://host[:port]` of an address; nothing else gets into a header.
fn origin(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-' || b == b':');
    (plain && !host.is_empty()).then(|| format!("https://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_stays_inside_the_file() {
        assert_eq!(parse_range("bytes=0-", 10), Some((0, 9)));
        assert_eq!(parse_range("bytes=2-5", 10), Some((2, 5)));
        assert_eq!(parse_range("bytes=2-500", 10), Some((2, 9)));
        assert_eq!(parse_range("bytes=-4", 10), Some((6, 9)));
        assert_eq!(parse_range("bytes=0-", u64::MAX), Some((0, RANGE_BYTES - 1)));
        for bad in
            ["bytes=10-", "bytes=5-2", "bytes=-0", "bytes=a-b", "lines=0-1", "bytes=0-1,4-5", "bytes=-"]
        {
            assert_eq!(parse_range(bad, 10), None, "{bad}");
        }
        assert_eq!(parse_range("bytes=0-", 0), None);
    }

    #[test]
    fn only_a_configured_map_service_is_let_into_the_policy() {
        let closed = content_security_policy(&MapSettings::default());
        assert!(!closed.contains("https:"));
        let url = String::from("https://kaart.example/wmts/{z}/{x}/{y}.png");
        let base = MapBase::Raster { url, attribution: String::new() };
        let open = content_security_policy(&MapSettings { base, ..MapSettings::default() });
        assert!(open.contains("connect-src 'self' https://kaart.example;"));
        assert_eq!(origin("https://evil.example; script-src *"), None);
        assert_eq!(origin("http://kaart.example/"), None);
    }

    #[test]
    fn a_layer_name_leads_nowhere_else() {
        assert!(is_plain("demo-town_1"));
        for bad in ["", "..", "a/b", "a.b", "a\\b", "%2e"] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}

//! Writes the description of the interface: `cargo run -p hoeder-server --example openapi > docs/openapi.json`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(hoeder_server::openapi_json().as_bytes())
}

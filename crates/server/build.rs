//! Builds this room again when the console was built again, so that a release carries the newest one.

fn main() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/dist");
    // A folder that does not exist yet must not make every build a new one.
    if std::path::Path::new(dist).is_dir() {
        watch(std::path::Path::new(dist));
    }
}

fn watch(folder: &std::path::Path) {
    say(folder);
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            watch(&path);
        } else {
            say(&path);
        }
    }
}

fn say(path: &std::path::Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

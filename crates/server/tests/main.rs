//! The doors of the server, tried over real sockets: one file a promise, one program for all of them.

mod bad_input;
mod bands;
mod desk_duty;
mod documents;
mod doubtful_devices;
mod full_disk_of_sound;
mod hotspots;
mod measure_forms;
mod measures;
mod own_handset_tracks;
mod real_time_text;
mod recordings;
mod reports;
mod route_table;
mod store_down;
mod support;
mod the_door;
mod the_own_page;
mod the_press;
mod tracking;
mod voice_doors;
mod working_together;

//! The cell, given, when and then: one file a promise, one program for all of them.

mod common;
mod desk_duty;
mod handset_watch;
mod hotspots;
mod measures;
mod measures_who_sees;
mod press_and_measures;
mod real_time_text;
mod restart;
mod roster;
mod strangers;
mod the_press;
mod tracking_and_measures;
mod tracking_devices;
mod tracking_door;
mod tracking_incidents;
mod tracking_mandates;
mod voice_rooms;
mod what_a_person_arranges;
mod where_teams_are;
mod who_sees_what;
mod work_on_an_alarm;

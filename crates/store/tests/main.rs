//! The two homes of the log: one file a promise, one program for all of them.

mod common;
mod contract;
mod crash;
mod exports;
mod files;
mod formats;
mod measures;
mod recordings;
mod reports;
mod vouched;
mod writers;

//! Signing in and who I am.

use super::Time;
use super::kinds::Role;
use core::fmt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A login name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login name.
    #[schema(max_length = 64)]
    pub login: String,
    /// Password.
    #[schema(max_length = 256, format = Password)]
    pub password: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn[sensitive]")
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub account: Uuid,
    /// Login name.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The control room, for operators and supervisors.
    pub room: Option<Uuid>,
    /// The zone, for zone roles.
    pub zone: Option<Uuid>,
    /// The prosecutor's office, for magistrates and the victim reception service.
    pub office: Option<Uuid>,
    /// The cell of this server.
    pub cell: Uuid,
    /// An exercise with invented people: every page says so.
    pub exercise: bool,
    /// The session ends when nothing is done until then; every request moves it.
    pub idle_until: Time,
    /// The session ends then at the latest.
    pub ends_at: Time,
}

/// A colleague to whom an alarm can be handed over.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Colleague {
    /// The account.
    pub account: Uuid,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Is a screen of this colleague connected now?
    pub at_desk: bool,
}

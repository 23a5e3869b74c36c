/** The step of the shipped protocol that calls the phone back; its id is kept in the log for ever. */
export const CALL_BACK = 'call-back';

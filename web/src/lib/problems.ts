// A problem in the words of the person's language. The server's own words are shown only for what we do not know.
import type { Problem } from './api/http';
import { t } from './i18n/i18n.svelte';
import type { MessageKey } from './i18n/keys';

const TEXTS: Record<string, MessageKey> = {
  network: 'problem-network',
  'http.403': 'problem-denied',
  'http.404': 'problem-not-found',
  'http.409': 'problem-conflict',
  'http.413': 'problem-too-large',
  'http.429': 'problem-too-many',
  'http.500': 'problem-server',
  'http.503': 'problem-unavailable',
  not_found: 'problem-not-found',
  'session.wrong': 'problem-sign-in',
  'alarm.closed': 'refusal-closed',
  'alarm.owned_by_another': 'refusal-owned-by-another',
  'alarm.not_taken': 'refusal-not-taken',
  'alarm.no_team_sent': 'refusal-no-team-sent',
  'alarm.not_dispatched': 'refusal-not-dispatched',
  'alarm.pv_missing': 'refusal-pv-missing',
  'alarm.pv_not_due': 'refusal-pv-not-due',
  'alarm.reason_missing': 'refusal-reason-missing',
  'alarm.to_oneself': 'refusal-to-oneself',
  'alarm.rung_not_reached': 'refusal-rung-not-reached',
  'text.length': 'refusal-text-length',
  'alarm.nobody_to_tell': 'refusal-nobody-to-tell',
  'step.done_by_its_act': 'refusal-step-by-act',
  'case.still_active': 'refusal-case-active',
  'case.alarm_unfinished': 'refusal-case-alarm',
  'case.number_in_use': 'refusal-case-number',
  'button.address_in_use': 'refusal-button-address',
  'account.login_in_use': 'refusal-login',
  'incident.closed': 'refusal-incident-closed',
  'incident.not_taken': 'refusal-incident-not-taken',
  'incident.owned_by_another': 'refusal-incident-owned',
  'incident.alert_stands': 'refusal-alert-stands',
  'incident.device_dead': 'refusal-device-dead',
  'track.no_incident': 'refusal-no-incident',
  'tracking.off': 'refusal-tracking-off',
  'carrier.never_notified': 'refusal-never-notified',
  'coverage.not_checked': 'refusal-coverage',
  'mandate.not_running': 'refusal-mandate-not-running',
  'mandate.not_in_scope': 'refusal-not-in-scope',
  'mandate.reference_in_use': 'refusal-reference-in-use',
  'tracker.number_in_use': 'refusal-tracker-number',
  'tracker.to_be_checked': 'refusal-tracker-checked',
  'pilot.full': 'refusal-pilot-bounds',
  'pilot.other_area': 'refusal-pilot-bounds',
  'pilot.other_group': 'refusal-pilot-bounds',
  'pilot.other_time': 'refusal-pilot-bounds',
  'document.holds_address': 'problem-holds-address',
  'document.holds_contact': 'problem-holds-contact',
  'document.holds_confidential': 'problem-holds-confidential',
  'document.holds_alarm': 'problem-holds-alarm',
  'document.holds_checklist': 'problem-holds-checklist',
  'document.missing': 'problem-document-missing',
  'document.not_for_role': 'problem-document-not-yours',
  'document.exists': 'problem-document-exists',
  'document.erased': 'problem-document-erased',
  'document.type': 'problem-document-type',
  'document.other_type': 'problem-document-type',
  'document.active': 'problem-document-active',
  'document.infected': 'problem-document-infected',
  'document.not_scanned': 'problem-document-not-scanned',
};

/** One sentence for a person. */
export function problemText(problem: Problem): string {
  const key = TEXTS[problem.code] ?? (problem.detail ? undefined : TEXTS[`http.${problem.status}`]);
  if (key) return t(key);
  return problem.detail ?? problem.title;
}

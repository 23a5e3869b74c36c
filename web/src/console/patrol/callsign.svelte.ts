// The call sign of this team, kept until the browser is closed. It names a car, not a person.
const KEPT_AS = 'hoeder.callsign';

function kept(): string {
  try {
    return sessionStorage.getItem(KEPT_AS) ?? '';
  } catch {
    return '';
  }
}

let unit = $state(kept());

export function callSign(): string {
  return unit;
}

export function setCallSign(next: string): void {
  unit = next.trim();
  try {
    sessionStorage.setItem(KEPT_AS, unit);
  } catch {
    // Asked again after a reload.
  }
}

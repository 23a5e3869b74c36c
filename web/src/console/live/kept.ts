// Whether this tab was on duty, kept over a reload so that the page can say that its sound must be heard again. Nothing personal.
const KEPT_AS = 'hoeder.duty';

/** Was this account on duty in this tab? */
export function keptDuty(account: string): 'on' | 'off' {
  try {
    return sessionStorage.getItem(KEPT_AS) === account ? 'on' : 'off';
  } catch {
    return 'off';
  }
}

export function keepDuty(account: string, state: 'on' | 'off'): void {
  try {
    if (state === 'on') sessionStorage.setItem(KEPT_AS, account);
    else if (sessionStorage.getItem(KEPT_AS) === account) sessionStorage.removeItem(KEPT_AS);
  } catch {
    // Not kept: the page only says less after a reload.
  }
}

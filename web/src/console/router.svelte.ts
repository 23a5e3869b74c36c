// Which page is shown: the path of the address, nothing more. No personal data stands in an address.

export type Page =
  | { name: 'desk' } | { name: 'patrol' } | { name: 'cases' } | { name: 'case'; id: string } | { name: 'new_case' }
  | { name: 'zone' } | { name: 'hotspots' } | { name: 'reports' } | { name: 'tasks' } | { name: 'wall' } | { name: 'history' } | { name: 'log' } | { name: 'administration' } | { name: 'home' }
  | { name: 'measures' } | { name: 'measure'; id: string } | { name: 'new_measure'; case: string | null } | { name: 'decisions' } | { name: 'decision'; id: string }
  | { name: 'tracking' } | { name: 'mandates' } | { name: 'mandate'; id: string } | { name: 'new_mandate' } | { name: 'trackers' } | { name: 'contingency' }
  | { name: 'playback'; id: string } | { name: 'handed'; id: string } | { name: 'protection'; id: string } | { name: 'overview' } | { name: 'reception' } | { name: 'supported'; id: string } | { name: 'inbox' } | { name: 'unknown' };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SIMPLE: Record<string, Page> = {
  '': { name: 'home' },
  desk: { name: 'desk' },
  patrol: { name: 'patrol' },
  zone: { name: 'zone' },
  cases: { name: 'cases' },
  hotspots: { name: 'hotspots' },
  reports: { name: 'reports' },
  tasks: { name: 'tasks' },
  wall: { name: 'wall' },
  history: { name: 'history' },
  log: { name: 'log' },
  administration: { name: 'administration' },
  measures: { name: 'measures' },
  decisions: { name: 'decisions' },
  overview: { name: 'overview' },
  reception: { name: 'reception' },
  inbox: { name: 'inbox' },
  tracking: { name: 'tracking' },
  mandates: { name: 'mandates' },
  trackers: { name: 'trackers' },
  contingency: { name: 'contingency' },
};

/** The page of a path. */
export function pageOf(path: string): Page {
  const [first = '', second, ...more] = path.replace(/^\/+|\/+$/g, '').split('/');
  const [third] = more;
  if (first === 'measures' && second === 'new' && more.length <= 1 && (third === undefined || ID.test(third))) return { name: 'new_measure', case: third ?? null };
  if (first === 'cases' && second !== undefined && ID.test(second) && third === 'protection' && more.length === 1) return { name: 'protection', id: second };
  if (more.length > 0) return { name: 'unknown' };
  if (second === undefined) return (Object.hasOwn(SIMPLE, first) ? SIMPLE[first] : undefined) ?? { name: 'unknown' };
  if (first === 'mandates' && second === 'new') return { name: 'new_mandate' };
  if (first === 'mandates' && ID.test(second)) return { name: 'mandate', id: second };
  if (first === 'tracking' && ID.test(second)) return { name: 'playback', id: second };
  if (first === 'incidents' && ID.test(second)) return { name: 'handed', id: second };
  if (first === 'cases' && second === 'new') return { name: 'new_case' };
  if (first === 'cases' && ID.test(second)) return { name: 'case', id: second };
  if (first === 'measures' && ID.test(second)) return { name: 'measure', id: second };
  if (first === 'decisions' && ID.test(second)) return { name: 'decision', id: second };
  if (first === 'reception' && ID.test(second)) return { name: 'supported', id: second };
  return { name: 'unknown' };
}

let path = $state(location.pathname);

export function currentPage(): Page {
  return pageOf(path);
}

export function currentPath(): string {
  return path;
}

export function goTo(next: string): void {
  if (next !== location.pathname) history.pushState(null, '', next);
  path = next;
}

/** Follows the back button and clicks on links of our own; returns how to stop. */
export function startRouter(): () => void {
  const back = () => (path = location.pathname);
  const click = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (link.target || link.origin !== location.origin || pageOf(link.pathname).name === 'unknown') return;
    event.preventDefault();
    const other = link.pathname !== path;
    goTo(link.pathname);
    // The link may be gone with its page: who walks by keyboard or hears the screen goes on at the new one (WCAG 2.4.3).
    if (other) document.getElementById('main')?.focus({ preventScroll: true });
  };
  addEventListener('popstate', back);
  document.addEventListener('click', click);
  return () => {
    removeEventListener('popstate', back);
    document.removeEventListener('click', click);
  };
}

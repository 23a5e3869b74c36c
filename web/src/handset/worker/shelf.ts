// What the service worker keeps and answers, so that the page comes up without a network. Files of one build only, all of
// them or none: a page never mixes two versions. Never here: messages of the protocol, anything personal.

/** Address of the page itself, under which its document is kept. */
export const PAGE = '/handset/';
const SHELF = 'h-';
/** The protocol is never answered from a shelf. */
const PROTOCOL = /^\/handset\/v\d/;

export interface Build {
  version: string;
  /** Paths of everything that the page can need. */
  files: readonly string[];
}
export interface Boxes {
  open(name: string): Promise<{ put(key: string, response: Response): Promise<void>; match(key: string): Promise<Response | undefined> }>;
  keys(): Promise<string[]>;
  delete(name: string): Promise<boolean>;
}
export interface Asked {
  method: string;
  url: string;
  mode: string;
}

export const shelfOf = (build: Build): string => `${SHELF}${build.version}`;

/** Fetches every file anew; fails as a whole when one is missing, and the former version stays. */
export async function fill(build: Build, boxes: Boxes, get: typeof fetch): Promise<void> {
  const responses = await Promise.all(
    build.files.map(async (path) => {
      const response = await get(path, { cache: 'reload', credentials: 'omit' });
      if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
      return { path, response };
    }),
  );
  const shelf = await boxes.open(shelfOf(build));
  await Promise.all(responses.map(({ path, response }) => shelf.put(path, response)));
}

/** Shelves of other builds go. */
export async function clear(build: Build, boxes: Boxes): Promise<void> {
  const names = await boxes.keys();
  await Promise.all(names.filter((name) => name.startsWith(SHELF) && name !== shelfOf(build)).map((name) => boxes.delete(name)));
}

/** Which kept file answers a request; `null` leaves it to the network. */
export function keptAs(build: Build, asked: Asked, origin: string): string | null {
  if (asked.method !== 'GET') return null;
  const url = new URL(asked.url);
  if (url.origin !== origin || PROTOCOL.test(url.pathname)) return null;
  const isView = asked.mode === 'navigate' && (url.pathname === '/handset' || url.pathname.startsWith(PAGE));
  if (isView && !url.pathname.slice(PAGE.length).includes('.')) return PAGE;
  return build.files.includes(url.pathname) ? url.pathname : null;
}

/** The kept file, else the network. */
export async function answer(build: Build, kept: string, request: Request, boxes: Boxes, get: typeof fetch): Promise<Response> {
  const shelf = await boxes.open(shelfOf(build));
  return (await shelf.match(kept)) ?? get(request);
}

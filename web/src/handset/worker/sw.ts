// The service worker of the handset page. It only keeps files; Bluetooth, position and alarms need the page itself.
import { answer, clear, fill, keptAs, type Build } from './shelf';

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Clicked extends Lasting {
  notification: Notification;
}
interface PageClient {
  url: string;
  focus?: () => Promise<unknown>;
}
interface Scope {
  addEventListener(type: string, listener: (event: Event) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(options: { type: 'window' }): Promise<PageClient[]>; openWindow(url: string): Promise<unknown> };
  location: Location;
}

/** Written by the build. */
declare const __KEPT_FILES__: Build;
const build: Build = __KEPT_FILES__;
const scope = globalThis as unknown as Scope;

scope.addEventListener('install', (event) => (event as Lasting).waitUntil(fill(build, caches, fetch)));
scope.addEventListener('activate', (event) => (event as Lasting).waitUntil(clear(build, caches).then(() => scope.clients.claim())));
scope.addEventListener('message', (event) => {
  // The page says when: never during an alarm.
  if ((event as MessageEvent<unknown>).data === 'take-over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching;
  const kept = keptAs(build, request, scope.location.origin);
  if (kept) respondWith.call(event, answer(build, kept, request, caches, fetch));
});
scope.addEventListener('notificationclick', (event) => {
  const { notification } = event as Clicked;
  notification.close();
  const open = async () => {
    const pages = await scope.clients.matchAll({ type: 'window' });
    const page = pages.find(({ url }) => new URL(url).pathname.startsWith('/handset'));
    await (page?.focus ? page.focus() : scope.clients.openWindow('/handset/'));
  };
  (event as Lasting).waitUntil(open());
});

// Work by the interface instead of the screens: for tests whose story begins later.
import { request, type APIRequestContext } from '@playwright/test';
import { PASSWORD } from './territory';

/** A door to the interface for somebody who signed in. */
export async function signedIn(url: string, login: string): Promise<APIRequestContext> {
  const http = await request.newContext({ baseURL: url, ignoreHTTPSErrors: true, extraHTTPHeaders: { origin: url } });
  await ask(http, 'POST', '/session', { login, password: PASSWORD });
  return http;
}

/** The answer to a request; one that is refused fails the test with its words. */
export async function ask<T>(http: APIRequestContext, method: string, path: string, data?: object): Promise<T> {
  const answer = await http.fetch(`/api/v1${path}`, data === undefined ? { method } : { method, data });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

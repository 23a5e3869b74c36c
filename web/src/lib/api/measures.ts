// What the pages of the measure ask of the server. What is looked for stands in the body: never in an address.
import { once, resultOf, type Result } from './http';
import type {
  CommandForm, FiledDocument, Magistrate, MeasuresFound, MeasureView, NoticeView, OfficesView, Overview, Questionnaire, RequestForm,
} from './measure-types';

async function ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Result<T>> {
  const headers: Record<string, string> = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'GET' ? {} : once()) };
  return resultOf<T>(
    fetch(`/api/v1/${path}`, {
      method, headers, credentials: 'same-origin', cache: 'no-store', ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then(async (response) => {
      const answer: unknown = await response.json().catch(() => null);
      return response.ok ? { response, data: answer as T } : { response, error: answer };
    }),
  );
}

export const listMeasures = (): Promise<Result<MeasuresFound>> => ask('GET', 'measures');
export const measuresOf = (caseId: string): Promise<Result<MeasuresFound>> => ask('GET', `cases/${caseId}/measures`);
export const searchMeasures = (text: string): Promise<Result<MeasuresFound>> => ask('POST', 'measures/search', { text });
export const readMeasure = (id: string): Promise<Result<MeasureView>> => ask('GET', `measures/${id}`);
export const requestMeasure = (request: RequestForm): Promise<Result<{ measure: string; events: number }>> => ask('POST', 'measures', { type: 'request', ...request });
export const giveCommand = (id: string, expected: number, command: CommandForm): Promise<Result<{ events: number }>> =>
  ask('POST', `measures/${id}/commands`, { expected, command });
export const readQuestionnaires = (): Promise<Result<Questionnaire[]>> => ask('GET', 'questionnaires');
export const readOffices = (): Promise<Result<OfficesView>> => ask('GET', 'offices');
export const putDistrict = (id: string, district: { code: string; name: string }): Promise<Result<unknown>> => ask('PUT', `districts/${id}`, district);
export const putOffice = (id: string, office: { code: string; name: string; district: string; reference_magistrate: string | null }): Promise<Result<unknown>> =>
  ask('PUT', `offices/${id}`, office);
export const placeZone = (zone: string, place: { office: string; in_force_since: string | null }): Promise<Result<unknown>> =>
  ask('PUT', `zones/${zone}/office`, place);
/** The secret of one's own calendar feed: told once, an older one ends. */
export const makeCalendarToken = (): Promise<Result<{ token: string; made_at: string }>> => ask('POST', 'calendar-token', {});
export const endCalendarToken = (): Promise<Result<unknown>> => ask('DELETE', 'calendar-token');
/** Who may have said a ruling by phone. */
export const readMagistrates = (office: string): Promise<Result<Magistrate[]>> => ask('GET', `offices/${office}/magistrates`);
export const readInbox = (): Promise<Result<NoticeView[]>> => ask('GET', 'inbox');
export const noticeRead = (notice: string): Promise<Result<unknown>> => ask('POST', `inbox/${notice}/read`, {});
export const makeDocument = (id: string, what: Record<string, unknown>): Promise<Result<FiledDocument>> => ask('POST', `measures/${id}/documents`, what);
export const documentUrl = (id: string, document: string): string => `/api/v1/measures/${id}/documents/${document}`;
/** The bytes of a signed copy go as they are; its name in a header, for an address is written into logs on its way. */
export const uploadDocument = (id: string, document: string, kind: string, file: File): Promise<Result<unknown>> =>
  resultOf(
    fetch(documentUrl(id, document), {
      method: 'PUT', body: file, credentials: 'same-origin', cache: 'no-store',
      headers: { 'content-type': file.type, 'x-document-kind': kind, 'file-name': encodeURIComponent(file.name), ...once() },
    }).then(async (response) => ({ response, error: response.ok ? undefined : await response.json().catch(() => null) })),
  );

export const readOverview = (): Promise<Result<Overview>> => ask('GET', 'overview');

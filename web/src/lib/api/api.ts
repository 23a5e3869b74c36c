// What the console asks of the server, each as one function that answers with a result.
import { http, once, resultOf, type Result } from './http';
import type {
  AccessRow, AccountDraft, Administration, AlertKind, ButtonDraft, Case, CaseDraft, CaseLine, CloseDraft, Colleague, HandsetSettings,
  HistoryRow, MapConfig, Me, MessageDraft, PairingCode, PersonDraft, RoomDraft, Task, Wall, WallTracking, ZoneShapes,
} from './types';

type Done = Promise<Result<unknown>>;

export const signIn = (login: string, password: string): Promise<Result<Me>> =>
  resultOf(http.POST('/api/v1/session', { body: { login, password } }));
export const whoAmI = (): Promise<Result<Me>> => resultOf(http.GET('/api/v1/session'));
export const signOut = (): Done => resultOf(http.DELETE('/api/v1/session'));
export const colleagues = (): Promise<Result<Colleague[]>> => resultOf(http.GET('/api/v1/colleagues'));

const alarm = (id: string) => ({ path: { alarm: id }, header: once() });
/** Answers what rings: of two who press at the same moment the first has it. */
export const takeAlarm = (id: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/take', { params: { ...alarm(id), query: { only: 'free' } } }));
/** Takes an alarm that a colleague took a moment ago, without asking. */
export const takeOver = (id: string): Done => resultOf(http.POST('/api/v1/alarms/{alarm}/take', { params: alarm(id) }));
export const stillOnIt = (id: string): Done => resultOf(http.POST('/api/v1/alarms/{alarm}/still-on-it', { params: alarm(id) }));
export const stepDone = (id: string, step: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/steps/{step}', { params: { path: { alarm: id, step }, header: once() } }));
export const handOver = (id: string, to: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/hand-over', { params: alarm(id), body: { to } }));
export const dispatchUnit = (id: string, unit: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/dispatch', { params: alarm(id), body: { unit } }));
export const unitOnScene = (id: string, unit: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/on-scene', { params: alarm(id), body: { unit } }));
export const sendMessage = (id: string, message: MessageDraft): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/messages', { params: alarm(id), body: message }));
export const noteOn = (id: string, text: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/notes', { params: alarm(id), body: { text } }));
export const closeAlarm = (id: string, close: CloseDraft): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/close', { params: alarm(id), body: close }));
export const confirmReceipt = (id: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/receipt', { params: alarm(id) }));
export const givePv = (id: string, number: string): Done =>
  resultOf(http.PUT('/api/v1/alarms/{alarm}/pv', { params: alarm(id), body: { number } }));

export const listCases = (): Promise<Result<CaseLine[]>> => resultOf(http.GET('/api/v1/cases'));
export const readCase = (id: string): Promise<Result<Case>> => resultOf(http.GET('/api/v1/cases/{case}', { params: { path: { case: id } } }));
export const putCase = (id: string, draft: CaseDraft): Done =>
  resultOf(http.PUT('/api/v1/cases/{case}', { params: { path: { case: id }, header: once() }, body: draft }));
export const putPerson = (caseId: string, id: string, draft: PersonDraft): Done =>
  resultOf(http.PUT('/api/v1/cases/{case}/persons/{person}', { params: { path: { case: caseId, person: id }, header: once() }, body: draft }));
export const photoUrl = (caseId: string): string => `/api/v1/cases/${caseId}/photo`;
export const openPairing = (caseId: string, person: string): Promise<Result<PairingCode>> =>
  resultOf(http.POST('/api/v1/cases/{case}/persons/{person}/pairing', { params: { path: { case: caseId, person }, header: once() } }));
export const setHandset = (id: string, settings: HandsetSettings): Done =>
  resultOf(http.PUT('/api/v1/handsets/{handset}/settings', { params: { path: { handset: id }, header: once() }, body: settings }));
export const revokeHandset = (id: string): Done =>
  resultOf(http.DELETE('/api/v1/handsets/{handset}', { params: { path: { handset: id }, header: once() } }));
export const putButton = (id: string, draft: ButtonDraft): Done =>
  resultOf(http.PUT('/api/v1/buttons/{button}', { params: { path: { button: id }, header: once() }, body: draft }));

export const listTasks = (): Promise<Result<Task[]>> => resultOf(http.GET('/api/v1/tasks'));
const alert = (handset: string, kind: AlertKind) => ({ path: { handset, kind }, header: once() });
export const ownAlert = (handset: string, kind: AlertKind): Done =>
  resultOf(http.POST('/api/v1/handsets/{handset}/alerts/{kind}/own', { params: alert(handset, kind) }));
export const closeAlert = (handset: string, kind: AlertKind, reason: string): Done =>
  resultOf(http.POST('/api/v1/handsets/{handset}/alerts/{kind}/close', { params: alert(handset, kind), body: { reason } }));

/** A colleague saw that this desk no longer hears. */
export const acknowledgeDesk = (desk: string): Done =>
  resultOf(http.POST('/api/v1/desks/{desk}/acknowledge', { params: { path: { desk }, header: once() } }));
export const readWall = (): Promise<Result<Wall>> => resultOf(http.GET('/api/v1/wall'));
export const readWallTracking = (): Promise<Result<WallTracking>> => resultOf(http.GET('/api/v1/wall/tracking'));
export const alarmHistory = (before: number | null): Promise<Result<HistoryRow[]>> =>
  resultOf(http.GET('/api/v1/alarm-history', { params: { query: { before: before ?? undefined } } }));
export const accessLog = (caseId: string | null, before: number | null): Promise<Result<AccessRow[]>> =>
  resultOf(http.GET('/api/v1/access-log', { params: { query: { case: caseId ?? undefined, before: before ?? undefined } } }));

export const readAdministration = (): Promise<Result<Administration>> => resultOf(http.GET('/api/v1/administration'));
export const putAccount = (id: string, draft: AccountDraft): Done =>
  resultOf(http.PUT('/api/v1/accounts/{account}', { params: { path: { account: id }, header: once() }, body: draft }));
export const putRoom = (id: string, draft: RoomDraft): Done =>
  resultOf(http.PUT('/api/v1/rooms/{room}', { params: { path: { room: id }, header: once() }, body: draft }));

export const readMap = (): Promise<Result<MapConfig>> => resultOf(http.GET('/api/v1/map'));
export const readZones = (): Promise<Result<ZoneShapes>> => resultOf(http.GET('/api/v1/map/zones'));

/** The bytes of a picture go as they are: the client that is generated knows JSON only. */
export const putPhoto = (caseId: string, image: Blob): Done =>
  resultOf(
    fetch(photoUrl(caseId), {
      method: 'PUT', body: image, headers: { 'content-type': image.type, ...once() }, credentials: 'same-origin', cache: 'no-store',
    }).then(async (response) => ({ response, error: response.ok ? undefined : await response.json().catch(() => null) })),
  );

/** A GeoJSON layer of the map, which the document describes as any JSON. */
export const readLayer = (layer: string): Promise<Result<GeoJSON.FeatureCollection>> =>
  resultOf(
    fetch(`/api/v1/map/layers/${encodeURIComponent(layer)}`, { credentials: 'same-origin' }).then(async (response) => {
      const body: GeoJSON.FeatureCollection | undefined = await response.json().catch(() => undefined);
      return response.ok ? { response, data: body } : { response, error: body };
    }),
  );

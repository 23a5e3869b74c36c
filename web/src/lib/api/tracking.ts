// What the pages of the monitoring centre ask of the server, each as one function that answers with a result.
import { http, once, resultOf, type Result } from './http';
import type {
  AlertKey, BurdenReport, Contingency, DeviceCommand, DoorNote, HandToPolice, Incident, IncidentCall, IncidentOutcome, Instruct, InstructionDelivery, MandateForm, MandateRow,
  MandateView, PastTracks, PilotForm, PilotView, PlaceChecked, ProtectionPart, PutCarrier, PutPair, PutPerimeter, PutTracker, RecordedDistances, Tracker, TrackerGone,
  TrackerSecret, TrackingDesk, Tracks,
} from './tracking-types';

type Done = Promise<Result<unknown>>;
type Read<T> = Promise<Result<T>>;
const read = <T>(asked: Parameters<typeof resultOf>[0]): Read<T> => resultOf(asked) as Read<T>;

export const readTracking = (): Read<TrackingDesk> => read(http.GET('/api/v1/tracking'));
export const readContingency = (): Read<Contingency> => read(http.GET('/api/v1/tracking/contingency'));
export const readBurden = (person: string): Read<BurdenReport> => read(http.GET('/api/v1/persons/{person}/burden', { params: { path: { person } } }));
export const readProtection = (caseId: string): Read<ProtectionPart[]> => read(http.GET('/api/v1/cases/{case}/protection', { params: { path: { case: caseId } } }));

const of = (incident: string) => ({ path: { incident }, header: once() });
export const readIncident = (incident: string): Read<Incident> => read(http.GET('/api/v1/incidents/{incident}', { params: { path: { incident } } }));
export const takeIncident = (id: string): Done => resultOf(http.POST('/api/v1/incidents/{incident}/take', { params: of(id) }));
export const stayOnIncident = (id: string): Done => resultOf(http.POST('/api/v1/incidents/{incident}/still-on-it', { params: of(id) }));
export const handOverIncident = (id: string, to: string): Done => resultOf(http.POST('/api/v1/incidents/{incident}/hand-over', { params: of(id), body: { to } }));
export const doIncidentStep = (incident: string, step: string): Done =>
  resultOf(http.POST('/api/v1/incidents/{incident}/steps/{step}', { params: { path: { incident, step }, header: once() } }));
export const callInIncident = (id: string, call: IncidentCall): Done => resultOf(http.POST('/api/v1/incidents/{incident}/calls', { params: of(id), body: call }));
export const noteIncident = (id: string, text: string): Done => resultOf(http.POST('/api/v1/incidents/{incident}/notes', { params: of(id), body: { text } }));
export const handToPolice = (id: string, told: HandToPolice): Done => resultOf(http.POST('/api/v1/incidents/{incident}/police', { params: of(id), body: told }));
export const instructProtected = (incident: string, message: string, told: Instruct): Done =>
  resultOf(http.PUT('/api/v1/incidents/{incident}/instructions/{message}', { params: { path: { incident, message }, header: once() }, body: told }));
export const instructionHeard = (incident: string, message: string, delivery: InstructionDelivery): Done =>
  resultOf(http.POST('/api/v1/incidents/{incident}/instructions/{message}/heard', { params: { path: { incident, message }, header: once() }, body: { delivery } }));
export const setAsideAlert = (id: string, alert: AlertKey, reason: string): Done =>
  resultOf(http.POST('/api/v1/incidents/{incident}/set-aside', { params: of(id), body: { alert, reason } }));
export const closeIncident = (id: string, outcome: IncidentOutcome, reason: string): Done =>
  resultOf(http.POST('/api/v1/incidents/{incident}/close', { params: of(id), body: { outcome, reason } }));

export const followPair = (incident: string, pair: string, since: string | null): Read<Tracks> =>
  read(http.GET('/api/v1/incidents/{incident}/pairs/{pair}/track', { params: { path: { incident, pair }, query: { since: since ?? undefined } } }));
export const playTracks = (asked: PastTracks): Read<Tracks> => read(http.POST('/api/v1/tracks/playback', { body: asked }));
/** The file itself; Excel in Dutch and French wants a mark at the start and a semicolon. */
export const exportTracks = (asked: PastTracks, layout: 'csv' | 'excel' | 'geojson'): Read<Blob> => {
  const query = layout === 'geojson' ? { layout } : layout === 'excel' ? { bom: true, separator: 'semicolon' as const } : {};
  return resultOf(http.POST('/api/v1/tracks/export', { params: { query }, body: asked, parseAs: 'blob' })) as Read<Blob>;
};
export const readWhatIf = (mandate: string, why: string): Read<RecordedDistances[]> =>
  read(http.POST('/api/v1/mandates/{mandate}/what-if', { params: { path: { mandate } }, body: { why } }));

export const listMandates = (): Read<MandateRow[]> => read(http.GET('/api/v1/mandates'));
export const readMandate = (mandate: string): Read<MandateView> => read(http.GET('/api/v1/mandates/{mandate}', { params: { path: { mandate } } }));
export const putMandate = (mandate: string, form: MandateForm): Done =>
  resultOf(http.PUT('/api/v1/mandates/{mandate}', { params: { path: { mandate }, header: once() }, body: form }));
export const putCarrier = (carrier: string, form: PutCarrier): Done =>
  resultOf(http.PUT('/api/v1/carriers/{carrier}', { params: { path: { carrier }, header: once() }, body: form }));
export const checkCoverage = (carrier: string, places: PlaceChecked[]): Done =>
  resultOf(http.POST('/api/v1/carriers/{carrier}/coverage', { params: { path: { carrier }, header: once() }, body: { places } }));
export const putPair = (pair: string, form: PutPair): Done => resultOf(http.PUT('/api/v1/pairs/{pair}', { params: { path: { pair }, header: once() }, body: form }));
export const putPerimeter = (perimeter: string, form: PutPerimeter): Done =>
  resultOf(http.PUT('/api/v1/perimeters/{perimeter}', { params: { path: { perimeter }, header: once() }, body: form }));
export const deletePerimeter = (perimeter: string, reason: string): Done =>
  resultOf(http.POST('/api/v1/perimeters/{perimeter}/delete', { params: { path: { perimeter }, header: once() }, body: { reason } }));
export const listPilots = (): Read<PilotView[]> => read(http.GET('/api/v1/pilots'));
export const putPilot = (pilot: string, form: PilotForm): Done => resultOf(http.PUT('/api/v1/pilots/{pilot}', { params: { path: { pilot }, header: once() }, body: form }));

const device = (tracker: string) => ({ path: { tracker }, header: once() });
export const listTrackers = (): Read<Tracker[]> => read(http.GET('/api/v1/trackers'));
export const listDoorNotes = (): Read<DoorNote[]> => read(http.GET('/api/v1/trackers/door'));
export const putTracker = (id: string, form: PutTracker): Read<TrackerSecret> => read(http.PUT('/api/v1/trackers/{tracker}', { params: device(id), body: form }));
export const issueTracker = (id: string, carriers: string[], urgent: string | null): Done =>
  resultOf(http.POST('/api/v1/trackers/{tracker}/issue', { params: device(id), body: { carriers, urgent } }));
export const returnTracker = (id: string, gone: TrackerGone): Done => resultOf(http.POST('/api/v1/trackers/{tracker}/return', { params: device(id), body: { gone } }));
export const testTracker = (id: string, result: 'passed' | 'failed', note: string): Done =>
  resultOf(http.POST('/api/v1/trackers/{tracker}/test', { params: device(id), body: { result, note } }));
export const commandTracker = (id: string, command: DeviceCommand): Done =>
  resultOf(http.POST('/api/v1/trackers/{tracker}/command', { params: device(id), body: command }));

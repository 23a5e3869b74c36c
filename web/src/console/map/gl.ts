// MapLibre behind a small door. Fetched only when a map is shown; its worker must be named, or the map stays grey.
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { addProtocol, GeoJSONSource, LngLatBounds, Map as GlMap, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';
import { readLayer, readMap, readZones } from '../../lib/api/api';
import type { MapConfig, Point } from '../../lib/api/types';
import { lightNow } from './light.svelte';
import { ownLayers, ownSources, styleOf, type Look, type OwnData, type OwnSource } from './style';

setWorkerUrl(workerUrl);
addProtocol('pmtiles', new Protocol().tile);

const BELGIUM: MapConfig = { base: { type: 'outline' }, layers: [], bounds: [2.5, 49.45, 6.45, 51.55] };
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const CLOSE_ZOOM = 15.5;

interface Ground {
  config: MapConfig;
  own: OwnData;
}
let ground: Promise<Ground> | null = null;

/** Configuration, zones and layers, fetched once. What does not come is left out: a bare map beats none. */
async function fetchGround(): Promise<Ground> {
  const [config, zones] = await Promise.all([readMap(), readZones()]);
  const known = config.ok ? config.data : BELGIUM;
  const layers = await Promise.all(
    known.layers.map(async (name) => {
      const layer = await readLayer(name);
      return { name, data: layer.ok ? layer.data : NOTHING };
    }),
  );
  if (!config.ok || !zones.ok) ground = null;
  return { config: known, own: { zones: zones.ok ? zones.data : NOTHING, layers } };
}

/** The light of the screen, and the size of its text as the reader and the screen have it. */
function lookNow(): Look {
  const pixels = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { light: lightNow(), size: Number.isFinite(pixels) ? pixels / 16 : 1 };
}

function boundsOf(config: MapConfig): [number, number, number, number] {
  const [west = 2.5, south = 49.45, east = 6.45, north = 51.55] = config.bounds;
  return [west, south, east, north];
}

export interface Listeners {
  /** The operator moved the map: it no longer moves by itself. */
  moved(): void;
  /** A click on the map. */
  clicked(point: Point): void;
}

export class Picture {
  readonly #map: GlMap;
  readonly #home: [number, number, number, number];
  #loaded: Promise<void>;

  private constructor(container: HTMLElement, ground: Ground, language: string, listeners: Listeners) {
    const { config, own } = ground;
    const ours = config.base.type !== 'style';
    this.#home = boundsOf(config);
    this.#map = new GlMap({
      container,
      style: config.base.type === 'style' ? config.base.url : styleOf(config.base, own, lookNow(), language),
      bounds: this.#home,
      fitBoundsOptions: { padding: 8 },
      // The outline is in the public domain; a base of the organisation brings its own credit.
      attributionControl: config.base.type === 'outline' ? false : { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
    });
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    this.#map.on('dragstart', () => listeners.moved());
    this.#map.on('wheel', () => listeners.moved());
    this.#map.on('click', (event) => listeners.clicked({ lat: event.lngLat.lat, lon: event.lngLat.lng }));
    this.#loaded = new Promise((done) => this.#map.once('load', () => done()));
    if (!ours) this.#loaded = this.#loaded.then(() => this.#layOver(own));
  }

  static async open(container: HTMLElement, language: string, listeners: Listeners): Promise<Picture> {
    ground ??= fetchGround();
    const picture = new Picture(container, await ground, language, listeners);
    return picture;
  }

  #layOver(own: OwnData): void {
    for (const [id, source] of Object.entries(ownSources(own))) this.#map.addSource(id, source);
    for (const layer of ownLayers(own, lookNow())) this.#map.addLayer(layer);
  }

  async show(source: OwnSource, data: GeoJSON.FeatureCollection): Promise<void> {
    await this.#loaded;
    const found = this.#map.getSource(source);
    if (found instanceof GeoJSONSource) found.setData(data);
  }

  /** Draws the outlines of the zones of this alarm: where it is, and who manages the case (AL-07). */
  async mark(here: readonly string[], managing: string | null): Promise<void> {
    await this.#loaded;
    if (!this.#map.getLayer('zone-here')) return;
    this.#map.setFilter('zone-here', ['in', ['get', 'id'], ['literal', [...here]]]);
    this.#map.setFilter('zone-manages', ['==', ['get', 'id'], managing !== null && !here.includes(managing) ? managing : '']);
  }

  /** Brings a place into view; the zoom stays when it is close enough already. */
  async lookAt(point: Point, accuracyM: number, still: 'jump' | 'ease'): Promise<void> {
    await this.#loaded;
    const degrees = accuracyM / 111_320;
    const wide = degrees / Math.max(0.1, Math.cos((point.lat * Math.PI) / 180));
    const around = new LngLatBounds([point.lon - wide, point.lat - degrees], [point.lon + wide, point.lat + degrees]);
    const fits = this.#map.cameraForBounds(around, { padding: 30, maxZoom: CLOSE_ZOOM });
    const zoom = Math.min(CLOSE_ZOOM, fits?.zoom ?? CLOSE_ZOOM);
    const target = still === 'ease' && this.#map.getZoom() > zoom - 3 ? this.#map.getZoom() : zoom;
    if (still === 'jump') this.#map.jumpTo({ center: [point.lon, point.lat], zoom: target });
    else this.#map.easeTo({ center: [point.lon, point.lat], zoom: target, duration: 400 });
  }

  /** Brings several places into view. */
  async lookAtEach(points: readonly Point[]): Promise<void> {
    await this.#loaded;
    const around = new LngLatBounds();
    for (const point of points) around.extend([point.lon, point.lat]);
    this.#map.fitBounds(around, { padding: { top: 64, bottom: 40, left: 72, right: 72 }, maxZoom: CLOSE_ZOOM, duration: 400 });
  }

  /** The whole territory again: where somebody was must not show from where the map still looks (GN-03). */
  async lookAtAll(): Promise<void> {
    await this.#loaded;
    this.#map.fitBounds(this.#home, { padding: 8, animate: false });
  }

  close(): void {
    this.#map.remove();
  }
}

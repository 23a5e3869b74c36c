// Carries signed messages to the cell by request and by stream, and brings back only answers that are believed.
// What fails on one way is sent on the other. Never here: when to send again (the machine), what an answer means.
import type { Downlink, Uplink } from '../protocol/messages';
import { openDownlink, sealBody } from '../protocol/envelope';
import { MAX_ENVELOPE_BYTES } from '../protocol/read';
import { encodeUplink } from '../protocol/uplink';
import type { Counter } from './counter';

const MESSAGES = '/handset/v1/messages';
const STREAM = '/handset/v1/stream';
/** An attempt without an answer for this long has failed; its answer still counts until it is given up. */
const ANSWER_WITHIN_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000;

export interface Keys {
  handset: string;
  secret: CryptoKey;
  cell: CryptoKey;
}
export interface Net {
  fetch: typeof fetch;
  socket: (path: string) => WebSocket;
}
export interface Heard {
  received: (answers: number | null, downlink: Downlink) => void;
  failed: (message: number) => void;
}

interface Stream {
  socket: WebSocket;
  hello: number;
  open: boolean;
  /** Closes a stream that no longer answers. */
  watchdog: ReturnType<typeof setTimeout> | null;
}

export class Transport {
  private stream: Stream | null = null;
  private closed = false;
  /** `Retry-After` counts for everything but a press. Milliseconds since 1970. */
  private quietUntil = 0;

  constructor(
    private readonly keys: Keys,
    private readonly counter: Counter,
    private readonly net: Net,
    private readonly heard: Heard,
  ) {}

  /** One attempt. `attempt` counts from 1. */
  send(message: number, attempt: number, uplink: Uplink): void {
    if (this.closed) return;
    if (uplink.type === 'hello') {
      this.openStream(message);
      return;
    }
    const streaming = this.stream?.open === true;
    if (uplink.type === 'press') {
      void this.post(message, uplink);
      if (streaming) void this.write(uplink);
      return;
    }
    // Heartbeats prove the stream, for it is what brings 'someone is there'; the others ask and wait for their answer.
    const byStream = streaming && (uplink.type === 'heartbeat') === (attempt % 2 === 1);
    if (byStream) void this.write(uplink);
    else void this.post(message, uplink);
  }

  close(): void {
    this.closed = true;
    this.dropStream(this.stream);
  }

  private async seal(uplink: Uplink): Promise<string> {
    return sealBody(this.keys.secret, this.keys.handset, await this.counter.next(), encodeUplink(uplink));
  }

  private async believe(text: string, answers: number | null): Promise<boolean> {
    const downlink = await openDownlink(text, this.keys.cell, this.keys.handset).catch(() => null);
    if (!downlink || this.closed) return false;
    if (downlink.type === 'refused') {
      if (downlink.code === 'replayed' || downlink.code === 'stale') await this.counter.renew();
    }
    this.heard.received(answers, downlink);
    return true;
  }

  private async post(message: number, uplink: Uplink): Promise<void> {
    if (uplink.type !== 'press' && Date.now() < this.quietUntil) {
      this.heard.failed(message);
      return;
    }
    const abort = new AbortController();
    const late = setTimeout(() => this.fail(message), ANSWER_WITHIN_MS);
    const never = setTimeout(() => abort.abort(), GIVE_UP_AFTER_MS);
    try {
      const response = await this.net.fetch(MESSAGES, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: await this.seal(uplink), cache: 'no-store', credentials: 'omit',
        keepalive: uplink.type === 'press', signal: abort.signal,
      });
      this.minded(response);
      const genuine = response.status === 200 && (await this.believe(await response.text(), message));
      if (!genuine) this.fail(message);
    } catch {
      this.fail(message);
    } finally {
      clearTimeout(late);
      clearTimeout(never);
    }
  }
  private minded(response: Response): void {
    const seconds = Number(response.headers.get('retry-after'));
    if (response.status !== 200 && seconds > 0) this.quietUntil = Date.now() + Math.min(seconds, 600) * 1000;
  }
  private fail(message: number): void {
    if (!this.closed) this.heard.failed(message);
  }

  private async write(uplink: Uplink): Promise<void> {
    const stream = this.stream;
    if (!stream) return;
    stream.socket.send(await this.seal(uplink));
    // Whatever comes on the stream shows that it lives; silence after a question ends it.
    stream.watchdog ??= setTimeout(() => this.dropStream(stream), ANSWER_WITHIN_MS);
  }

  private openStream(hello: number): void {
    this.dropStream(this.stream);
    let socket: WebSocket;
    try {
      socket = this.net.socket(STREAM);
    } catch {
      this.fail(hello);
      return;
    }
    const stream: Stream = { socket, hello, open: false, watchdog: null };
    stream.watchdog = setTimeout(() => this.dropStream(stream), ANSWER_WITHIN_MS);
    this.stream = stream;
    socket.onopen = async () => {
      const sealed = await this.seal({ type: 'hello' }).catch(() => null);
      if (this.stream !== stream || sealed === null) return;
      socket.send(sealed);
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string' || event.data.length > MAX_ENVELOPE_BYTES) return;
      void this.believe(event.data, null).then((genuine) => {
        if (!genuine || this.stream !== stream) return;
        stream.open = true;
        if (stream.watchdog !== null) clearTimeout(stream.watchdog);
        stream.watchdog = null;
      });
    };
    socket.onclose = () => this.dropStream(stream);
    socket.onerror = () => this.dropStream(stream);
  }
  private dropStream(stream: Stream | null): void {
    if (!stream || this.stream !== stream) return;
    this.stream = null;
    if (stream.watchdog !== null) clearTimeout(stream.watchdog);
    stream.socket.close();
    this.fail(stream.hello);
  }
}

/** The network of this browser. */
export const browserNet: Net = {
  fetch: (input, init) => fetch(input, init),
  socket: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, 'ws'))),
};

// The real program `hoeder`: commands that end, and servers that run until they are stopped or killed.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../target/debug/hoeder', import.meta.url));
/** How long a command may take, milliseconds. */
const COMMAND_MS = 60_000;
/** How long a server may take to say where it listens, milliseconds. */
const START_MS = 60_000;
const STOP_MS = 20_000;

export function program(): string {
  const path = process.env['HOEDER_BIN'] ?? BUILT;
  if (!existsSync(path)) throw new Error(`${path} is not there: cargo build --package hoeder`);
  return path;
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end, whatever that is. */
export function attempt(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = execFile(program(), [...args], { timeout: COMMAND_MS, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') failed(new Error(`hoeder ${args.join(' ')}: ${error.message}\n${stderr}`));
      else done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** Runs a command that must succeed; gives what it printed. */
export async function hoeder(args: readonly string[], input = ''): Promise<string> {
  const ended = await attempt(args, input);
  if (ended.code !== 0) throw new Error(`hoeder ${args.join(' ')}: exit ${ended.code}\n${ended.stderr}`);
  return ended.stdout;
}

/** A running server. */
export class Server {
  stdout = '';
  stderr = '';
  private constructor(
    private readonly child: ChildProcess,
    public url: string,
  ) {}

  /** Starts `hoeder ...` and waits until it has printed its address. `more` is added to its environment. */
  static async start(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Server> {
    const child = spawn(program(), [...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...more } });
    const server = new Server(child, '');
    child.stderr.setEncoding('utf8').on('data', (text: string) => (server.stderr += text));
    const said = new Promise<string>((found, failed) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        server.stdout += text;
        const address = /https:\/\/[\w.-]+:\d+/.exec(server.stdout)?.[0];
        if (address && server.stdout.endsWith('\n')) found(address);
      });
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`hoeder ${args.join(' ')} ended with ${code}\n${server.stderr}`)));
      AbortSignal.timeout(START_MS).addEventListener('abort', () => failed(new Error(`no address within ${START_MS} ms\n${server.stderr}`)));
    });
    try {
      server.url = await said;
    } catch (problem) {
      child.kill('SIGKILL');
      throw problem;
    }
    return server;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Everything that the server logged as an error. */
  errors(): string[] {
    return this.stderr.split('\n').filter((line) => /\bERROR\b/.test(line));
  }

  /** Asks it to stop, and waits. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Kills it in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
    this.child.kill(signal);
    await ended.catch(() => this.child.kill('SIGKILL'));
  }
}

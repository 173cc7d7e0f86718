import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const binary = process.env['ENDRANGE_BINARY'] ?? join(root, 'build/release/bin/endrange');

/** The recordings that tests may use; they are never copied into the repository. */
export const recordings = resolve(root, process.env['ENDRANGE_DATA'] ?? '../shared/data');

/** True when a recording is there. Where it is absent the test is skipped, but never in silence on CI. */
export function hasRecording(path: string): boolean {
  const there = existsSync(join(recordings, path));
  if (!there && process.env['CI']) throw new Error(`${path} is not in ${recordings}, and CI needs it`);
  return there;
}

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The program under test, running on a journal of its own. */
export class Program {
  private constructor(
    private readonly child: ChildProcess,
    readonly folder: string,
    readonly origin: string,
    private readonly said: string[],
  ) {}

  static async start(folder = mkdtempSync(join(tmpdir(), 'endrange-walk-'))): Promise<Program> {
    const child = spawn(binary, ['run', '--data', folder, '--no-open', '--no-desktop'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    const origin = await new Promise<string>((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`no address within 20 s: ${said.join('')}`)), 20_000);
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`ended with ${String(code)}: ${said.join('')}`)));
      child.stderr?.on('data', (chunk: Buffer) => {
        said.push(chunk.toString());
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join(''));
        if (!address) return;
        clearTimeout(timer);
        done(address[0]);
      });
    });
    return new Program(child, folder, origin, said);
  }

  private get token(): string {
    return readFileSync(join(this.folder, 'token'), 'utf8').trim();
  }

  /** Asks the API as the command line does. */
  async ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The address to open: it carries a code that is good once. */
  async entrance(): Promise<string> {
    const { code } = await this.ask<{ code: string }>('/api/code', 'POST');
    return `${this.origin}/#open=${code}`;
  }

  /** Runs the same program's command line on the same journal. */
  command(...words: string[]): CommandResult {
    const { status, stdout, stderr } = spawnSync(binary, [...words, '--data', this.folder], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  /** What the program said on standard error so far. */
  get messages(): string {
    return this.said.join('');
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

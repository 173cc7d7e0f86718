import type { Problem, Routes } from './api';

type Route = keyof Routes;
type PathNames<R extends string> = R extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** What a route needs: the names in its path, its query, its body. */
export type CallOptions<R extends Route> = ([PathNames<R>] extends [never]
  ? { path?: undefined }
  : { path: Record<PathNames<R>, string> }) &
  (Routes[R]['query'] extends undefined ? { query?: undefined } : { query?: Routes[R]['query'] }) &
  (Routes[R]['request'] extends undefined ? { body?: undefined } : { body: Routes[R]['request'] }) & {
    /** Lets the request outlive the page; the browser bounds its body at 64 kB. */
    keepalive?: boolean;
    signal?: AbortSignal;
  };

/** The program's error answer, or the reason why there is none. `status` is 0 when nothing answered. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.message);
  }
}

/** Fills the names of a route's path and appends its query. */
export function makeAddress(
  route: string,
  path: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = route
    .slice(route.indexOf(' ') + 1)
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

/** The problem in an error answer; an answer of another kind is described by its status. */
export function parseProblem(status: number, text: string): Problem {
  try {
    const read = JSON.parse(text) as Partial<Problem>;
    if (typeof read.message === 'string') return { where: '', remedy: '', ...read, message: read.message };
  } catch {
    // Not JSON: fall through to the words below.
  }
  if (status === 401 || status === 403) {
    return {
      message: 'This page is not signed in to the program.',
      where: '',
      remedy: 'Close it and run endrange again: it opens a page that is.',
    };
  }
  return { message: `The program answered with status ${status}.`, where: '', remedy: 'Try again.' };
}

/** Asks the program. Throws a ProblemError when it refuses or does not answer. */
export async function call<R extends Route>(
  route: R,
  ...[options]: Record<never, never> extends CallOptions<R>
    ? [options?: CallOptions<R>]
    : [options: CallOptions<R>]
): Promise<Routes[R]['response']> {
  const given = (options ?? {}) as {
    path?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
    keepalive?: boolean;
    signal?: AbortSignal;
  };
  const { body } = given;
  const isFile = body instanceof Blob;
  const isText = typeof body === 'string';
  const kind = isFile ? 'application/octet-stream' : isText ? 'application/x-ndjson' : 'application/json';
  let answer: Response;
  try {
    answer = await fetch(makeAddress(route, given.path, given.query), {
      method: route.slice(0, route.indexOf(' ')),
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': kind },
      body: body === undefined || isFile || isText ? body : JSON.stringify(body),
      keepalive: given.keepalive ?? false,
      signal: given.signal,
    });
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw new ProblemError(0, {
      message: 'The program does not answer.',
      where: '',
      remedy: 'Start endrange again; what you did here is kept and sent then.',
    });
  }
  const text = await answer.text();
  if (!answer.ok) throw new ProblemError(answer.status, parseProblem(answer.status, text));
  const isJson = (answer.headers.get('Content-Type') ?? '').startsWith('application/json');
  return (isJson ? JSON.parse(text) : text) as Routes[R]['response'];
}

/** The problem in whatever was thrown. */
export function toProblem(reason: unknown): Problem {
  if (reason instanceof ProblemError) return reason.problem;
  return {
    message: reason instanceof Error ? reason.message : String(reason),
    where: '',
    remedy: 'Try again.',
  };
}

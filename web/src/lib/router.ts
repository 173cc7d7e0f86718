/** A place in the page: `#/library/hip-circle?side=left`. */
export interface Route {
  page: PageName;
  rest: string[];
  query: URLSearchParams;
}

export const PageNames = [
  'today',
  'move',
  'measure',
  'body',
  'progress',
  'library',
  'learn',
  'settings',
] as const;
export type PageName = (typeof PageNames)[number];

export const pageTitles: Record<PageName, string> = {
  today: 'Today',
  move: 'Move',
  measure: 'Measure',
  body: 'Body',
  progress: 'Progress',
  library: 'Library',
  learn: 'Learn',
  settings: 'Settings',
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads an address's hash. Anything unknown is Today. */
export function parseRoute(hash: string): Route {
  const text = hash.startsWith('#/') ? hash.slice(2) : '';
  const cut = text.indexOf('?');
  const [first = '', ...rest] = (cut < 0 ? text : text.slice(0, cut)).split('/').filter(Boolean).map(decode);
  const query = new URLSearchParams(cut < 0 ? '' : text.slice(cut + 1));
  const page = (PageNames as readonly string[]).includes(first) ? (first as PageName) : null;
  return page ? { page, rest, query } : { page: 'today', rest: [], query: new URLSearchParams() };
}

/** Writes a hash that parseRoute reads back. */
export function makeHash(page: PageName, rest: string[] = [], query: Record<string, string> = {}): string {
  const path = [page, ...rest.map(encodeURIComponent)].join('/');
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search ? `?${search}` : ''}`;
}

/** The one-time code with which the program opened the page (`#open=CODE`), or null. */
export function findOpeningCode(hash: string): string | null {
  return /^#open=([\w-]+)$/.exec(hash)?.[1] ?? null;
}

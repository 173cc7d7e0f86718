/** A place in the page: `#/library/hip-circle?side=left`. */
export interface Route {
  page: PageName;
  rest: string[];
  query: URLSearchParams;
}

/** The pages of the navigation. */
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
export type NavigationName = (typeof PageNames)[number];
/** `break` is what the break window shows, and leads nowhere else. */
export type PageName = NavigationName | 'break';

export const pageTitles: Record<PageName, string> = {
  today: 'Today',
  move: 'Move',
  measure: 'Measure',
  body: 'Body',
  progress: 'Progress',
  library: 'Library',
  learn: 'Learn',
  settings: 'Settings',
  break: 'Break',
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(pageTitles, name);
}

/** Reads an address's hash. Anything unknown is Today. */
export function parseRoute(hash: string): Route {
  const text = hash.startsWith('#/') ? hash.slice(2) : '';
  const cut = text.indexOf('?');
  const [first = '', ...rest] = (cut < 0 ? text : text.slice(0, cut)).split('/').filter(Boolean).map(decode);
  const query = new URLSearchParams(cut < 0 ? '' : text.slice(cut + 1));
  const page = isPage(first) ? first : null;
  return page ? { page, rest, query } : { page: 'today', rest: [], query: new URLSearchParams() };
}

/** Writes a hash that parseRoute reads back. */
export function makeHash(page: PageName, rest: string[] = [], query: Record<string, string> = {}): string {
  const path = [page, ...rest.map(encodeURIComponent)].join('/');
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search ? `?${search}` : ''}`;
}

/** The one-time code with which the program opened the page (`#open=CODE` or `#open=CODE/break`), or null. */
export function findOpeningCode(hash: string): string | null {
  return /^#open=([\w-]+)(?:\/\w+)?$/.exec(hash)?.[1] ?? null;
}

/** The page that is meant by an opening address. */
export function findOpeningPage(hash: string): PageName {
  const name = /^#open=[\w-]+\/(\w+)$/.exec(hash)?.[1] ?? '';
  return isPage(name) ? name : 'today';
}

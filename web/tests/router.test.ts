import { describe, expect, it } from 'vitest';

import { findOpeningCode, makeHash, parseRoute } from '../src/lib/router';

describe('the router', () => {
  it('reads back what it writes', () => {
    const hash = makeHash('library', ['hip circle/left'], { side: 'left' });
    const route = parseRoute(hash);
    expect(route.page).toBe('library');
    expect(route.rest).toEqual(['hip circle/left']);
    expect(route.query.get('side')).toBe('left');
  });

  it.each(['', '#', '#/', '#/nowhere/else', '#open=abc', '#/%zz'])('takes %j for Today', (hash) => {
    expect(parseRoute(hash)).toMatchObject({ page: 'today', rest: [] });
  });

  it('finds a one-time code and nothing else', () => {
    expect(findOpeningCode('#open=aB3-_x')).toBe('aB3-_x');
    expect(findOpeningCode('#open=')).toBeNull();
    expect(findOpeningCode('#open=a&b')).toBeNull();
    expect(findOpeningCode('#/today')).toBeNull();
  });
});

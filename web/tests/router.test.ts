import { describe, expect, it } from 'vitest';

import { findOpeningCode, findOpeningPage, makeHash, parseRoute } from '../src/lib/router';

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

  it('opens the page that an opening address names, and Today otherwise', () => {
    expect(findOpeningCode('#open=aB3-_x/break')).toBe('aB3-_x');
    expect(findOpeningPage('#open=aB3-_x/break')).toBe('break');
    expect(findOpeningPage('#open=aB3-_x')).toBe('today');
    expect(findOpeningPage('#open=aB3-_x/constructor')).toBe('today');
    expect(parseRoute('#/break').page).toBe('break');
  });

  it('finds a one-time code and nothing else', () => {
    expect(findOpeningCode('#open=aB3-_x')).toBe('aB3-_x');
    expect(findOpeningCode('#open=')).toBeNull();
    expect(findOpeningCode('#open=a&b')).toBeNull();
    expect(findOpeningCode('#/today')).toBeNull();
  });
});

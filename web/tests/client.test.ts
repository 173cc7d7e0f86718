import { describe, expect, it } from 'vitest';

import { makeAddress, parseProblem } from '../src/lib/client';

describe('the client', () => {
  it('fills names and leaves out what is not given', () => {
    expect(
      makeAddress('GET /api/exercises/{id}/motion', { id: 'hip/circle' }, { side: 'left', eased: undefined }),
    ).toBe('/api/exercises/hip%2Fcircle/motion?side=left');
    expect(makeAddress('GET /api/state')).toBe('/api/state');
  });

  it("passes the program's own words on", () => {
    const problem = { message: 'minutes is 20; 1 to 15 are possible', where: 'query', remedy: 'Ask for 15.' };
    expect(parseProblem(400, JSON.stringify(problem))).toEqual(problem);
  });

  it('has words of its own where the program had none', () => {
    expect(parseProblem(401, '').message).toMatch(/not signed in/);
    expect(parseProblem(502, '<html>').message).toMatch(/502/);
  });
});

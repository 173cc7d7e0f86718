import { describe, expect, it } from 'vitest';

import type { Landmark, LiveFrame } from '../src/lib/api';
import {
  computeRegions,
  computeSight,
  PersonSearch,
  type Picture,
  placeInWhole,
  type Region,
} from '../src/measure/person_search';

const makeBody = (visibility: number, x = 0.5): Landmark[] =>
  Array.from({ length: 33 }, () => ({ x, y: 0.5, z: 0.1, visibility }));

const near = (region: Region) =>
  [region.x, region.y, region.width, region.height].map((share) => Number(share.toFixed(3)));

/** A scene 1600 by 900: what is seen of anyone depends on where one looks, as the scene says for each time. */
function makeSearch(scene: (place: number | 'whole', t_ms: number) => number) {
  const looks: (number | 'whole')[] = [];
  let forgotten = 0;
  const picture = { videoWidth: 1600, videoHeight: 900 } as unknown as Picture;
  const search = new PersonSearch(
    {
      restart: () => undefined,
      forget: () => (forgotten += 1),
      close: () => Promise.resolve(),
      estimate: (shown, t_ms): Promise<LiveFrame> => {
        const place = (shown as unknown as { place?: number }).place ?? 'whole';
        looks.push(place);
        const sight = scene(place, t_ms);
        const points = sight ? makeBody(sight) : [];
        return Promise.resolve({ t_ms, image: points, world: points });
      },
    },
    (_, region) => ({ place: Math.round(region.x * 1600) }) as unknown as Picture,
  );
  const look = async (t_ms: number, thorough = true) => {
    looks.length = 0;
    const frame = await search.estimate(picture, t_ms, thorough);
    return { looks: [...looks], sight: computeSight(frame.image), x: frame.image[0]?.x ?? null };
  };
  return { look, restart: () => search.restart(), forgotten: () => forgotten };
}

describe('where a person is looked for', () => {
  it('is the whole picture, and squares along its longer side', () => {
    expect(computeRegions(1600, 800).map(near)).toEqual([
      [0, 0, 1, 1],
      [0, 0, 0.5, 1],
      [0.25, 0, 0.5, 1],
      [0.5, 0, 0.5, 1],
    ]);
    expect(computeRegions(800, 1600).map(near)[3]).toEqual([0, 0.5, 1, 0.5]);
    expect(computeRegions(640, 600)).toHaveLength(1);
  });

  it('gives points in the whole picture, depth scaled like the width', () => {
    const [point] = placeInWhole([{ x: 0.5, y: 0.5, z: 0.2, visibility: 0.7 }], {
      x: 0.25,
      y: 0,
      width: 0.5,
      height: 1,
    });
    expect(point).toEqual({ x: 0.5, y: 0.5, z: 0.1, visibility: 0.7 });
  });
});

describe('the search for a person', () => {
  it('stays with the whole picture when someone is plainly seen there', async () => {
    const { look, forgotten } = makeSearch((place) => (place === 'whole' ? 0.96 : 0.99));
    expect((await look(0)).looks).toEqual(['whole']);
    expect((await look(100)).looks).toEqual(['whole']);
    expect(forgotten()).toBe(0);
  });

  it('takes the best find of all parts, and follows it there', async () => {
    const { look } = makeSearch((place) => ({ whole: 0.8, 0: 0.5, 350: 0.97, 700: 0.99 })[place] ?? 0);
    const first = await look(0);
    expect(first.looks).toEqual(['whole', 0, 350]);
    expect(first.sight).toBeCloseTo(0.97);
    expect(first.x).toBeCloseTo(0.5);
    expect((await look(100)).looks).toEqual([350]);
  });

  it('keeps following someone who turns side-on, though another is seen better elsewhere', async () => {
    const { look } = makeSearch((place, t_ms) => (place === 'whole' ? (t_ms < 100 ? 0.96 : 0.75) : 0.99));
    await look(0);
    expect(await look(1000)).toMatchObject({ looks: ['whole'], sight: expect.closeTo(0.75) as number });
  });

  it('searches again twice a second at most where nobody is to be found', async () => {
    const { look } = makeSearch(() => 0);
    expect((await look(0)).looks).toHaveLength(4);
    expect((await look(100)).looks).toHaveLength(1);
    expect((await look(500)).looks).toHaveLength(4);
  });

  it('looks once at every live picture, and at another part later while nobody is there', async () => {
    const { look } = makeSearch((place) => (place === 700 ? 0.95 : 0));
    const looks = [];
    for (let t_ms = 0; t_ms <= 2000; t_ms += 250) looks.push(...(await look(t_ms, false)).looks);
    expect(looks).toEqual(['whole', 0, 0, 350, 350, 700, 700, 700, 700]);
  });

  it('leaves someone half hidden from a live camera where they are', async () => {
    const { look } = makeSearch(() => 0.4);
    for (let t_ms = 0; t_ms <= 2000; t_ms += 250) expect((await look(t_ms, false)).looks).toEqual(['whole']);
  });

  it('begins with the whole picture after a restart', async () => {
    const { look, restart } = makeSearch((place) => (place === 0 ? 0.95 : 0));
    await look(0);
    expect((await look(100)).looks).toEqual([0]);
    restart();
    expect((await look(0)).looks[0]).toBe('whole');
  });
});

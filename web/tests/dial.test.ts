import { describe, expect, it } from 'vitest';

import { computePoint, computeSurvival, makeArc, makeFill } from '../src/lib/dial';

describe('the dial', () => {
  it('starts straight down and opens to the right, or to the left when mirrored', () => {
    expect(computePoint(0, 40)).toEqual({ x: 50, y: 90 });
    const right = computePoint(90, 40);
    expect(right.x).toBeCloseTo(90, 6);
    expect(right.y).toBeCloseTo(50, 6);
    expect(computePoint(90, 40, true).x).toBeCloseTo(10, 6);
  });

  it('draws long arcs as long arcs, and none where there is none', () => {
    expect(makeArc(0, 170, 40)).toContain(' 0 0 0 ');
    expect(makeArc(0, 190, 40)).toContain(' 0 1 0 ');
    expect(makeArc(20, 20, 40)).toBe('');
  });

  it('brushes by the chance that the range goes that far', () => {
    const estimate = { mean_deg: 60, se_deg: 5 };
    expect(computeSurvival(60, estimate)).toBeCloseTo(0.5, 6);
    // 2.5 % lie beyond 1.96 standard errors; the approximation is good to 0.0002.
    expect(Math.abs(computeSurvival(60 + 1.96 * 5, estimate) - 0.025)).toBeLessThan(0.0003);

    const fill = makeFill(estimate, 180);
    expect(fill[0]).toEqual({ from_deg: 0, to_deg: 60 - 1.96 * 5, opacity: 1 });
    expect(fill.at(-1)?.to_deg).toBeCloseTo(60 + 1.96 * 5, 9);
    const strengths = fill.map((slice) => slice.opacity);
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
  });

  it('never paints beyond the whole human range or below zero', () => {
    for (const slice of makeFill({ mean_deg: 175, se_deg: 20 }, 180))
      expect(slice.to_deg).toBeLessThanOrEqual(180 + 1e-9);
    for (const slice of makeFill({ mean_deg: 5, se_deg: 20 }, 180))
      expect(slice.from_deg).toBeGreaterThanOrEqual(0);
  });

  it('paints a certain figure with a hard end', () => {
    expect(makeFill({ mean_deg: 31, se_deg: 0 }, 60)).toEqual([{ from_deg: 0, to_deg: 31, opacity: 1 }]);
  });
});

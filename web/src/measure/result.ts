import type {
  CompensationSeen,
  ErrorParts,
  Figure,
  FigureName,
  Measured,
  Plateau,
  ProtocolKind,
  TrialFigures,
  TrialResult,
} from '../lib/api';
import { halfInterval } from '../lib/words';

/** Sides of a figure test that showed one; the others only say why not. */
export const listShown = (result: TrialResult): TrialFigures[] =>
  result.figures.filter((each) => each.tested.figures.length > 0);

/** Why a side shows nothing beside one that does. Of a circle the other limb was not asked. */
export const listUnshown = (result: TrialResult, kind: ProtocolKind): TrialFigures[] =>
  kind === 'circle' ? [] : result.figures.filter((each) => each.tested.figures.length === 0);

/** True when the trial gave no figure at all. */
export function isRefused(result: TrialResult): boolean {
  return result.refusal !== '' || (result.measurements.length === 0 && listShown(result).length === 0);
}

/** What the page posts to the journal: each side that was measured, with the name of its kept recording. */
export function makeEvents(
  result: TrialResult,
  recording: string,
): ({ measured: Measured } | { tested: TrialFigures['tested'] })[] {
  return [
    ...result.measurements.map((measured) => ({ measured: { ...measured, recording } })),
    ...listShown(result).map(({ tested }) => ({ tested: { ...tested, recording } })),
  ];
}

/** "Your trunk leans to the side: 14°, from 120° on. Only what was free of it counts." */
export function describeCompensation(seen: CompensationSeen): string {
  return `${seen.words}: ${Math.round(seen.largest_deg)}°, from ${Math.round(seen.began_at_deg)}° on. Only what was free of it counts.`;
}

/** "sways by 1.2° (0.8 to 1.9)": the standard deviation about the hold, and its 95 % interval where it is told. */
export function describeSway(sway_deg: number, plateau: Plateau | null): string {
  const words = `sways by ${sway_deg.toFixed(1)}°`;
  return plateau
    ? `${words} (${plateau.sway_low_deg.toFixed(1)} to ${plateau.sway_high_deg.toFixed(1)})`
    : words;
}

/** "sinks 0.4° a second": how the limb left the place where it was held. */
export function describeDrift(deg_per_s: number): string {
  const size = Math.abs(deg_per_s).toFixed(1);
  return size === '0.0' ? 'none' : `${deg_per_s < 0 ? 'sinks' : 'rises'} ${size}° a second`;
}

const partWords: [keyof ErrorParts, string][] = [
  ['noise_deg', 'the points wobble'],
  ['lasting_deg', 'what the camera mistakes all the way through'],
  ['view_deg', 'how you stood to the camera'],
  ['repetition_deg', 'nobody repeats exactly'],
  ['between_sessions_deg', 'another day, other clothes, another stance'],
  ['definition_deg', 'the points are not quite the joint'],
];

export interface ErrorPart {
  words: string;
  /** Half the 95 % interval that this part alone would leave. */
  half_deg: number;
  /** Its share of the whole, of the squares, from 0 to 1. */
  share: number;
}

/** What an error is made of, the largest part first; parts that are nothing are left out. */
export function listErrorParts(parts: ErrorParts): ErrorPart[] {
  const all = partWords.reduce((sum, [part]) => sum + parts[part] ** 2, 0);
  if (all === 0) return [];
  return partWords
    .map(([part, words]) => ({ words, half_deg: halfInterval * parts[part], share: parts[part] ** 2 / all }))
    .filter(({ half_deg }) => half_deg > 0)
    .sort((a, b) => b.share - a.share);
}

export const findFigure = (figures: Figure[], name: FigureName): Figure | undefined =>
  figures.find((figure) => figure.name === name);

/**
 * The round cone that has a circle's area, in degrees from its middle to its edge: "50° ± 18°". A whole globe has 4π
 * of area; a cone of half angle a has 2π (1 − cos a).
 */
export function describeCone(area: Figure): string {
  const edge = Math.acos(Math.max(-1, 1 - area.value / (2 * Math.PI)));
  const error = area.standard_error / (2 * Math.PI * Math.max(Math.sin(edge), 0.05));
  const degrees = 180 / Math.PI;
  return `${Math.round(edge * degrees)}° ± ${Math.max(1, Math.round(halfInterval * error * degrees))}°`;
}

/** From here on a circle is called round, and nearly round: an ellipse twice as long as wide has 0.84. */
const round = 0.93;
const nearlyRound = 0.8;

/** A circle in words: its shape, what catches, and how alike the rounds are. */
export function describeCircle(figures: Figure[]): string[] {
  const lines: string[] = [];
  const roundness = findFigure(figures, 'roundness');
  if (roundness)
    lines.push(
      roundness.value >= round
        ? 'A round circle.'
        : roundness.value >= nearlyRound
          ? 'Nearly round.'
          : 'Not round: somewhere the way is shorter.',
    );
  const dead = findFigure(figures, 'dead_octants');
  if (dead)
    lines.push(
      dead.value === 0
        ? 'No part of it catches.'
        : `${dead.value} of 8 parts ${dead.value === 1 ? 'catches' : 'catch'}: there it goes less than half as far.`,
    );
  const alike = findFigure(figures, 'repeatability');
  if (alike) lines.push(`One round lies within ${Math.max(1, Math.round(alike.value))}° of the next.`);
  return lines;
}

/** A closed line about the middle, from the top and clockwise; radii in degrees, one unit a degree. */
export function makeOutline(outline_deg: number[]): string {
  const points = outline_deg.map((radius, at) => {
    const turn = (2 * Math.PI * (at + 0.5)) / outline_deg.length;
    return `${(radius * Math.sin(turn)).toFixed(1)} ${(-radius * Math.cos(turn)).toFixed(1)}`;
  });
  return points.length > 0 ? `M${points.join('L')}Z` : '';
}

/** An eighth of the round as a wedge out to a radius, the first beginning at the top. */
export function makeOctant(octant: number, radius: number): string {
  const at = (eighths: number) => {
    const turn = (eighths * Math.PI) / 4;
    return `${(radius * Math.sin(turn)).toFixed(1)} ${(-radius * Math.cos(turn)).toFixed(1)}`;
  };
  return `M0 0L${at(octant)}A${radius} ${radius} 0 0 1 ${at(octant + 1)}Z`;
}

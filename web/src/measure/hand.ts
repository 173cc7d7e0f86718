import type { Measured, ProtocolInfo, Side } from '../lib/api';

/** What someone measured with, and its standard error at home: planning values rounded up from published ones. */
export const handTools = {
  phone: { words: 'Phone inclinometer', se_deg: 6 },
  goniometer: { words: 'Goniometer', se_deg: 7 },
  wall: { words: 'Marks on a wall, or a tape', se_deg: 8 },
} as const;
export type HandTool = keyof typeof handTools;

/** Which range was measured. */
export const handRanges = {
  usable: 'By myself, and held',
  reached: 'By myself, touched and left',
  available: 'With help',
} as const;
export type HandRange = keyof typeof handRanges;

/** What the form holds, as typed. */
export interface HandEntry {
  side: Side | '';
  tool: HandTool | '';
  range: HandRange | '';
  degrees: string;
  hold: string;
}

export type HandProblems = Partial<Record<keyof HandEntry, string>>;

/** A number as people type it: a comma is a point, a degree sign is no harm. */
export function parseNumber(text: string): number | null {
  const cleaned = text.replace('°', '').replace(',', '.').trim();
  return /^-?\d+(\.\d+)?$/.test(cleaned) ? Number(cleaned) : null;
}

/** Degrees below zero that a joint which cannot come back to its anatomical position may stand at. */
const lowest_deg = -30;

/** Above the whole human range by this much a figure is taken for a slip of the finger. */
const slack_deg = 15;

/** What is missing or cannot be, by field. */
export function findHandProblems(entry: HandEntry, human_deg: number, hold_s: number): HandProblems {
  const problems: HandProblems = {};
  if (!entry.side) problems.side = 'Choose the side.';
  if (!entry.tool) problems.tool = 'Choose what you measured with.';
  if (!entry.range) problems.range = 'Choose how you moved.';
  const degrees = parseNumber(entry.degrees);
  const most = human_deg + slack_deg;
  if (degrees === null) problems.degrees = 'Write the degrees as a number, such as 92.';
  else if (degrees < lowest_deg || degrees > most)
    problems.degrees = `This joint motion lies between ${lowest_deg}° and ${Math.round(most)}°. Count from the arm or leg at rest.`;
  if (entry.range === 'usable') {
    const hold = parseNumber(entry.hold);
    if (hold === null || hold <= 0) problems.hold = 'Write how many seconds you held it.';
    else if (hold < hold_s)
      problems.hold = `Usable means held for ${hold_s} seconds. Hold longer, or choose “touched and left”.`;
  }
  return problems;
}

/** The measurement behind a form without problems. */
export function makeHandMeasurement(entry: HandEntry, protocol: ProtocolInfo): Measured {
  const tool = handTools[entry.tool as HandTool];
  const estimate = { mean_deg: parseNumber(entry.degrees) ?? 0, se_deg: tool.se_deg };
  const isHeld = entry.range === 'usable';
  return {
    joint_motion: protocol.joint_motion,
    side: entry.side as Side,
    protocol: protocol.id,
    method: 'hand',
    set_up_se_deg: 0,
    set_up: `hand.${entry.tool}`,
    available: entry.range === 'available' ? estimate : null,
    // A range that was held has been reached.
    reached: entry.range === 'available' ? null : estimate,
    usable: isHeld ? estimate : null,
    hold_s: isHeld ? (parseNumber(entry.hold) ?? 0) : 0,
    steadiness_deg: null,
    grade: 'measured',
    grade_reason: `Entered by hand: ${tool.words.toLowerCase()}.`,
    repetitions: [],
    recording: '',
    note: '',
  };
}

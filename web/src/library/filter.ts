import type { Equipment, ExerciseSummary, Place, Region } from '../lib/api';
import { regionWords } from '../lib/words';

/** What is looked for; an empty field lets everything through. */
export interface Wish {
  words: string;
  region: Region | '';
  position: string;
  /** Longest, in minutes; 0 for any length. */
  minutes: number;
  /** What there is. `none` leaves out everything that needs something. */
  equipment: Equipment | 'none' | '';
  place: Place | '';
  /** `office` leaves out what needs loose clothes. */
  clothes: 'office' | '';
  /** What would do most now: the fifth of the library that is needed most. */
  need: 'now' | '';
  whose: 'own' | '';
}

export const anything: Wish = {
  words: '',
  region: '',
  position: '',
  minutes: 0,
  equipment: '',
  place: '',
  clothes: '',
  need: '',
  whose: '',
};

/** Places from the least room to the most: who has the floor has room to stand, too. */
const rooms: Place[] = ['chair_only', 'room_to_stand', 'floor'];

const fits = (exercise: ExerciseSummary, wish: Wish): boolean => {
  const text = [exercise.name, exercise.purpose, exercise.kind, exercise.position, ...exercise.joint_motions]
    .join(' ')
    .toLowerCase()
    .replaceAll(/[_.]/g, ' ');
  const words = wish.words.toLowerCase().split(/\s+/).filter(Boolean);
  const needed = exercise.equipment;
  return (
    words.every((word) => text.includes(word)) &&
    (!wish.region || exercise.regions.includes(wish.region) || exercise.region === wish.region) &&
    (!wish.position || exercise.position === wish.position) &&
    (wish.minutes === 0 || exercise.seconds <= wish.minutes * 60) &&
    (!wish.place || rooms.indexOf(exercise.place) <= rooms.indexOf(wish.place)) &&
    (!wish.clothes || exercise.clothes === wish.clothes) &&
    (!wish.whose || exercise.own) &&
    (!wish.equipment || needed.every((each) => each === wish.equipment))
  );
};

/** Of those that may be done now, the fifth that would do most. */
function findNeeded(all: ExerciseSummary[]): Set<ExerciseSummary> {
  const open = all.filter((exercise) => !exercise.left_out).sort((a, b) => b.need - a.need);
  return new Set(open.slice(0, Math.ceil(open.length / 5)));
}

/** The exercises that answer a wish: those that are open to this person first, each group by name. */
export function findExercises(all: ExerciseSummary[], wish: Wish): ExerciseSummary[] {
  const needed = wish.need ? findNeeded(all) : null;
  return all
    .filter((exercise) => fits(exercise, wish) && (!needed || needed.has(exercise)))
    .sort((a, b) => Number(a.left_out !== '') - Number(b.left_out !== '') || a.name.localeCompare(b.name));
}

/** Those of one region, in the order given. */
export interface RegionGroup {
  region: Region;
  exercises: ExerciseSummary[];
}

/** By the region that each is chiefly for, from head to hand as the regions are listed; no empty group. */
export function groupByRegion(found: ExerciseSummary[]): RegionGroup[] {
  return (Object.keys(regionWords) as Region[])
    .map((region) => ({ region, exercises: found.filter((exercise) => exercise.region === region) }))
    .filter(({ exercises }) => exercises.length > 0);
}

/** The positions that occur, each once, in alphabetical order. */
export function listPositions(all: ExerciseSummary[]): string[] {
  return [...new Set(all.map((exercise) => exercise.position))].sort();
}

export function isNarrowed(wish: Wish): boolean {
  return (Object.keys(anything) as (keyof Wish)[]).some((field) => wish[field] !== anything[field]);
}

import type { Landmark, LiveFrame } from '../lib/api';

/** The two models that are shipped; `lite` is the quicker one. */
export type PoseModel = 'lite' | 'full';

const complexity: Record<PoseModel, 0 | 1> = { lite: 0, full: 1 };

/** A point as the library gives it. */
interface RawPoint {
  x: number;
  y: number;
  z: number;
  visibility?: number;
}

interface RawResults {
  poseLandmarks?: RawPoint[];
  poseWorldLandmarks?: RawPoint[];
}

interface PoseLibrary {
  setOptions(options: Record<string, unknown>): void;
  onResults(listener: (results: RawResults) => void): void;
  initialize(): Promise<void>;
  send(input: { image: HTMLVideoElement | HTMLCanvasElement }, atMs: number): Promise<void>;
  reset(): void;
  close(): Promise<void>;
}

declare global {
  interface Window {
    Pose?: new (config: { locateFile: (name: string) => string }) => PoseLibrary;
  }
}

/** What the browser lacks for finding points in a picture, or null when it has everything. */
export function findMissingPart(): 'webassembly' | 'webgl' | null {
  if (typeof WebAssembly !== 'object') return 'webassembly';
  const canvas = document.createElement('canvas');
  return canvas.getContext('webgl2') || canvas.getContext('webgl') ? null : 'webgl';
}

const toLandmarks = (points: RawPoint[] | undefined): Landmark[] =>
  (points ?? []).map(({ x, y, z, visibility }) => ({ x, y, z, visibility: visibility ?? 0 }));

/** A frame as the program wants it; the lists are empty when nobody was seen. */
export function makeFrame(results: RawResults, atMs: number): LiveFrame {
  return {
    t_ms: atMs,
    image: toLandmarks(results.poseLandmarks),
    world: toLandmarks(results.poseWorldLandmarks),
  };
}

/** The library wants times that only ever grow, over every trial; trials begin at 0 each. */
export class GrowingClock {
  #last = 0;
  #begin = 0;

  /** The next times count from where the last trial ended. */
  restart(): void {
    this.#begin = this.#last + 1;
  }

  compute(atMs: number): number {
    this.#last = Math.max(this.#last + 1, this.#begin + atMs);
    return this.#last;
  }
}

/** Finds the 33 points of one body in pictures. Nothing of the picture leaves the browser. */
export class PoseEstimator {
  #clock = new GrowingClock();
  #results: RawResults = {};

  private constructor(private readonly library: PoseLibrary) {
    library.onResults((results) => (this.#results = results));
  }

  /** Loads the library and the model from the program's own `pose` folder. */
  static async load(
    model: PoseModel,
    folder = new URL('pose/', document.baseURI).href,
  ): Promise<PoseEstimator> {
    await loadScript(`${folder}pose.js`);
    if (!window.Pose) throw new Error('The pose library did not load.');
    const library = new window.Pose({ locateFile: (name) => folder + name });
    // Raw points: the program knows its own filter, and smoothing here would hide how steady a hold is.
    library.setOptions({
      modelComplexity: complexity[model],
      smoothLandmarks: false,
      enableSegmentation: false,
    });
    const estimator = new PoseEstimator(library);
    await library.initialize();
    return estimator;
  }

  /** Forgets whom it followed. */
  forget(): void {
    this.library.reset();
  }

  /** Forgets whom it followed; the next times may begin at 0 again. */
  restart(): void {
    this.forget();
    this.#clock.restart();
  }

  async estimate(picture: HTMLVideoElement | HTMLCanvasElement, atMs: number): Promise<LiveFrame> {
    this.#results = {};
    await this.library.send({ image: picture }, this.#clock.compute(atMs));
    return makeFrame(this.#results, atMs);
  }

  async close(): Promise<void> {
    await this.library.close();
  }
}

const scripts = new Map<string, Promise<void>>();

/** The library is a classic script that sets a global; it is loaded once, when it is first wanted. */
function loadScript(address: string): Promise<void> {
  const known = scripts.get(address);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      scripts.delete(address);
      script.remove();
      reject(new Error(`The pose library could not be loaded from ${address}.`));
    };
    document.head.append(script);
  });
  scripts.set(address, loading);
  return loading;
}

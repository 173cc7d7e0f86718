import { clipRate } from './frames';

/** Wide enough to find points on a whole body, small enough that a minute of pictures stays below 100 MB. */
const width = 960;
const quality = 0.92;

/** A picture that was kept in the page's memory, and its time from the first. */
export interface KeptPicture {
  t_ms: number;
  open: () => Promise<HTMLCanvasElement>;
}

export interface KeptPictures {
  /** Ends the keeping and gives the pictures; they are gone when nothing holds them any more. */
  stop(): Promise<KeptPicture[]>;
}

/**
 * Keeps the pictures of a running camera, `clipRate` a second, in the page's memory, for a computer that cannot find
 * points as fast as someone moves.
 */
export function keepPictures(video: HTMLVideoElement): KeptPictures {
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, width / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d');
  const taken: Promise<{ t_ms: number; blob: Blob | null }>[] = [];
  const begun = performance.now();

  const take = () => {
    const t_ms = Math.round(performance.now() - begun);
    context?.drawImage(video, 0, 0, canvas.width, canvas.height);
    taken.push(
      new Promise((resolve) => canvas.toBlob((blob) => resolve({ t_ms, blob }), 'image/jpeg', quality)),
    );
  };
  take();
  const timer = setInterval(take, 1000 / clipRate);

  return {
    async stop() {
      clearInterval(timer);
      const all = await Promise.all(taken);
      return all.flatMap(({ t_ms, blob }) => (blob ? [{ t_ms, open: () => draw(blob, canvas) }] : []));
    },
  };
}

async function draw(blob: Blob, canvas: HTMLCanvasElement): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(blob);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

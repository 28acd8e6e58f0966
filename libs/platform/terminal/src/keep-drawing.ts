import type { Progress } from './progress.ts';

const DRAW_EVERY_MS = 1000;

/** Draws again each second, so that the time goes on while a step takes long. Disposing stops it and ends the line. */
export function keepDrawing(progress: Progress | undefined): Disposable {
  const timer = setInterval(() => progress?.again(), DRAW_EVERY_MS).unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      progress?.ended();
    },
  };
}

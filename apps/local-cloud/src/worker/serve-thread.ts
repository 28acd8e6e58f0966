import { parentPort } from 'node:worker_threads';
import type { ThreadMessage } from './threads.ts';

/** The other end of `Threads`: does each piece of work that comes. @param work may tell something before its answer */
export function serveThread<Input, Answer>(
  work: (input: Input, tell: (message: unknown) => void) => Answer,
): void {
  const say = (message: ThreadMessage<Answer>): void => parentPort?.postMessage(message);
  parentPort?.on('message', (input: Input) => {
    try {
      say({ kind: 'answer', answer: work(input, (message) => say({ kind: 'heard', message })) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      say({ kind: 'error', name, message });
    }
  });
}

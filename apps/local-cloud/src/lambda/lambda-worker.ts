import { parentPort, workerData } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';

/** What a worker is made for: one handler of one bundle. */
export type WorkerStart = { readonly file: string; readonly exportName: string };

export type WorkerRequest = {
  readonly payload: unknown;
  readonly context: object;
  readonly deadlineMs: number;
};

export type WorkerAnswer =
  | { readonly kind: 'answer'; readonly payload: unknown }
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };

type Handler = (event: unknown, context: object) => unknown;

const { file, exportName } = workerData as WorkerStart;

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new TypeError(`${file} exports no function ${exportName}`);
  return handler as Handler;
}

// Loaded before there is an event, as provisioned concurrency does it; what loading throws is the first event's answer.
const loaded = load();
loaded.catch(() => undefined);

async function answer({ payload, context, deadlineMs }: WorkerRequest): Promise<WorkerAnswer> {
  try {
    const handler = await loaded;
    const remaining = (): number => Math.max(0, deadlineMs - Date.now());
    // Through JSON, as Lambda does it: what JSON cannot hold does not arrive.
    const given = JSON.parse(JSON.stringify(payload ?? null)) as unknown;
    const returned = await handler(given, { ...context, getRemainingTimeInMillis: remaining });
    return { kind: 'answer', payload: JSON.parse(JSON.stringify(returned ?? null)) as unknown };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return {
      kind: 'error',
      errorType: error.name,
      errorMessage: error.message,
      trace: (error.stack ?? '').split('\n'),
    };
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((said) => parentPort?.postMessage(said));
});

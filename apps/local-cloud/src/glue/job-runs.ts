import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ObjectStore } from '../s3/object-store.ts';
import { Documents } from '../state/documents.ts';
import { WorkStopped } from '../worker/work-stopped.ts';
import { extract, type ExtractEngine } from './extraction.ts';
import { isOver, type JobRun } from './job-run.ts';

/** The runs of the extraction job. One that a restart cut off has failed: whoever started it starts another. */
export class JobRuns {
  readonly #objects: ObjectStore;
  readonly #engine: ExtractEngine;
  readonly #folder: string;
  readonly #stored: Documents<JobRun>;
  readonly #running = new Map<string, { readonly stop: AbortController; readonly ending: Promise<void> }>();
  #isClosing = false;

  constructor(objects: ObjectStore, engine: ExtractEngine, folder: string) {
    this.#objects = objects;
    this.#engine = engine;
    this.#folder = folder;
    this.#stored = new Documents(join(folder, 'job-runs'));
    for (const run of this.all())
      if (!isOver(run)) this.#end(run, 'FAILED', 'the service was restarted during the run');
  }

  get(id: string): JobRun | undefined {
    return this.#stored.get(id);
  }

  /** Newest first. */
  all(): JobRun[] {
    return this.#stored.all().sort((a, b) => b.startedAt - a.startedAt);
  }

  start(jobName: string, given: Readonly<Record<string, string>>): string {
    const id = `jr_${randomUUID().replaceAll('-', '')}`;
    const at = Date.now();
    const run = this.#put({
      id,
      jobName,
      arguments: given,
      state: 'STARTING',
      startedAt: at,
      modifiedAt: at,
    });
    const stop = new AbortController();
    this.#running.set(id, { stop, ending: this.#run(run, stop.signal) });
    return id;
  }

  /** False where the run is over. */
  stop(id: string): boolean {
    const running = this.#running.get(id);
    const run = this.get(id);
    if (!running || !run) return false;
    this.#put({ ...run, state: 'STOPPING', modifiedAt: Date.now() });
    running.stop.abort();
    return true;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.allSettled(running.map(({ ending }) => ending));
  }

  async #run(begun: JobRun, signal: AbortSignal): Promise<void> {
    const run = this.#put({ ...begun, state: 'RUNNING' });
    const folder = join(this.#folder, 'parts', run.id);
    try {
      const [objects, engine] = [this.#objects, this.#engine];
      await extract({ objects, engine, given: run.arguments, folder, signal });
      this.#end(run, 'SUCCEEDED');
    } catch (error) {
      this.#failed(run, error as Error);
    } finally {
      this.#running.delete(run.id);
    }
  }

  #failed(run: JobRun, error: Error): void {
    if (this.#isClosing) return;
    if (error instanceof WorkStopped) this.#end(run, 'STOPPED');
    else this.#end(run, 'FAILED', `${error.name}: ${error.message}`);
  }

  #end(run: JobRun, state: 'SUCCEEDED' | 'STOPPED' | 'FAILED', errorMessage?: string): void {
    const at = Date.now();
    this.#put({
      ...run,
      state,
      modifiedAt: at,
      completedAt: at,
      ...(errorMessage !== undefined && { errorMessage }),
    });
  }

  #put(run: JobRun): JobRun {
    this.#stored.put(run.id, run);
    return run;
  }
}

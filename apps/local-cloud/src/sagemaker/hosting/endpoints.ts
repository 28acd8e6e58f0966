import type { LinearModel } from '@moving-ground/model';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { Documents } from '../../state/documents.ts';
import type { Deployment, Endpoint } from './endpoint.ts';
import { loadModel } from './load-model.ts';

/** What answers an invocation. */
export type Serving = { readonly model: LinearModel; readonly variant: string };

/** Brings models up behind endpoints. While one comes up the one before goes on answering. */
export class Endpoints {
  readonly #stored: Documents<Endpoint>;
  readonly #objects: ObjectStore;
  readonly #follow: (work: Promise<unknown>) => void;
  readonly #serving = new Map<string, Promise<Serving>>();

  constructor(stored: Documents<Endpoint>, objects: ObjectStore, follow: (work: Promise<unknown>) => void) {
    this.#stored = stored;
    this.#objects = objects;
    this.#follow = follow;
    for (const endpoint of stored.all()) this.#resume(endpoint);
  }

  get(name: string): Endpoint | undefined {
    return this.#stored.get(name);
  }

  all(): Endpoint[] {
    return this.#stored.all();
  }

  create(name: string, arn: string, deployment: Deployment): void {
    const at = Date.now();
    const begun = { name, arn, createdAt: at, modifiedAt: at, deployment, next: null, failureReason: null };
    this.#deploy({ ...begun, status: 'Creating' }, deployment);
  }

  update(endpoint: Endpoint, next: Deployment): void {
    this.#deploy(
      { ...endpoint, status: 'Updating', modifiedAt: Date.now(), next, failureReason: null },
      next,
    );
  }

  delete(name: string): void {
    this.#stored.delete(name);
    this.#serving.delete(name);
  }

  /** Undefined where no model answers; rejected where the one that should cannot be read any more. */
  serving(name: string): Promise<Serving> | undefined {
    return this.#serving.get(name);
  }

  #resume(endpoint: Endpoint): void {
    if (endpoint.status === 'Failed') return;
    if (endpoint.status !== 'Creating') this.#serve(endpoint.name, this.#load(endpoint.deployment));
    if (endpoint.status !== 'InService') this.#deploy(endpoint, endpoint.next ?? endpoint.deployment);
  }

  #deploy(endpoint: Endpoint, deployment: Deployment): void {
    this.#stored.put(endpoint.name, endpoint);
    const loading = this.#load(deployment);
    this.#follow(
      loading.then(
        () => this.#deployed(endpoint, deployment, loading),
        (error: Error) => this.#failed(endpoint, deployment, error),
      ),
    );
  }

  async #load({ modelDataUrl, variant }: Deployment): Promise<Serving> {
    return { model: await loadModel(this.#objects, modelDataUrl), variant: variant.VariantName };
  }

  #deployed(begun: Endpoint, deployment: Deployment, loaded: Promise<Serving>): void {
    if (!this.#isCurrent(begun)) return;
    this.#serve(begun.name, loaded);
    this.#stored.put(begun.name, {
      ...begun,
      deployment,
      next: null,
      status: 'InService',
      modifiedAt: Date.now(),
    });
  }

  /** A failed update ends in service with what served before, as on AWS. */
  #failed(begun: Endpoint, deployment: Deployment, error: Error): void {
    if (!this.#isCurrent(begun)) return;
    const failureReason = `The model of ${deployment.configName} could not be loaded from ${deployment.modelDataUrl}: ${error.message}`;
    const status = begun.status === 'Creating' ? 'Failed' : 'InService';
    this.#stored.put(begun.name, { ...begun, next: null, status, failureReason, modifiedAt: Date.now() });
  }

  /** Deleted, or deleted and made anew, in the meantime: not this one's to change. */
  #isCurrent({ name, createdAt, modifiedAt }: Endpoint): boolean {
    const stored = this.#stored.get(name);
    return stored?.createdAt === createdAt && stored.modifiedAt === modifiedAt;
  }

  #serve(name: string, serving: Promise<Serving>): void {
    // Whoever invokes the endpoint is told; without an invocation nobody is there to take the rejection.
    serving.catch(() => undefined);
    this.#serving.set(name, serving);
  }
}

import type { JsonObject } from '../../protocol/json-service.ts';
import { Documents } from '../../state/documents.ts';
import type { Arns, ResourceKind } from '../resource/arns.ts';
import { listPage, type Page } from '../resource/list-page.ts';
import { invalid, type Tag } from '../resource/parse-input.ts';
import type { Tags } from '../resource/tags.ts';

/** A model or an endpoint configuration as it is stored: never changed once made. */
export type NamedResource<T> = {
  readonly name: string;
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly content: T;
};

type Kind = { readonly kind: ResourceKind; readonly noun: string; readonly folder: string };

const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;

/** Resources of one kind, by name; what is missing or already there is told as the service tells it. */
export class NamedResources<T> {
  readonly #kind: Kind;
  readonly #arns: Arns;
  readonly #tags: Tags;
  readonly #stored: Documents<NamedResource<T>>;

  constructor(kind: Kind, arns: Arns, tags: Tags) {
    this.#kind = kind;
    this.#arns = arns;
    this.#tags = tags;
    this.#stored = new Documents(kind.folder);
  }

  /** @throws ServiceError ValidationException where the name is taken */
  create(name: string, content: T, tags: readonly Tag[] | undefined): string {
    const arn = this.arnOf(name);
    if (this.#stored.get(name)) throw invalid(`Cannot create already existing ${this.#kind.noun} "${arn}".`);
    this.#stored.put(name, { name, arn, createdAt: Date.now(), content });
    this.#tags.add(arn, tags);
    return arn;
  }

  /** @throws ServiceError ValidationException where there is none */
  existing(name: string): NamedResource<T> {
    const resource = this.#stored.get(name);
    if (resource) return resource;
    throw invalid(`Could not find ${this.#kind.noun} "${this.arnOf(name)}".`);
  }

  delete(name: string): void {
    const { arn } = this.existing(name);
    this.#stored.delete(name);
    this.#tags.delete(arn);
  }

  page(input: JsonObject): Page<NamedResource<T>> {
    return listPage(this.#stored.all(), input, NEWEST_FIRST);
  }

  arnOf(name: string): string {
    return this.#arns(this.#kind.kind, name);
  }
}

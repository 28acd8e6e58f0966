import { z } from 'zod';
import type { Operation } from '../../protocol/json-service.ts';
import { Documents } from '../../state/documents.ts';
import { parseInput, tagList, type Tag } from './parse-input.ts';

type Tagged = { readonly tags: readonly Tag[] };

const addTagsInput = z.looseObject({ ResourceArn: z.string().min(1), Tags: tagList.unwrap() });
const listTagsInput = z.looseObject({ ResourceArn: z.string().min(1) });

/** Tags by ARN. */
export class Tags {
  readonly #stored: Documents<Tagged>;
  readonly operations: Readonly<Record<'AddTags' | 'ListTags', Operation>> = {
    AddTags: async (input) => {
      const { ResourceArn, Tags: added } = parseInput(addTagsInput, input);
      return { Tags: this.add(ResourceArn, added) };
    },
    ListTags: async (input) => ({ Tags: this.of(parseInput(listTagsInput, input).ResourceArn) }),
  };

  constructor(folder: string) {
    this.#stored = new Documents(folder);
  }

  of(arn: string): readonly Tag[] {
    return this.#stored.get(arn)?.tags ?? [];
  }

  /** A tag of the same key is replaced. */
  add(arn: string, added: readonly Tag[] | undefined): readonly Tag[] {
    const byKey = new Map([...this.of(arn), ...(added ?? [])].map((tag) => [tag.Key, tag]));
    const tags = [...byKey.values()];
    if (tags.length > 0) this.#stored.put(arn, { tags });
    return tags;
  }

  delete(arn: string): void {
    this.#stored.delete(arn);
  }
}

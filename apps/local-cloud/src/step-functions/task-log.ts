import type { JsonObject } from '../protocol/json-service.ts';

/** The last time a Task state asked its resource: what the history tells of it. */
export type Asked = {
  readonly resourceType: string;
  readonly resource: string;
  readonly parameters: string;
};

/** What the Task states of one execution asked for, by state; a state that never got that far is not in it. */
export class TaskLog {
  readonly #asked = new Map<string, Asked>();

  /** @param resource the state's Resource, such as `arn:aws:states:::lambda:invoke` */
  note(state: string, resource: string, parameters: JsonObject): void {
    const parts = resource.split(':');
    this.#asked.set(state, {
      resourceType: parts.slice(5, -1).join(':'),
      resource: parts.at(-1) ?? '',
      parameters: JSON.stringify(parameters),
    });
  }

  get(state: string): Asked | undefined {
    return this.#asked.get(state);
  }
}

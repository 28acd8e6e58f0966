import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import type { JsonObject } from '../protocol/json-service.ts';

/** What `$$.State` answers. */
export type EnteredState = { Name: string; EnteredTime: string };

/**
 * A definition that keeps `entered` up to date: the interpreter takes a state out of it at the moment it enters it,
 * and has no context object for states itself. Inside Parallel and Map `$$.State` is the outer state.
 */
export function tellingEntered(definition: JsonObject, entered: EnteredState): StateMachineDefinition {
  const States = new Proxy(definition['States'] as Readonly<Record<string, JsonObject>>, {
    get: (states, name) => {
      if (typeof name === 'string' && Object.hasOwn(states, name))
        Object.assign(entered, { Name: name, EnteredTime: new Date().toISOString() });
      return Reflect.get(states, name) as unknown;
    },
  });
  return { ...definition, States } as unknown as StateMachineDefinition;
}

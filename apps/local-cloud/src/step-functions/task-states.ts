import type { JsonObject } from '../protocol/json-service.ts';

export type TaskState = { readonly name: string; readonly resource: string };

/** All Task states, those inside Parallel and Map too: a name stands once in the whole document. */
export function taskStates(machine: JsonObject): TaskState[] {
  const states = Object.entries((machine['States'] ?? {}) as Readonly<Record<string, JsonObject>>);
  return states.flatMap(([name, state]) => [
    ...(state['Type'] === 'Task' ? [{ name, resource: String(state['Resource']) }] : []),
    ...innerMachines(state).flatMap(taskStates),
  ]);
}

function innerMachines({ Branches, Iterator, ItemProcessor }: JsonObject): JsonObject[] {
  const branches = Array.isArray(Branches) ? (Branches as JsonObject[]) : [];
  return [...branches, Iterator, ItemProcessor].filter((machine) => machine !== undefined) as JsonObject[];
}

import type { Asked } from './task-log.ts';

export type Told = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A Task is scheduled and started as soon as it is entered, or tried again. */
export function taskBegun(asked: Asked | undefined, region: string): Told[] {
  if (!asked) return [];
  const { parameters, ...resource } = asked;
  return [
    { type: 'TaskScheduled', taskScheduledEventDetails: { ...resource, region, parameters } },
    { type: 'TaskStarted', taskStartedEventDetails: resource },
  ];
}

export function taskSucceeded(asked: Asked | undefined): Told[] {
  if (!asked) return [];
  const { resource, resourceType } = asked;
  return [{ type: 'TaskSucceeded', taskSucceededEventDetails: { resource, resourceType } }];
}

/** @param failure its error and cause */
export function taskFailed(asked: Asked | undefined, failure: object): Told[] {
  if (!asked) return [];
  const { resource, resourceType } = asked;
  return [{ type: 'TaskFailed', taskFailedEventDetails: { resource, resourceType, ...failure } }];
}

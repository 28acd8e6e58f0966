import type { Json, JsonObject } from '../protocol/json-service.ts';

/** AWS JSON writes times as epoch seconds with a fraction. */
export function encodeJson(value: JsonObject): string {
  return JSON.stringify(withSeconds(value, (time) => time.getTime() / 1000));
}

/** Every Date replaced by what `write` makes of it. */
export function withSeconds(value: Json | undefined, write: (time: Date) => number): unknown {
  if (value instanceof Date) return write(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withSeconds(item, write));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, item]) => [key, withSeconds(item, write)]),
  );
}

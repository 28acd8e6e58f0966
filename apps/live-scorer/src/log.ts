/** Structured lines, each with an `event`: what the process that started this one reads. */
export type Log = {
  readonly info: (fields: object, message?: string) => void;
  readonly warn: (fields: object, message?: string) => void;
};

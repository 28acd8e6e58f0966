/** Structured lines; `hideSecret` is told every token, so that no line can hold one. */
export type FeedLog = {
  readonly info: (fields: object, message?: string) => void;
  readonly warn: (fields: object, message?: string) => void;
  readonly hideSecret?: (value: string) => void;
};

export const SILENT_LOG: FeedLog = { info: () => undefined, warn: () => undefined };

import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page watch. */
export type Cell<T> = {
  readonly get: () => T;
  readonly set: (value: T) => void;
  /** Answers how to stop watching. */
  readonly watch: (watcher: (value: T) => void) => () => void;
};

export function cell<T>(first: T): Cell<T> {
  let value = first;
  const watchers = new Set<(value: T) => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const watcher of watchers) watcher(next);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/** The value now; the part is drawn again when it changes. */
export function useCell<T>(watched: Cell<T>): T {
  const [value, setValue] = useState(watched.get());
  useEffect(() => {
    setValue(() => watched.get());
    return watched.watch((next) => setValue(() => next));
  }, [watched]);
  return value;
}

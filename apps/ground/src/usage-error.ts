import { nearest } from '@moving-ground/configuration';

/** The words after the command cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError for a flag that is none of these, naming the nearest */
export function refuseUnknown(word: string, flags: readonly string[]): void {
  const name = /^--([^=]+)/.exec(word)?.[1];
  if (name === undefined || flags.includes(name)) return;
  const near = nearest(name, flags);
  throw new UsageError(`there is no flag --${name}${near ? `: did you mean --${near}?` : ': see --help'}`);
}

/**
 * A service's answer as it may be kept: without the account, the names of what is in it, request ids and times. Names
 * and types of all members stay, which is what the local cloud is compared by.
 */
export function scrub(response: object, secrets: readonly string[]): object {
  return scrubbed(response, secrets) as object;
}

const TIME = '2026-01-01T00:00:00.000Z';

function scrubbed(value: unknown, secrets: readonly string[]): unknown {
  if (value instanceof Date) return TIME;
  if (typeof value === 'string') return scrubText(value, secrets);
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== '$metadata');
  return Object.fromEntries(
    members.map(([name, inner]) => [scrubText(name, secrets), scrubbed(inner, secrets)]),
  );
}

function scrubText(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((left, secret) => left.replaceAll(secret, 'hidden'), text);
  return hidden.replaceAll(/\b\d{12}\b/g, '000000000000');
}

/** Members of ours that the real answer has not, or has as another type, by their path; an empty list: the same shape. */
export function shapeDifferences(real: unknown, ours: unknown, path = ''): readonly string[] {
  const [there, here] = [kindOf(real), kindOf(ours)];
  if (there !== here) return [`${path || 'the answer'}: ${there} there, ${here} here`];
  if (there === 'array') return ofFirst(real as readonly unknown[], ours as readonly unknown[], path);
  return there === 'object' ? ofMembers(real as Members, ours as Members, path) : [];
}

type Members = Readonly<Record<string, unknown>>;

function ofFirst(real: readonly unknown[], ours: readonly unknown[], path: string): readonly string[] {
  return real.length && ours.length ? shapeDifferences(real[0], ours[0], `${path}[]`) : [];
}

function ofMembers(real: Members, ours: Members, path: string): readonly string[] {
  return Object.keys(ours).flatMap((name) => {
    const inner = path ? `${path}.${name}` : name;
    return name in real ? shapeDifferences(real[name], ours[name], inner) : [`${inner}: only here`];
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

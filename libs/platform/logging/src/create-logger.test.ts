import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLogger, Secret } from './index.ts';

function writing(secrets: readonly string[] = []): {
  logger: ReturnType<typeof createLogger>;
  text: () => string;
} {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return {
    logger: createLogger({ name: 'streamer', level: 'info', secrets, destination }),
    text: () => lines.join(''),
  };
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** With everything that JSON, an address or a form's body writes in another way. */
const SECRETS = Array.from({ length: 10 }, (_, i) => `s3cr"t\\/${i}+of *ten`);

/** The places where path-based redaction was seen to leave secrets standing. */
const PLACES: readonly [string, (logger: ReturnType<typeof createLogger>, secret: string) => void][] = [
  [
    'a nested key',
    (log, secret) => {
      log.info({ b: { c: { password: secret } } });
    },
  ],
  [
    'a header in another case',
    (log, secret) => {
      log.info({ headers: { 'x-security-token': secret } });
    },
  ],
  [
    'the message of an error',
    (log, secret) => {
      log.error({ err: new Error(`login with ${secret} failed`) });
    },
  ],
  [
    'the cause of an error',
    (log, secret) => {
      log.error({ err: new Error('x', { cause: new Error(secret) }) });
    },
  ],
  [
    'the text of a message',
    (log, secret) => {
      log.warn({}, `plain ${secret}`);
    },
  ],
  [
    'a list',
    (log, secret) => {
      log.info({ list: [{ password: secret }] });
    },
  ],
  [
    'a name',
    (log, secret) => {
      log.info({ [secret]: 1 });
    },
  ],
  [
    'JSON inside a text',
    (log, secret) => {
      log.info({ body: JSON.stringify({ password: secret }) });
    },
  ],
  [
    'an address',
    (log, secret) => {
      log.info({ url: `https://host/?token=${encodeURIComponent(secret)}` });
    },
  ],
  [
    "a form's body",
    (log, secret) => {
      log.info({ body: new URLSearchParams({ t: secret }).toString() });
    },
  ],
];

const isIn = (text: string, secret: string): boolean =>
  [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
  ].some((form) => text.includes(form));

describe('a logger', () => {
  it.each(PLACES)('writes no secret that stands in %s', (_, log) => {
    const secret = SECRETS[0]!;
    const open = writing();
    log(open.logger, secret);
    expect(isIn(open.text(), secret), 'the search finds what is written').toBe(true);
    const { logger, text } = writing([secret]);
    log(logger, secret);
    expect(isIn(text(), secret)).toBe(false);
    expect(text()).toContain('[REDACTED]');
    expect(linesOf(text())).toHaveLength(1);
  });

  it('writes none of ten secrets, one of them registered late, in a child too', () => {
    const { logger, text } = writing(SECRETS.slice(0, 9));
    const child = logger.forBatch('b');
    logger.hideSecret(SECRETS[9]!);
    PLACES.forEach(([, log], i) => {
      log(child, SECRETS[i]!);
    });
    expect(linesOf(text())).toHaveLength(10);
    expect(SECRETS.filter((secret) => isIn(text(), secret))).toEqual([]);
  });

  it('takes whatever a secret may be made of', () => {
    expect(() => {
      writing().logger.hideSecret('\ud800 half a character');
    }).not.toThrow();
  });

  it('writes the service, the level by name, and the batch', () => {
    const { logger, text } = writing();
    logger.forBatch('20260105t101500-0f3a9c21').info({ event: 'batch-exported' });
    const line = JSON.parse(text()) as Record<string, unknown>;
    expect(line).toMatchObject({
      service: 'streamer',
      level: 'info',
      batchId: '20260105t101500-0f3a9c21',
      event: 'batch-exported',
    });
  });

  it('cannot be made to write a second line', () => {
    const { logger, text } = writing();
    logger.info({}, 'one\n{"level":"info"}');
    expect(text().trim().split('\n')).toHaveLength(1);
  });
});

describe('an error in a line', () => {
  const request = { config: { data: 'grant=unknown-1' }, headers: { CST: 'unknown-2' } };
  const failed = Object.assign(new Error('refused'), request, { code: 'ECONNREFUSED' });

  it.each([
    ['err', { err: failed }],
    ['another name', { reason: failed }],
    ['a list', { list: [failed] }],
    ['an object', { outcome: { last: failed } }],
    ['no object', failed],
  ])('as %s is written without the request that hangs on it', (_, fields) => {
    const { logger, text } = writing();
    logger.error(fields);
    expect(text()).not.toContain('unknown');
    expect(text()).toContain('"message":"refused","code":"ECONNREFUSED","stack":');
  });

  it('shows what it was caused by and what it joins', () => {
    const { logger, text } = writing();
    const cause = new AggregateError([failed, 'a word'], '');
    logger.error({ err: new Error('outer', { cause }) });
    expect(linesOf(text())[0]).toMatchObject({
      err: {
        name: 'Error',
        message: 'outer',
        cause: {
          name: 'AggregateError',
          errors: [{ message: 'refused', code: 'ECONNREFUSED' }, { message: 'a word' }],
        },
      },
    });
  });

  it('that is its own cause is written', () => {
    const { logger, text } = writing();
    const error = new Error('round');
    error.cause = error;
    logger.error({ err: error });
    expect(linesOf(text())[0]).toMatchObject({ err: { message: 'round', cause: { message: 'round' } } });
  });

  it('that is no error is written as text', () => {
    const { logger, text } = writing();
    logger.error({ err: 'a word' });
    expect(linesOf(text())[0]).toMatchObject({ err: { message: 'a word' } });
  });
});

describe('a secret', () => {
  it('shows itself nowhere', () => {
    const secret = new Secret('hunter2');
    expect([String(secret), JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});

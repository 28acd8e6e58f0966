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

const SECRETS = Array.from({ length: 10 }, (_, i) => `s3cr"t/${i}+of*ten`);

describe('a logger', () => {
  it('writes none of ten planted secrets', () => {
    const { logger, text } = writing(SECRETS.slice(0, 9));
    const [a, b, c, d, e, f, g, h, i, late] = SECRETS as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    logger.hideSecret(late);
    logger.info({ b: { c: { password: a } } });
    logger.info({ headers: { 'x-security-token': b, CST: c } });
    logger.error({ err: new Error(`login with ${d} failed`, { cause: new Error(e) }) });
    logger.error({ err: Object.assign(new Error('x'), { config: { data: f, headers: { CST: g } } }) });
    logger.warn({ url: `https://host/?token=${encodeURIComponent(h)}` }, `plain ${i}`);
    logger.forBatch('b').info({ list: [{ password: late }] });
    for (const secret of SECRETS) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
        expect(text()).not.toContain(form);
      }
    }
    expect(text().split('[REDACTED]').length).toBeGreaterThan(7);
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

describe('a secret', () => {
  it('shows itself nowhere', () => {
    const secret = new Secret('hunter2');
    expect([String(secret), JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});

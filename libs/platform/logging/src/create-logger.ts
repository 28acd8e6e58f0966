import { pino, type DestinationStream, type LoggerOptions } from 'pino';
import { errorFields } from './error-fields.ts';
import { Scrubber } from './scrubber.ts';
import { withoutErrors } from './without-errors.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

type Write = (fields: object, message?: string) => void;

export type Logger = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** Lines of one batch carry its id from its export to the endpoint. */
  readonly forBatch: (batchId: string) => Logger;
  /** Takes the value out of every line from now on, those of the loggers made from this one included. */
  readonly hideSecret: (value: string) => void;
};

export type LoggerSettings = {
  /** The process: the base field `service`. */
  readonly name: string;
  readonly level: string;
  /** Values that must never be written. */
  readonly secrets?: readonly string[];
  /** Default: standard output. */
  readonly destination?: DestinationStream;
};

const REDACTED_PATHS = [
  'password',
  '*.password',
  'apiKey',
  '*.apiKey',
  'secret',
  '*.secret',
  'authorization',
  '*.authorization',
];

/** One JSON line an event, with base fields, and without the known secrets. */
export function createLogger({
  name,
  level,
  secrets = [],
  destination = process.stdout,
}: LoggerSettings): Logger {
  const scrubber = new Scrubber();
  secrets.forEach((value) => {
    scrubber.hide(value);
  });
  const options: LoggerOptions = {
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: withoutErrors },
    redact: { paths: REDACTED_PATHS, censor: '[REDACTED]' },
    serializers: { err: errorFields, error: errorFields },
  };
  return loggerOf(
    pino(options, { write: (line: string) => destination.write(scrubber.scrub(line)) }),
    scrubber,
  );
}

/** The part of pino that is used. */
type Pino = Readonly<Record<'debug' | 'info' | 'warn' | 'error', Write>> & { child(bindings: object): Pino };

function loggerOf(lines: Pino, scrubber: Scrubber): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error'): Write =>
    (fields, message) => {
      lines[level](fields, message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    forBatch: (batchId) => loggerOf(lines.child({ batchId }), scrubber),
    hideSecret: (value) => {
      scrubber.hide(value);
    },
  };
}

export { createLogger, type Logger, type LoggerSettings, type LogLevel } from './create-logger.ts';
export { Scrubber } from './scrubber.ts';
export { Secret } from './secret.ts';

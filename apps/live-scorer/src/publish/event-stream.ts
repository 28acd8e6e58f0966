import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Journal, PublishedEvent } from './journal.ts';

/** A comment this often keeps connections alive that are closed when nothing comes. */
const KEEP_ALIVE_MS = 15_000;
/** A reader that lets this much wait is cut off: it comes back with the id of its last event. */
const MOST_WAITING_BYTES = 1_048_576;
const RETRY_MS = 1_000;

/**
 * Server-sent events from now on, or from the event after `Last-Event-ID`. What came in between and is not kept any
 * more is told first, as an event `missed` with their number: null after a restart of this process.
 */
export function streamEvents(journal: Journal, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
  resume(journal, request, response);
  const stopListening = journal.listen((event) => {
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else response.write(frame(event));
  });
  const alive = setInterval(() => response.write(': alive\n\n'), KEEP_ALIVE_MS);
  response.on('close', () => {
    stopListening();
    clearInterval(alive);
  });
}

function resume(journal: Journal, request: IncomingMessage, response: ServerResponse): void {
  const lastId = request.headers['last-event-id'];
  if (typeof lastId !== 'string' || lastId === '') return;
  const { missed, events } = journal.after(lastId);
  if (missed !== 0) response.write(`event: missed\ndata: ${JSON.stringify({ missed })}\n\n`);
  for (const event of events) response.write(frame(event));
}

/** JSON has no line ends of its own, so one line of data is enough. */
function frame({ id, kind, data }: PublishedEvent): string {
  return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

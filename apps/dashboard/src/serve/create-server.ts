import compress from '@fastify/compress';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ModelView, RunView, TickColumns, TuningView } from '../view/index.ts';
import type { Board } from './board.ts';
import { EventStream } from './event-stream.ts';
import { pageFiles } from './page-files.ts';
import { isSameToken } from './same-token.ts';

/** What the routes answer from. */
export type Shown = {
  readonly board: Board;
  readonly page: string;
  /** Needed for whatever changes something. */
  readonly token: string;
  readonly runs: () => readonly RunView[];
  /** The record as it is stored. */
  readonly decision: (runId: string) => Promise<unknown>;
  readonly tuning: (runId: string) => Promise<TuningView | undefined>;
  readonly model: () => ModelView | undefined;
  /** Undefined where no store is named: then there are none. */
  readonly ticks: ((seconds: number) => Promise<TickColumns>) | undefined;
  /** Starts the batch's next attempt; answers its run. @throws with a sentence for people */
  readonly runAgain: (batchId: string) => Promise<string>;
};

const LONGEST_SECONDS = 86_400;
const NO_TICKS: TickColumns = { ms: [], bid: [], offer: [] };

/** The page's files and what it asks for. Everything is the viewer's own: no other site may ask. */
export async function createServer(shown: Shown): Promise<FastifyInstance> {
  const server = Fastify({ logger: false });
  const events = new EventStream(shown.board);
  server.addHook('onRequest', refuseForeign);
  server.addHook('onSend', (_request, reply, _payload, done) => {
    reply.headers(HEADERS);
    done();
  });
  // Events go out as they come, by themselves: what waits to be compressed would be late.
  await server.register(compress, { encodings: ['gzip'] });
  server.get('/events', { compress: false }, (request, reply) => events.open(request, reply));
  server.get('/api/model', (_request, reply) => shown.model() ?? notThere(reply, 'there is no model yet'));
  reads(server, shown);
  writes(server, shown);
  for (const [path, file] of await pageFiles(shown.page))
    server.get(path, (_request, reply) => reply.type(file.type).send(file.body));
  server.addHook('preClose', () => events.close());
  return server;
}

/** No script, style or connection but the page's own; nothing of it in another's frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A name that was made to point to this machine (DNS rebinding) has its own host; and a form of another site an origin. */
function refuseForeign(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const { origin } = request.headers;
  const isOwn = ['127.0.0.1', 'localhost', '[::1]'].includes(host);
  if (isOwn && (origin === undefined || URL.parse(origin)?.host === request.headers.host)) done();
  else
    void reply
      .code(403)
      .send({ error: `asked from ${origin ?? host}: only this machine's own page may ask` });
}

function reads(server: FastifyInstance, { runs, tuning, decision, ticks }: Shown): void {
  server.get<{ Params: { id: string } }>('/api/runs/:id', ({ params }, reply) => {
    const run = runs().find(({ runId }) => runId === params.id);
    return run ?? notThere(reply, `there is no run ${JSON.stringify(params.id)} among the newest`);
  });
  server.get<{ Params: { id: string } }>('/api/runs/:id/decision', async ({ params }, reply) => {
    const isKnown = runs().some(({ runId }) => runId === params.id);
    const record = isKnown ? await decision(params.id) : undefined;
    return record ?? notThere(reply, `run ${JSON.stringify(params.id)} has no decision`);
  });
  server.get<{ Params: { id: string } }>('/api/tunings/:id', async ({ params }, reply) => {
    return (await tuning(params.id)) ?? notThere(reply, `run ${JSON.stringify(params.id)} has no tuning`);
  });
  server.get<{ Querystring: { seconds?: string } }>('/api/ticks', async ({ query }, reply) => {
    if (!ticks) return NO_TICKS;
    const seconds = Number(query.seconds ?? 3600);
    if (Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST_SECONDS) return ticks(seconds);
    return reply.code(400).send({
      error: `seconds was ${JSON.stringify(query.seconds)}: give a whole number to ${LONGEST_SECONDS}`,
    });
  });
}

function writes(server: FastifyInstance, { token, runAgain }: Shown): void {
  server.post<{ Params: { id: string } }>('/api/batches/:id/run', async ({ params, headers }, reply) => {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (given === undefined || !isSameToken(given, token))
      return reply.code(401).send({ error: 'this needs the token that was printed at the start' });
    try {
      return await reply.code(202).send({ runId: await runAgain(params.id) });
    } catch (error) {
      return reply.code(409).send({ error: (error as Error).message });
    }
  });
}

function notThere(reply: FastifyReply, error: string): FastifyReply {
  return reply.code(404).send({ error });
}

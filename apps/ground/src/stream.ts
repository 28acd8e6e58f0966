import { join, resolve } from 'node:path';
import type { CommandLine } from './command-line.ts';
import { openDataFolder } from './data-folder.ts';
import { followStreamer } from './follow-streamer.ts';
import { buildLambdas, startLocalCloud, startStreamer } from './local-processes.ts';
import type { Settings } from './settings.ts';
import { interruption } from './signals.ts';
import type { Teller } from './teller.ts';

/** The streamer against a local cloud brought up for it; answers the streamer's own exit code. */
export async function stream(line: CommandLine, settings: Settings, teller: Teller): Promise<number> {
  const started = { line, settings, dataFolder: resolve(openDataFolder(line, settings.configuration)) };
  const interrupted = interruption();
  await buildLambdas(join(started.dataFolder, 'bundles'));
  const { child: cloud, address } = await startLocalCloud(started);
  const streamer = startStreamer(started, address, followStreamer(teller, settings.configuration.batch.size));
  void interrupted.then(() => streamer.stop());
  try {
    const code = await streamer.ended;
    if (streamer.lastWords()) process.stderr.write(`${streamer.lastWords()}\n`);
    return code;
  } finally {
    await cloud.stop();
  }
}

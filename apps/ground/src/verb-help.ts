type VerbHelp = { readonly does: string; readonly usage: string; readonly examples: readonly string[] };

const MANNER = '[--json] [--quiet]';
const LOOP = `[--data FOLDER] ${MANNER}`;

/** The verbs whose programs have no help of their own. */
const VERBS: Readonly<Record<string, VerbHelp>> = {
  start: {
    does: 'The whole loop: prices, orders, batches, runs, a model behind an endpoint, its page.',
    usage: 'start [--once] [--data FOLDER] [--set PATH=VALUE]... and the other flags of ground --help',
    examples: [
      'start --once',
      'start --batch-size 2000 --lags 60',
      'start --preset article --set promotion.minRecall=0.1',
      'start --once --json | jq .event',
    ],
  },
  replay: {
    does: 'The same on recorded quotes: CSV or CSV.gz with timestamp,bid,offer, or what ground record wrote.',
    usage: 'replay FILE [--speed N] [--once] and the flags of start',
    examples: ['replay quotes.csv.gz', 'replay quotes.csv.gz --speed 60 --take-profit 0.5 --stop-loss 0.5'],
  },
  config: {
    does: 'Every setting with its value and where that comes from.',
    usage: `config [--config FILE] [--preset NAME] [--set PATH=VALUE]... ${MANNER}`,
    examples: ['config', 'config --preset article', 'config --set batch.size=500 --json'],
  },
  doctor: {
    does: 'Is everything there that a streamer needs? A line each, with what to do; with --quiet only what is not well.',
    usage: `doctor [--seconds N] ${MANNER}`,
    examples: ['doctor', 'doctor --seconds 120 --quiet'],
  },
  record: {
    does: 'The feed as a CSV.gz that replay takes, until Ctrl-C or a bound.',
    usage: `record FILE [--seconds N | --ticks N] [--append] ${MANNER}`,
    examples: ['record monday.csv.gz --seconds 3600', 'record monday.csv.gz --append --ticks 100000'],
  },
  page: {
    does: 'The page of a loop on AWS, on this machine and with your own credentials, until Ctrl-C. GROUND_BUCKET and GROUND_STATE_MACHINE_ARN name the loop, GROUND_RUN_PREFIX its stage (d- for dev); the market is shown where MONGODB_URI names its store.',
    usage: `page [--page-port N] [--config FILE] [--data FOLDER] ${MANNER}`,
    examples: ['page', 'page --page-port 8080'],
  },
  runs: {
    does: 'Every run with its outcome, oldest first.',
    usage: `runs ${LOOP}`,
    examples: ['runs', 'runs --json | jq -r .outcome'],
  },
  run: {
    does: 'One run: its states, its trainings, its end.',
    usage: `run RUN ${LOOP}`,
    examples: ['run 20260105t101500-0f3a9c21-1'],
  },
  explain: {
    does: 'The decision of a run and why, worked out again from what was stored. Exit code 1 where it comes out otherwise.',
    usage: `explain RUN ${LOOP}`,
    examples: ['explain 20260105t101500-0f3a9c21-1'],
  },
  rollback: {
    does: 'Puts the model of an earlier run behind the endpoint again. The next promotion replaces it.',
    usage: `rollback RUN --why TEXT ${LOOP}`,
    examples: ['rollback 20260105t101500-0f3a9c21-1 --why "the new one flags nothing"'],
  },
  predict: {
    does: 'Scores for rows of CSV, features only, a row a line.',
    usage: `predict FILE [--endpoint NAME] ${LOOP}`,
    examples: ['predict rows.csv', 'predict rows.csv --endpoint moving-ground'],
  },
  'replay-batch': {
    does: 'The next attempt of a batch that is still staged.',
    usage: `replay-batch BATCH ${LOOP}`,
    examples: ['replay-batch 20260105t101500-0f3a9c21'],
  },
  skill: {
    does: 'Does what is deployed know anything? Its models against the batches that came after them.',
    usage: `skill ${LOOP}`,
    examples: ['skill', 'skill --data .ground'],
  },
  cost: {
    does: 'Dollars a month on AWS: by stage, variant and cadence, streaming and idle.',
    usage: `cost ${MANNER}`,
    examples: ['cost', 'cost --json'],
  },
  bench: {
    does: 'Speed and memory beside their peers, all benches or those named.',
    usage: `bench [NAME...] [--out FILE] [--page FILE] ${MANNER}`,
    examples: ['bench tuning proposal', 'bench fit --json', 'bench fit --out fit.json'],
  },
};

/** The help of one verb; undefined where the words ask for none, or for one that its own program has. */
export function verbHelp(words: readonly string[]): string | undefined {
  const [verb = ''] = words;
  const isAsked = words.some((word) => word === '--help' || word === '-h');
  const help = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!isAsked || !help) return undefined;
  const examples = help.examples.map((example) => `  ground ${example}`).join('\n');
  return `${help.does}\n\nusage: ground ${help.usage}\n\nFor example\n${examples}\n\nAll commands and flags: ground --help\n`;
}

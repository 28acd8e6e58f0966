export const HELP = `backtest: what the pipeline would have known, and what it would only have believed

  backtest run --replay FILE...   walk forward over recorded sessions: a fresh model with every batch, compared on the
                                  next batch with stale ones, with baselines and with no model
  backtest null                   the same steps where nothing can be known, and where a known signal was planted:
                                  how often "better" is said of nothing, and how often what is there is seen
  backtest skill                  does what a running loop has deployed know anything? Its models against the batches that
                                  came after them; GROUND_BUCKET names the bucket (locally moving-ground-local, with
                                  AWS_ENDPOINT_URL of the local cloud)
  backtest compare A B            two kept runs beside each other

As ground backtest --replay FILE..., ground null, ground skill, ground compare A B; with nx: nx run backtest:run --replay FILE,
nx run backtest:null.

Flags
  --replay FILE...        recorded quotes (CSV or CSV.gz: timestamp,bid,offer); null: the session whose signs are turned
  --config FILE           default ground.config.json;  --set PATH=VALUE  any setting, e.g. --set bot.takeProfit=0.3
  --seed N                of shuffle, search and statements; default 1
  --seeds N               null: of each market; default 100
  --ages N,N              how many batches older the shadows are, of the champion and of the fresh model; default 1,4
  --coverage X            share of orders that models flag when they are compared; default 0.25
  --alpha X               level of every statement; default 0.01
  --margin X              a smaller difference of precision is of no use; default 0.02
  --state FOLDER          finished pieces and runs, gone on with; default .ground/backtest
  --out FOLDER            where the report goes; default: the run's folder in the state
  --write FILE            null: a table in this Markdown file is replaced by the one found
  --publish               skill: what it found goes into the bucket, where the page looks for it
  --json                  one JSON object instead of sentences
  --quiet                 the result only: no progress, nothing on the way
  --threads N             default: all cores

For example
  ground backtest --replay monday.csv.gz tuesday.csv.gz --set bot.takeProfit=0.5 --set bot.stopLoss=0.5
  ground null --seeds 10 --quiet
  ground compare 0a1b2c3d4e5f 5f4e3d2c1b0a --json

Exit codes: 0 done, 1 failed, 2 not understood
`;

export const HELP = `ground: the whole loop on one machine

  ground [start]             live prices of a synthetic market, a fresh model with every batch
  ground start --once        end at the first run that yields a model
  ground replay FILE         the same on recorded quotes (CSV or CSV.gz: timestamp,bid,offer, or of record)
  ground config              every setting, its value and where it comes from
  ground doctor              is everything there that a streamer needs? A line each, with what to do
  ground record FILE         the feed as a CSV.gz that replay takes, until Ctrl-C or a bound

of the loop that runs here (or with its data in --data FOLDER), or on AWS where GROUND_BUCKET,
GROUND_STATE_MACHINE_ARN and GROUND_RUN_PREFIX (d- for dev) are set:

  ground runs                every run with its outcome
  ground run RUN             its states and trainings, for example: ground run 20260105t101500-0f3a9c21-1
  ground explain RUN         its decision and why, worked out again from what was stored
  ground rollback RUN        its model behind the endpoint again; --why TEXT
  ground predict FILE        scores for rows of CSV, features only; --endpoint NAME
  ground replay-batch BATCH  the next attempt of a batch that is still staged
  ground skill               does what is deployed know anything? From the batches that came after
  ground page                the page of a loop on AWS, served on this machine

and by themselves, each with flags of its own (see --help of each):

  ground backtest --replay FILE...   walk forward over recorded sessions
  ground null                        how often skill is claimed where there is none
  ground compare A B                 two kept backtests beside each other
  ground cost                        dollars a month on AWS, by stage and variant
  ground bench NAME...               speed and memory beside their peers

npm start is ground: words go after two dashes, as in npm start -- --once. Elsewhere: npx ground.

doctor and record take a local cloud of their own. With GROUND_IG_URL and the streamer's other variables in the
environment they take that IG: not while a streamer of the same login runs, as IG allows one connection.

Flags
  --once                  end at the first model: exit code 0, or 3 when the data ended before one
  --replay FILE           recorded quotes instead of the synthetic market
  --speed N               N times real time; default max: as fast as the pipeline keeps up
  --orders-per-second N   --take-profit X   --stop-loss X   --batch-size N   --lags N   --preset NAME
  --set PATH=VALUE        any setting, for example --set promotion.minRecall=0.1
  --seed N                of the synthetic market, the shuffle and the search
  --config FILE           default ground.config.json
  --data FOLDER           where the state is kept, and gone on with
  --port N                of the local cloud; default any free one
  --page-port N           of the page, which is served while the loop runs; not with --once
  --seconds N             doctor: how long to wait for a price, default 30; record: how long to record
  --ticks N               record: how many prices
  --append                record: go on in a file that is there, after cutting off what was not written whole
  --json                  one JSON object a line; on every command
  --quiet                 only results and errors; on every command
  --help                  of every command, with examples; also ground help COMMAND

In a terminal the loop is a view drawn in place; in a pipe, in CI and with TERM=dumb it is a line for each event. Colors
go with NO_COLOR. How far long work is goes to the error stream.

Exit codes: 0 done or ended by Ctrl-C, 1 failed, 2 not understood, 3 the data ended before a model
            doctor: 0 all is well, 1 something is not
            explain: 1 when the decision is another than what was stored makes it
`;

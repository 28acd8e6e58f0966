export const HELP = `ground: the whole loop on one machine

  npm start                          live prices of a synthetic market, a fresh model with every batch
  npm start -- --once                end at the first run that yields a model
  npm start -- --once --replay FILE  the same on recorded quotes (CSV or CSV.gz: timestamp,bid,offer)
  npm start -- config                every setting, its value and where it comes from

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
  --json                  one JSON object a line
  --quiet                 only results and errors

Exit codes: 0 done or ended by Ctrl-C, 1 failed, 2 not understood, 3 the data ended before a model
`;

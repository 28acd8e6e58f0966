import { describe, expect, it } from 'vitest';
import { HELP } from './help.ts';
import { LOOP_VERBS } from './loop-verbs.ts';
import { PROGRAM_VERBS } from './program-verbs.ts';
import { STREAMER_VERBS } from './streamer-verbs.ts';
import { verbHelp } from './verb-help.ts';

/** These ask the program of the backtest, which explains its own flags. */
const OWN_HELP = ['backtest', 'null', 'compare'];
const ALL = ['start', 'replay', 'config', 'page', ...STREAMER_VERBS, ...LOOP_VERBS, ...PROGRAM_VERBS];

describe('the help of a command', () => {
  it.each(ALL.filter((verb) => !OWN_HELP.includes(verb)))(
    'tells of %s what it does, with an example',
    (verb) => {
      const help = verbHelp([verb, '--help']) ?? '';
      expect(help).toContain(`usage: ground ${verb}`);
      expect(help).toMatch(new RegExp(`^  ground ${verb}`, 'm'));
      expect(help).toMatch(
        verb === 'start' || verb === 'replay' ? /flags of (start|ground --help)/ : /\[--json\] \[--quiet\]/,
      );
      expect(HELP).toContain(`ground ${verb === 'start' ? '[start]' : verb}`);
    },
  );

  it('is not given where it is not asked for, nor of a word that is no command', () => {
    expect(verbHelp(['runs'])).toBeUndefined();
    expect(verbHelp(['nonsense', '--help'])).toBeUndefined();
    expect(verbHelp(['--help'])).toBeUndefined();
  });
});

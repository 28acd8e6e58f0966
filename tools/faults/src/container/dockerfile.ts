import { DockerfileParser, type Instruction } from 'dockerfile-ast';

export type FinalStage = {
  readonly base: string;
  readonly workdir: string;
  /** `uid:gid`. */
  readonly user: string;
  readonly stopSignal: string;
  readonly environment: Readonly<Record<string, string>>;
  /** From the build context, to absolute paths in the image. */
  readonly copied: readonly { readonly from: string; readonly to: string }[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
};

/** The last stage of a Dockerfile: what the image is. @throws Error naming an instruction that is missing */
export function readFinalStage(text: string): FinalStage {
  const all = DockerfileParser.parse(text).getInstructions();
  const begin = all.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  const stage = all.slice(begin);
  const argumentsOf = (keyword: string): string[] => wordsOf(find(stage, keyword));
  const workdir = argumentsOf('WORKDIR')[0] ?? '/';
  return {
    base: argumentsOf('FROM')[0] ?? '',
    workdir,
    user: argumentsOf('USER')[0] ?? '',
    stopSignal: argumentsOf('STOPSIGNAL')[0] ?? '',
    environment: environmentOf(stage),
    copied: stage.flatMap((instruction) => copiedBy(instruction, workdir)),
    entrypoint: jsonOf(find(stage, 'ENTRYPOINT')),
    command: jsonOf(find(stage, 'CMD')),
    healthCheck: jsonOf(find(stage, 'HEALTHCHECK')),
  };
}

function find(stage: readonly Instruction[], keyword: string): Instruction {
  const found = stage.find((instruction) => instruction.getKeyword() === keyword);
  if (!found) throw new Error(`the Dockerfile's last stage has no ${keyword}`);
  return found;
}

function wordsOf(instruction: Instruction): string[] {
  return instruction.getArguments().map((word) => word.getValue());
}

/** The exec form at the end of an instruction. */
function jsonOf(instruction: Instruction): string[] {
  const text = instruction.getRawArgumentsContent() ?? '';
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

function environmentOf(stage: readonly Instruction[]): Record<string, string> {
  const words = stage.filter((instruction) => instruction.getKeyword() === 'ENV').flatMap(wordsOf);
  return Object.fromEntries(words.map((word) => word.split('=', 2) as [string, string]));
}

/** Only from the build context: what other stages give is not of this machine. */
function copiedBy(instruction: Instruction, workdir: string): FinalStage['copied'] {
  const isOwn = instruction.getKeyword() === 'COPY' && !instruction.toString().includes('--from=');
  if (!isOwn) return [];
  const words = wordsOf(instruction);
  const target = words.at(-1) === './' ? workdir : String(words.at(-1));
  return words.slice(0, -1).map((from) => ({ from, to: `${target}/${String(from.split('/').at(-1))}` }));
}

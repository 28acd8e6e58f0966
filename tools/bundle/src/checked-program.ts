import { join } from 'node:path';
import ts from 'typescript';

export class LibraryNotBuilt extends Error {
  override readonly name = 'LibraryNotBuilt';
}

/** Files that serve the tests of a library and are no part of it. */
const FOR_TESTS = /\.(test|contract|fixture)\.ts$/;

/** The files of a library, without those for its tests, all types in order. @throws LibraryNotBuilt naming the first errors */
export function checkedProgram(project: string, options: ts.CompilerOptions = {}): ts.Program {
  const read = readProject(project);
  const files = read.fileNames.filter((file) => !FOR_TESTS.test(file));
  const program = ts.createProgram(files, { ...read.options, ...options });
  refuseErrors(ts.getPreEmitDiagnostics(program), project);
  return program;
}

/** @throws LibraryNotBuilt naming the first errors */
export function refuseErrors(diagnostics: readonly ts.Diagnostic[], project: string): void {
  const errors = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (errors.length === 0) return;
  throw new LibraryNotBuilt(`${project} was not built: ${errors.slice(0, 5).map(textOf).join('; ')}`);
}

function readProject(project: string): ts.ParsedCommandLine {
  const path = join(project, 'tsconfig.json');
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  if (read.error) throw new LibraryNotBuilt(`${project} is no project: ${textOf(read.error)}`);
  return ts.parseJsonConfigFileContent(read.config, ts.sys, project);
}

function textOf({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (!file || start === undefined) return text;
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`;
}

/**
 * The error that a Python program ended with, from what it wrote to stderr: the last line that reads `Name: message`
 * at its beginning, as a traceback's last one does; Spark may log behind it. Empty where it wrote nothing.
 */
export function jobError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const told = lines.findLast(
    (line) => /^[A-Za-z_][\w.]*: \S/.test(line) && !/^(WARN|INFO|ERROR)/.test(line),
  );
  return told ?? lines.at(-1) ?? '';
}

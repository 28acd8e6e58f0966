const LINE = /^Verified on AWS: .*$/m;

/** README with its line about verification as of now. @param done how many steps were right, of how many */
export function withVerifiedLine(
  readme: string,
  {
    date,
    region,
    right,
    steps,
  }: { readonly date: string; readonly region: string; readonly right: number; readonly steps: number },
): string {
  const line = `Verified on AWS: ${right} of ${steps} checks, ${region}, ${date}.`;
  return LINE.test(readme) ? readme.replace(LINE, line) : `${readme.trimEnd()}\n\n${line}\n`;
}

declare module 'asl-validator' {
  type Verdict = { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
  function validate(
    document: object,
    options?: { readonly checkArn?: boolean; readonly checkPaths?: boolean },
  ): Verdict;
  export = validate;
}

/** The body of a prediction request cannot be understood: names the row, counted from 0, and quotes the value. */
export class InvalidInferenceRequest extends Error {
  override readonly name = 'InvalidInferenceRequest';
  /** Undefined where the body as a whole is wrong. */
  readonly row: number | undefined;

  constructor(problem: string, row?: number) {
    super(problem);
    this.row = row;
  }
}

export class UnsupportedContentType extends Error {
  override readonly name = 'UnsupportedContentType';
  constructor(contentType: string) {
    super(
      `the content type was ${JSON.stringify(contentType.slice(0, 80))}: ` +
        'send text/csv, application/json, application/jsonlines or application/x-recordio-protobuf',
    );
  }
}

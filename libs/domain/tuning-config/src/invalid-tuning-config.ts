/** A tuning job configuration that the service would refuse, or that is not offered here. */
export class InvalidTuningConfig extends Error {
  override readonly name = 'InvalidTuningConfig';
}

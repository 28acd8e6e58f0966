import { RUN_ERRORS } from '@moving-ground/run';

/** The endpoint does not serve what was selected, whatever its status says. */
export class EndpointNotVerified extends Error {
  override readonly name = RUN_ERRORS.endpointNotVerified;
}

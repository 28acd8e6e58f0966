export { createSecrets, SecretMissing, type Secrets } from './create-secrets.ts';

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings';

const LOCAL_ADMIN_EMAIL = 'admin@kinoscope.local';

interface LocalSecrets {
  readonly jwtSecret: string;
  readonly adminPassword: string;
}

/**
 * Outside production nobody has to set a secret to begin with: what is missing is drawn at random once and
 * kept in `DATA_DIR/secrets.json`, readable by the owner alone.
 */
export function fillInLocalSecrets(settings: Settings): void {
  if (settings.NODE_ENV === 'production') return;
  if (settings.JWT_SECRET && settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD) return;
  const secrets = readOrMake(settings.DATA_DIR);
  settings.JWT_SECRET ??= secrets.jwtSecret;
  if (settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD) return;
  settings.ADMIN_EMAIL ??= LOCAL_ADMIN_EMAIL;
  settings.ADMIN_PASSWORD ??= secrets.adminPassword;
}

function readOrMake(dataDir: string): LocalSecrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  mkdirSync(dataDir, { recursive: true });
  const secrets = {
    jwtSecret: randomBytes(32).toString('hex'),
    adminPassword: randomBytes(9).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { Database } from '../../../common/database/database';
import type { User } from '../domain/user';
import { type EmailUse, UserRepository } from '../domain/user.repository';
import { UserSchema } from './user.schema';

const COLUMNS = `id, registered_at AS "registeredAt", role, email, name, password_hash AS "passwordHash", timezone`;

/** The users given as one array a column, in the order of {@link userColumns}. */
const GIVEN = `unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
  AS given (id, registered_ms, role, email, name, password_hash, timezone)`;

@Injectable()
export class PostgresUserRepository extends UserRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(UserSchema) private readonly users: Repository<User>,
  ) {
    super();
  }

  findById(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  find(ids: readonly string[]): Promise<User[]> {
    return this.users.findBy({ id: In([...ids]) });
  }

  findByEmail(email: string): Promise<User | null> {
    return this.users
      .createQueryBuilder('user')
      .where('lower(user.email) = lower(:email)', { email })
      .getOne();
  }

  lock(ids: readonly string[]): Promise<User[]> {
    const text = `SELECT ${COLUMNS} FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`;
    return this.database.query<User>({ name: 'lock-users', text }, [ids]);
  }

  hold(ids: readonly string[]): Promise<User[]> {
    const text = `SELECT ${COLUMNS} FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE`;
    return this.database.query<User>({ name: 'hold-users', text }, [ids]);
  }

  async findEmailUses(emails: readonly string[]): Promise<EmailUse[]> {
    if (emails.length === 0) return [];
    const text = `
SELECT given AS email, lower(given) AS key, users.id AS "ownerId"
FROM unnest($1::text[]) AS given LEFT JOIN users ON lower(users.email) = lower(given)`;
    return this.database.query<EmailUse>({ name: 'email-uses', text }, [emails]);
  }

  async findPasswordHashes(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const text = `SELECT id, password_hash AS hash FROM users WHERE id = ANY ($1::uuid[]) AND password_hash IS NOT NULL`;
    const rows = await this.database.query<{ id: string; hash: string }>({ name: 'password-hashes', text }, [
      ids,
    ]);
    return new Map(rows.map(({ id, hash }) => [id, hash]));
  }

  async insert(users: readonly User[]): Promise<void> {
    if (users.length === 0) return;
    const text = `
INSERT INTO users (id, registered_at, role, email, name, password_hash, timezone)
SELECT id, to_timestamp(registered_ms / 1000.0), role, email, name, password_hash, timezone
FROM ${GIVEN}
ORDER BY id`;
    await this.database.query({ name: 'insert-users', text }, userColumns(users));
  }

  async update(users: readonly User[]): Promise<void> {
    if (users.length === 0) return;
    // E-mails may change hands within one call, and the unique index is checked row by row.
    await this.database.query(
      {
        name: 'free-emails',
        text: 'UPDATE users SET email = NULL WHERE id = ANY ($1::uuid[]) AND email IS NOT NULL',
      },
      [users.map((user) => user.id)],
    );
    const text = `
UPDATE users
SET registered_at = to_timestamp(registered_ms / 1000.0), role = given.role, email = given.email, name = given.name,
    password_hash = given.password_hash, timezone = given.timezone
FROM ${GIVEN}
WHERE users.id = given.id`;
    await this.database.query({ name: 'update-users', text }, userColumns(users));
  }

  async delete(id: string): Promise<void> {
    await this.database.query({ name: 'delete-user', text: 'DELETE FROM users WHERE id = $1' }, [id]);
  }
}

function userColumns(users: readonly User[]): unknown[] {
  return [
    users.map((user) => user.id),
    users.map((user) => user.registeredAt.getTime()),
    users.map((user) => user.role),
    users.map((user) => user.email),
    users.map((user) => user.name),
    users.map((user) => user.passwordHash),
    users.map((user) => user.timezone),
  ];
}

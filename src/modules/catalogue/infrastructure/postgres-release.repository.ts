import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Database } from '../../../common/database/database';
import type { Release } from '../domain/release';
import { GenreCount, ReleaseRepository, ReleaseSearch } from '../domain/release.repository';
import { ReleaseSchema } from './release.schema';

const COLUMNS = `id, title, genres, released_at AS "releasedAt", duration_minutes AS "durationMinutes"`;

/** Lists of lists cannot be arrays of unequal length in SQL, so genres travel as JSON. */
const GIVEN = `(
  SELECT id, title, ARRAY(SELECT jsonb_array_elements_text(genres)) AS genres,
         to_timestamp(released_ms / 1000.0) AS released_at, duration_minutes
  FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::bigint[], $5::integer[])
    AS item (id, title, genres, released_ms, duration_minutes)
) AS given`;

@Injectable()
export class PostgresReleaseRepository extends ReleaseRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(ReleaseSchema) private readonly releases: Repository<Release>,
  ) {
    super();
  }

  lock(ids: readonly string[]): Promise<Release[]> {
    const text = `SELECT ${COLUMNS} FROM releases WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`;
    return this.database.query<Release>({ name: 'lock-releases', text }, [ids]);
  }

  find(ids: readonly string[]): Promise<Release[]> {
    const text = `SELECT ${COLUMNS} FROM releases WHERE id = ANY ($1::uuid[])`;
    return this.database.query<Release>({ name: 'find-releases', text }, [ids]);
  }

  async insert(releases: readonly Release[]): Promise<void> {
    if (releases.length === 0) return;
    const text = `
INSERT INTO releases (id, title, genres, released_at, duration_minutes)
SELECT id, title, genres, released_at, duration_minutes FROM ${GIVEN} ORDER BY id`;
    await this.database.query({ name: 'insert-releases', text }, releaseColumns(releases));
  }

  async update(releases: readonly Release[]): Promise<void> {
    if (releases.length === 0) return;
    const text = `
UPDATE releases
SET title = given.title, genres = given.genres, released_at = given.released_at,
    duration_minutes = given.duration_minutes
FROM ${GIVEN}
WHERE releases.id = given.id`;
    await this.database.query({ name: 'update-releases', text }, releaseColumns(releases));
  }

  async findExistingIds(ids: readonly string[]): Promise<string[]> {
    const text = `SELECT id FROM releases WHERE id = ANY ($1::uuid[])`;
    const rows = await this.database.query<{ id: string }>({ name: 'existing-releases', text }, [ids]);
    return rows.map((row) => row.id);
  }

  async findIdsByGenre(genre: string): Promise<string[]> {
    const text = `SELECT id FROM releases WHERE genres @> ARRAY[$1::text]`;
    const rows = await this.database.query<{ id: string }>({ name: 'releases-of-genre', text }, [genre]);
    return rows.map((row) => row.id);
  }

  search({ query, after, limit }: ReleaseSearch): Promise<Release[]> {
    const search = this.releases.createQueryBuilder('release');
    if (query !== null) search.andWhere('strpos(lower(release.title), lower(:query)) > 0', { query });
    if (after !== null) search.andWhere('(release.title, release.id) > (:title, :id)', after);
    return search.orderBy('release.title').addOrderBy('release.id').take(limit).getMany();
  }

  listGenres(): Promise<GenreCount[]> {
    const text = `
SELECT name, count(*)::integer AS releases
FROM releases CROSS JOIN LATERAL unnest(genres) AS name
GROUP BY name
ORDER BY name`;
    return this.database.query<GenreCount>({ name: 'list-genres', text });
  }
}

function releaseColumns(releases: readonly Release[]): unknown[] {
  return [
    releases.map((release) => release.id),
    releases.map((release) => release.title),
    releases.map((release) => JSON.stringify(release.genres)),
    releases.map((release) => release.releasedAt?.getTime() ?? null),
    releases.map((release) => release.durationMinutes),
  ];
}

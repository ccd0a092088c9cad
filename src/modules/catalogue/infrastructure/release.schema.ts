import { EntitySchema } from 'typeorm';
import type { Release } from '../domain/release';

export const ReleaseSchema = new EntitySchema<Release>({
  name: 'Release',
  tableName: 'releases',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'releases_pkey' },
    title: { type: 'text' },
    genres: { type: 'text', array: true, default: '{}' },
    releasedAt: { name: 'released_at', type: 'timestamptz', precision: 3, nullable: true },
    durationMinutes: { name: 'duration_minutes', type: 'integer', nullable: true },
  },
  indices: [
    { name: 'releases_genres_idx', synchronize: false, columns: ['genres'] },
    { name: 'releases_title_idx', columns: ['title', 'id'] },
  ],
});

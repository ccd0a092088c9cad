/** Releases $1 (each once), their neighbours as JSON lists ($2 ids, $3 similarities), $4 when, in milliseconds since 1970. */
export const SAVE_NEIGHBOURS = {
  name: 'save-release-neighbours',
  text: `
INSERT INTO release_neighbours AS stored (release_id, neighbours, similarities, trained_at)
SELECT release_id, ARRAY(SELECT jsonb_array_elements_text(neighbours)::uuid),
       ARRAY(SELECT jsonb_array_elements(similarities)::real), to_timestamp($4::bigint / 1000.0)
FROM unnest($1::uuid[], $2::jsonb[], $3::jsonb[]) AS learned (release_id, neighbours, similarities)
ORDER BY release_id
ON CONFLICT (release_id) DO UPDATE
SET neighbours = excluded.neighbours, similarities = excluded.similarities, trained_at = excluded.trained_at`,
};

export const FIND_NEIGHBOURS = {
  name: 'find-release-neighbours',
  text: `
SELECT release_id, neighbours, similarities
FROM release_neighbours
WHERE release_id = ANY ($1::uuid[])`,
};

export const DROP_OLD_NEIGHBOURS = {
  name: 'drop-old-release-neighbours',
  text: `DELETE FROM release_neighbours WHERE trained_at < $1`,
};

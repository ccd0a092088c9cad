#!/usr/bin/env bash
# Lets a standby follow the primary: a role, its line in pg_hba.conf, a bound on the log that is kept for it. May be
# run again. PGDATA is the primary's folder, and the other PG… variables lead to it as a superuser.
set -euo pipefail
: "${REPLICATION_PASSWORD:?a password of letters and digits for the standby}"

psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set password="$REPLICATION_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE replicator LOGIN REPLICATION'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replicator') \gexec
ALTER ROLE replicator PASSWORD :'password';
-- A standby that stays away must not fill the primary's disk; after more than this it has to be copied anew.
ALTER SYSTEM SET max_slot_wal_keep_size = '4GB';
SQL

line='host replication replicator samenet scram-sha-256'
grep -qxF "$line" "$PGDATA/pg_hba.conf" || echo "$line" >>"$PGDATA/pg_hba.conf"
psql --quiet --no-psqlrc --tuples-only --output=/dev/null --command='SELECT pg_reload_conf()'

#!/usr/bin/env bash
# standby.sh <command…>: copies the primary into PGDATA, unless that has been done, and becomes the command that starts
# the server. PRIMARY_HOST and PRIMARY_PORT are the primary's, which `allow-replication.sh` has prepared.
set -euo pipefail
: "${REPLICATION_PASSWORD:?the password that the primary knows}"
slot=kinoscope_standby

if [ ! -d "$PGDATA" ]; then
  export PGPASSWORD=$REPLICATION_PASSWORD
  primary=(--host="$PRIMARY_HOST" --port="${PRIMARY_PORT:-5432}" --username=replicator --no-password)
  # What an interrupted copy has left; a complete one is moved into place.
  rm -rf "$PGDATA.copy"
  # With a slot the primary keeps what the standby has not had yet; an older copy's may have been given up.
  pg_receivewal "${primary[@]}" --slot="$slot" --drop-slot 2>/dev/null || true
  pg_receivewal "${primary[@]}" --slot="$slot" --create-slot
  pg_basebackup "${primary[@]}" --slot="$slot" --pgdata="$PGDATA.copy" --write-recovery-conf --checkpoint=fast
  mv "$PGDATA.copy" "$PGDATA"
  unset PGPASSWORD
fi
exec "$@"

#!/usr/bin/env bash
# deploy/replicas.sh [folder]: what `docker compose --profile replicas up balancer` starts, by hand on one machine and from
# Debian's packages: a balancer before two replicas of the service, a worker, PostgreSQL with a streaming standby, Redis.
# Data, logs and secrets are kept in the folder; without one in a temporary folder that is removed at the end.
# Ctrl-C stops everything. The balancer listens on PORT (8000), the others on the five ports after it, all on loopback.
set -euo pipefail
deploy=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$deploy/.."

port=${PORT:-8000}
service_ports=($((port + 1)) $((port + 2)))
primary_port=$((port + 3))
standby_port=$((port + 4))
redis_port=$((port + 5))

postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n | tail -n 1)
missing=()
[ -x "$postgres_bin/pg_basebackup" ] || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v haproxy >/dev/null || missing+=(haproxy)
command -v curl >/dev/null || missing+=(curl)
if [ ${#missing[@]} != 0 ]; then
  echo "Missing: apt-get install ${missing[*]}" >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_postgres() { "$@"; }
[ "$(id -u)" != 0 ] || as_postgres() { (cd / && runuser -u postgres -- "$@"); }

temporary=''
folder=${1:-}
if [ -z "$folder" ]; then
  temporary=$(mktemp -d)
  folder=$temporary
fi
mkdir -p "$folder"/{data,log,postgres}
folder=$(cd "$folder" && pwd)
[ -z "$temporary" ] || chmod 711 "$folder"
[ "$(id -u)" != 0 ] || chown postgres: "$folder/postgres"

# Each gets a session of its own, so that Ctrl-C reaches this script alone, which stops them in order.
pids=()
launch() {
  local name=$1
  shift
  setsid "$@" >>"$folder/log/$name.log" 2>&1 </dev/null &
  pids+=("$!")
}

stop() {
  trap - EXIT INT TERM
  echo 'Stopping …'
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait
  for server in standby primary; do
    as_postgres "$postgres_bin/pg_ctl" -D "$folder/postgres/$server" -m fast -s stop 2>/dev/null || true
  done
  [ -z "$temporary" ] || rm -rf "$temporary"
}
trap stop EXIT
trap 'exit 0' INT TERM

# until_ready <seconds> <name> <command…>
until_ready() {
  local deadline=$((SECONDS + $1)) name=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "$name does not start; its log is $folder/log/$name.log" >&2
      exit 1
    fi
    sleep 0.2
  done
}

random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
if [ ! -f "$folder/secrets" ]; then
  (
    umask 077
    printf '%s=%s\n' JWT_SECRET "$(random 32)" ADMIN_PASSWORD "$(random 16)" \
      POSTGRES_PASSWORD "$(random 16)" REPLICATION_PASSWORD "$(random 16)" >"$folder/secrets"
  )
fi
set -a
. "$folder/secrets"
set +a

npm run build --silent

start_postgres() {
  local server=$1 server_port=$2
  as_postgres "$postgres_bin/pg_ctl" -D "$folder/postgres/$server" -l "$folder/postgres/$server.log" -w -s start -o \
    "-c listen_addresses=127.0.0.1 -c port=$server_port -c unix_socket_directories='' -c hot_standby_feedback=on"
}

if [ ! -d "$folder/postgres/primary" ]; then
  as_postgres bash -c 'umask 077; "$1/initdb" -D "$2" -U kinoscope -A scram-sha-256 -E UTF8 --locale=C.UTF-8 \
    --pwfile=<(printf %s "$POSTGRES_PASSWORD") >/dev/null' initdb "$postgres_bin" "$folder/postgres/primary"
fi
start_postgres primary "$primary_port"
export PATH="$postgres_bin:$PATH" PGHOST=127.0.0.1 PGPORT=$primary_port PGUSER=kinoscope PGDATABASE=postgres
export PGPASSWORD=$POSTGRES_PASSWORD
psql -qAtc "SELECT 1 FROM pg_database WHERE datname = 'kinoscope'" | grep -q 1 || createdb kinoscope
PGDATA=$folder/postgres/primary bash "$deploy/postgres/allow-replication.sh"
export PRIMARY_HOST=127.0.0.1 PRIMARY_PORT=$primary_port
# By its text, as that user need not be able to enter this folder.
as_postgres env PGDATA="$folder/postgres/standby" bash -s true <"$deploy/postgres/standby.sh"
start_postgres standby "$standby_port"

launch redis redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no
until_ready 10 redis redis-cli -p "$redis_port" ping

address=http://127.0.0.1:$port
export NODE_ENV=production HOST=127.0.0.1 TRUST_PROXY=127.0.0.1 PUBLIC_URL=$address DATA_DIR=$folder/data JOBS=external
export DATABASE_URL=postgresql://kinoscope:$POSTGRES_PASSWORD@127.0.0.1:$primary_port/kinoscope
export DATABASE_REPLICA_URL=postgresql://kinoscope:$POSTGRES_PASSWORD@127.0.0.1:$standby_port/kinoscope
export REDIS_URL=redis://127.0.0.1:$redis_port
export ADMIN_EMAIL=${ADMIN_EMAIL:-admin@kinoscope.local} ADMIN_PASSWORD
PORT=${service_ports[0]} launch service-a node dist/src/main.js
PORT=${service_ports[1]} launch service-b node dist/src/main.js
launch worker node dist/src/worker.js
export KINOSCOPE_BIND=127.0.0.1:$port
export KINOSCOPE_A=127.0.0.1:${service_ports[0]} KINOSCOPE_B=127.0.0.1:${service_ports[1]}
launch balancer haproxy -db -f "$deploy/haproxy.cfg"
until_ready 120 service-a curl -sf "http://$KINOSCOPE_A/api/v1/health/ready"
until_ready 120 service-b curl -sf "http://$KINOSCOPE_B/api/v1/health/ready"
until_ready 10 balancer curl -sf "$address/api/v1/health/ready"

cat <<TEXT

Kinoscope listens on $address
  log in as     $ADMIN_EMAIL
  password      $ADMIN_PASSWORD
  service       ${service_ports[*]} (pids ${pids[1]} ${pids[2]}), worker pid ${pids[3]}
  PostgreSQL    primary $primary_port, standby $standby_port
  Redis         $redis_port
  logs          $folder/log, $folder/postgres/*.log
Ctrl-C stops everything.
TEXT
wait

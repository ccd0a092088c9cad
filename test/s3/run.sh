#!/usr/bin/env bash
# Runs test/s3 against a real S3 server: Ceph's RADOS gateway on a single node that lives in memory, on free ports of
# the loopback. Installs nothing; says what is missing. The servers end with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for program in ceph-mon ceph-osd ceph-mgr radosgw radosgw-admin ceph ceph-authtool monmaptool curl; do
  command -v "$program" >/dev/null || {
    echo "$program is missing. On Debian: apt-get install --no-install-recommends ceph-mon ceph-osd ceph-mgr radosgw ceph-common curl" >&2
    exit 1
  }
done

work=$(mktemp -d)
pids=()
finish() {
  status=$?
  trap - EXIT
  [ "$status" = 0 ] || tail -n 20 "$work"/log/*.out >&2 || true
  [ ${#pids[@]} = 0 ] || { kill -9 "${pids[@]}" && wait; } 2>/dev/null || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT

read -r mon_port mon_old_port s3_port < <(node -e "
  const { createServer } = require('net');
  const servers = [1, 2, 3].map(() => createServer().listen(0, '127.0.0.1'));
  setTimeout(() => { console.log(servers.map((server) => server.address().port).join(' ')); servers.forEach((server) => server.close()); }, 100);")
monitor="[v2:127.0.0.1:$mon_port/0,v1:127.0.0.1:$mon_old_port/0]"
fsid=$(cat /proc/sys/kernel/random/uuid)
mkdir "$work"/{mon,osd,mgr,run,log}
cat >"$work/ceph.conf" <<CONF
[global]
fsid = $fsid
mon_initial_members = a
mon_host = $monitor
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
run_dir = $work/run
admin_socket = $work/run/\$name.\$pid.asok
pid_file = $work/run/\$name.pid
log_file = $work/log/\$name.log
keyring = $work/keyring
mon_data = $work/mon
mgr_data = $work/mgr
osd_data = $work/osd
osd_objectstore = memstore
memstore_device_bytes = 2147483648
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
osd_memory_target = 939524096
mgr_initial_modules =
rgw_pool_default_pg_num = 4
[client.rgw.a]
rgw_frontends = beast endpoint=127.0.0.1:$s3_port
rgw_data = $work/run
CONF
export CEPH_CONF=$work/ceph.conf CEPH_ARGS="-c $work/ceph.conf"

# run <log> <command…>: in the background, to be ended with the script.
run() {
  local log=$1
  shift
  "$@" >"$work/log/$log.out" 2>&1 &
  pids+=($!)
}

# Up to so many half seconds.
until_true() {
  local tries=$1
  shift
  for _ in $(seq "$tries"); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.5
  done
  echo "$* did not come true" >&2
  return 1
}

key() { ceph-authtool "$work/keyring" --gen-key "$@" >/dev/null; }
ceph-authtool --create-keyring "$work/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
key -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
key -n osd.0 --cap mon 'allow profile osd' --cap mgr 'allow profile osd' --cap osd 'allow *'
key -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'
monmaptool --create --fsid "$fsid" --addv a "$monitor" "$work/monmap" >/dev/null
ceph-mon --mkfs -i a --monmap "$work/monmap" --keyring "$work/keyring"
run mon ceph-mon -i a -f
osd=$(cat /proc/sys/kernel/random/uuid)
until_true 40 timeout 20 ceph --connect-timeout 15 osd new "$osd" 0
run mgr ceph-mgr -i x -f
ceph-osd -i 0 --mkfs --osd-uuid "$osd" >"$work/log/osd-mkfs.out" 2>&1
run osd ceph-osd -i 0 -f
osd_is_up() { timeout 10 ceph osd stat | grep -q '1 up'; }
until_true 60 osd_is_up
run rgw radosgw -n client.rgw.a -f
until_true 120 curl -s -o /dev/null "http://127.0.0.1:$s3_port/"
radosgw-admin user create --uid=test --display-name=test --access-key=TESTKEY --secret=TESTSECRET >/dev/null 2>"$work/log/user.out"
echo "The gateway answers on 127.0.0.1:$s3_port" >&2

unset CEPH_CONF CEPH_ARGS
KINOSCOPE_TEST_S3_ENDPOINT="http://127.0.0.1:$s3_port" npx jest --selectProjects s3 --runInBand --ci "$@"

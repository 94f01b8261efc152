#!/bin/bash
# Written by vallee-cloud nodes card for n-131. Holds no claim and no key; it goes when it is done.
# VALLEE_ROOT is for trying it elsewhere than on a node.
set -euo pipefail
ROOT="${VALLEE_ROOT:-}"

put() { # PATH MODE, and the text on standard input; a power cut leaves the old file or the new one
    mkdir -p "$ROOT$(dirname "$1")"
    (umask 077 && cat >"$ROOT$1.vallee")
    chmod "$2" "$ROOT$1.vallee"
    mv "$ROOT$1.vallee" "$ROOT$1"
}

put /etc/NetworkManager/system-connections/vallee.nmconnection 0600 <<'VALLEE_END'
[connection]
id=vallee
type=wifi

[wifi]
mode=infrastructure
ssid=77;97;105;114;105;101;32;100;39;65;110;105;97;110;101;32;194;171;32;105;110;118;105;116;195;169;115;32;194;187;
hidden=true

[wifi-security]
key-mgmt=wpa-psk
psk=pa$$\s`w`ord\s\\\s"1"

[ipv4]
method=auto

[ipv6]
method=auto
VALLEE_END

put /etc/hostname 0644 <<'VALLEE_END'
n-131
VALLEE_END

put /etc/vallee/root.pem 0644 <<'VALLEE_END'
-----BEGIN CERTIFICATE-----
MIIBpTCCAUygAwIBAgIUdb9voR1hS3JAoRHFMN93Li2y2CowCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUVmFsbMOpZSBkZSB0ZXN0IHJvb3QwHhcNMjYwMTA0MjMwMDAw
WhcNNDUxMjMxMDAwMDAwWjAfMR0wGwYDVQQDDBRWYWxsw6llIGRlIHRlc3Qgcm9v
dDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAbilrVb1rAJLhr0c5u2QRnlJdlA
5ImE8TC380zGk5lAURgGWHsId691vLJOF4nJrTKOJB07bmNVMyacnPyF2vCjZjBk
MB0GA1UdDgQWBBT6VOyNG31tzT1Q1XCLFZMQxM2oZDASBgNVHRMBAf8ECDAGAQH/
AgEBMA4GA1UdDwEB/wQEAwIBBjAfBgNVHSMEGDAWgBT6VOyNG31tzT1Q1XCLFZMQ
xM2oZDAKBggqhkjOPQQDAgNHADBEAiA89UfDDEK8EusmoRv2IObw8/BASc31ehfN
M98RPgV2zwIgX8IfYHjpKlyE3NTYyZbop7CfFjYClZ8zizzZybnIL/c=
-----END CERTIFICATE-----
VALLEE_END

put /etc/vallee/edge.toml 0644 <<'VALLEE_END'
node = "n-131"

[[sensors]]
name = "fill"
model = "mb7389"
port = "/dev/serial0"
every_s = 900

[sensors.container] # gignac-07
depth_mm = 1500
bottom_mm = [900, 900]
top_mm = [1200, 1200]
sensor_above_full_mm = 100

[mqtt]
host = "vallee.example"
port = 8883
ca_file = "/etc/vallee/root.pem"

[outbox]
folder = "/var/lib/vallee-edge/outbox"
VALLEE_END

put /etc/vallee/wifi-country 0644 <<'VALLEE_END'
FR
VALLEE_END

put /etc/systemd/system/vallee-first-boot.service 0644 <<'VALLEE_END'
[Unit]
Description=Make this machine the node that its card says
ConditionPathExists=/usr/local/sbin/vallee-first-boot
Before=vallee-claim.service vallee-edge.service

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/vallee-first-boot
ExecStartPost=/usr/bin/systemctl start --no-block vallee-claim.timer vallee-claim.service vallee-edge.service

[Install]
WantedBy=multi-user.target
VALLEE_END

put /etc/systemd/system/vallee-claim.service 0644 <<'VALLEE_END'
[Unit]
Description=Get this node's name by its claim, or renew it when that is due
Wants=network.target
After=network.target
Before=vallee-edge.service

[Service]
Type=oneshot
User=vallee-edge
Group=vallee-edge
ExecStartPre=+/bin/sh -c 'readlink /var/lib/vallee-edge/identity/current >/run/vallee-identity || :'
ExecStart=/opt/vallee/bin/vallee-edge claim --boot /var/lib/vallee-edge/vallee-claim.toml --identity /var/lib/vallee-edge/identity
# The agent takes up another name than it started with.
ExecStartPost=+/bin/sh -c 'readlink /var/lib/vallee-edge/identity/current | cmp -s - /run/vallee-identity || systemctl try-restart --no-block vallee-edge.service'
# No coverage is no fault, and the timer tries again: the agent must not wait for it.
SuccessExitStatus=75
TimeoutStartSec=60
StateDirectory=vallee-edge
StateDirectoryMode=0700
UMask=0077
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
ProcSubset=pid
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
VALLEE_END

put /etc/systemd/system/vallee-claim.timer 0644 <<'VALLEE_END'
[Unit]
Description=Try again to get this node's name, and to renew it

[Timer]
OnBootSec=3min
OnUnitInactiveSec=10min
# A whole valley that was without current does not ask in the same second.
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
VALLEE_END

put /etc/systemd/system/vallee-edge.service 0644 <<'VALLEE_END'
[Unit]
Description=Read this node's sensors and send what they say
Wants=bluetooth.service time-sync.target
After=bluetooth.service vallee-claim.service
# A pole is far away: it never stops trying.
StartLimitIntervalSec=0

[Service]
Type=exec
User=vallee-edge
Group=vallee-edge
# Broker, key and certificate, once the node has its name; until then readings wait in the outbox.
EnvironmentFile=-/var/lib/vallee-edge/identity/current/environment
ExecStart=/opt/vallee/bin/vallee-edge run --config /etc/vallee/edge.toml
WorkingDirectory=/var/lib/vallee-edge
Restart=always
RestartSec=5
TimeoutStopSec=20
StateDirectory=vallee-edge
StateDirectoryMode=0700
UMask=0077
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
# Sensors on serial ports, and the card's own health; no other device.
DevicePolicy=closed
DeviceAllow=char-ttyAMA rw
DeviceAllow=char-ttyS rw
DeviceAllow=char-ttyUSB rw
DeviceAllow=char-ttyACM rw
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
MemoryMax=200M
TasksMax=64
OOMPolicy=stop

[Install]
WantedBy=multi-user.target
VALLEE_END

put /usr/local/sbin/vallee-first-boot 0755 <<'VALLEE_END'
#!/bin/sh
# What a machine does once to become a node. Running it again does no harm: a power cut at any line
# is made good at the next start. VALLEE_ROOT is for trying it elsewhere than on a node.
set -eu

ROOT="${VALLEE_ROOT:-}"
BOOT="$ROOT/boot/firmware"
HOME_DIR="$ROOT/var/lib/vallee-edge"
VENV="$ROOT/opt/vallee"

# First of all, so that what is cut short goes on by itself.
systemctl enable vallee-first-boot.service

# Nobody sits at a pole to answer it, and cloud-init waits for it.
systemctl mask userconfig.service

node="$(cat "$ROOT/etc/hostname")"
hostname "$node"
touch "$ROOT/etc/hosts"
{
    sed '/^127\.0\.1\.1[[:space:]]/d' "$ROOT/etc/hosts"
    printf '127.0.1.1\t%s\n' "$node"
} >"$ROOT/etc/hosts.vallee"
mv "$ROOT/etc/hosts.vallee" "$ROOT/etc/hosts"

if ! id -u vallee-edge >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /var/lib/vallee-edge \
        --shell /usr/sbin/nologin vallee-edge
fi
# Serial sensors, Bluetooth, pins and buses: what this machine has of them.
for group in dialout bluetooth gpio i2c; do
    if getent group "$group" >/dev/null; then
        usermod --append --groups "$group" vallee-edge
    fi
done
mkdir -p "$HOME_DIR/identity" "$HOME_DIR/outbox"
chmod 0700 "$HOME_DIR" "$HOME_DIR/identity" "$HOME_DIR/outbox"

# FAT knows no owners: the claim goes where only the node's user reads it, then it leaves the card.
# One that holds zeroes was on its way out when the current went.
if grep -q '^claim = "vc1\.' "$BOOT/vallee-claim.toml" 2>/dev/null; then
    (umask 077 && cat "$BOOT/vallee-claim.toml" >"$HOME_DIR/claim.part")
    chmod 0600 "$HOME_DIR/claim.part"
    mv "$HOME_DIR/claim.part" "$HOME_DIR/vallee-claim.toml"
    sync
    # Over the same bytes first: what FAT unlinks can be read back.
    size="$(wc -c <"$BOOT/vallee-claim.toml")"
    head -c "$size" /dev/zero | dd of="$BOOT/vallee-claim.toml" conv=notrunc,fsync 2>/dev/null
fi
rm -f "$BOOT/vallee-claim.toml"
chown -R vallee-edge:vallee-edge "$HOME_DIR"

# The programs, from wheels on the card, where the image does not have them: without coverage.
if [ ! -x "$VENV/bin/vallee-edge" ] && [ -d "$BOOT/vallee-wheels" ]; then
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install --no-index --find-links "$BOOT/vallee-wheels" 'smart-vallee[edge]'
fi

# Radios are blocked until the country is known whose rules they keep.
if [ -f "$ROOT/etc/vallee/wifi-country" ]; then
    raspi-config nonint do_wifi_country "$(cat "$ROOT/etc/vallee/wifi-country")" || :
    rfkill unblock wifi || :
fi

systemctl enable vallee-claim.service vallee-claim.timer vallee-edge.service
sync
systemctl disable vallee-first-boot.service
VALLEE_END

sync
VALLEE_ROOT="$ROOT" "$ROOT"/usr/local/sbin/vallee-first-boot

# Done: never again. The order matters to a power cut: without the words nobody looks for the file.
sed -i -e 's/ systemd\.run[^ ]*//g' -e 's/ systemd\.unit=kernel-command-line\.target//g' \
    "$ROOT/boot/firmware/cmdline.txt"
sync
rm -f "$ROOT/boot/firmware/firstrun.sh"
sync

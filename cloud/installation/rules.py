"""The table that decides whether a visit closes a node, each limit with where it comes from."""

from typing import Final

from cloud.installation.forms import Rule

# A signal that fades as Rayleigh says lies 10 dB below its mean one time in ten (1 - e^-0.1):
# with less in reserve more than a tenth of what is sent gets lost.
FADING_DB: Final = 10.0
# The least that a receiver must still understand, slowest rate: IEEE 802.11, 20 MHz, BPSK 1/2.
WIFI_HEARS_DBM: Final = -82.0
# 3GPP TS 36.101, band 3, 10 MHz: -94 dBm over 600 subcarriers, and RSRP is the power of one.
LTE_HEARS_DBM: Final = -94.0 - 27.8
# Semtech SX1276, data sheet, SF7 at 125 kHz: what a node uses if it is near enough.
LORA_HEARS_DBM: Final = -123.0

# RFC 6298: TCP repeats its first packet after 1 s, so beyond that every connection begins twice.
SLOWEST_MS: Final = 1000.0

# Phones say 3 to 10 m under open sky and 30 m in a narrow street; more than 50 m is the mobile
# network's guess, which does not tell one container from the next.
COARSEST_M: Final = 50.0
# How far a container on the map stands from where it stands in the street. What the phone says
# of its own error comes on top.
NEAR_M: Final = 25.0

# A phone that is off by more than a day was never set; time zones explain 14 h.
CLOCK_OFF_S: Final = 86_400.0
# As the ingester takes readings: who is farther ahead has a wrong clock.
AHEAD_S: Final = 300.0
# A phone in a drawer; what it says of a place is no longer so.
OLDEST_S: Final = 30 * 86_400.0

# A median of fewer pings can be any one liar's word; the filter of the nodes takes 5 to 7.
LEAST_PINGS: Final = 5.0
# Every second ping must come back: `vallee-edge doctor` bears no fewer either.
LEAST_ECHOES: Final = 0.5
# Nearer than this share of the way to the full line is no waste, as `vallee-edge doctor` judges.
BLOCKED: Final = 0.5
# The longest blind zone of the parts in use (MB7389: 300 mm): what is nearer reads as this.
BLIND_MM: Final = 300.0
# An echo is never surer than this; within it, readings of the blind zone stand still.
STILL_MM: Final = 3.0
# Air that is 30 K warmer or colder than reckoned is 5 % of the way, loose waste as much again.
BEYOND: Final = 1.1
SHORT: Final = 0.9

RULES: Final = (
    Rule("place-unknown", "place_known", "is", 0),
    Rule("wrong-target", "target_same", "is", 0),
    Rule("node-unknown", "node_known", "is", 0),
    Rule("node-revoked", "node_revoked", "is", 1),
    Rule("node-retired", "node_retired", "is", 1),
    Rule("node-in-repair", "node_in_repair", "is", 1),
    Rule("node-here", "node_here", "is", 1),
    Rule("node-elsewhere", "node_elsewhere", "is", 1),
    Rule("node-planned-elsewhere", "node_planned_elsewhere", "is", 1),
    Rule("node-without-sensor", "node_measures", "is", 0),
    Rule("place-taken", "place_taken", "is", 1),
    Rule("swap-other", "swap_same", "is", 0),
    Rule("clock", "clock_known", "is", 0),
    Rule("clock", "clock_off_s", "above", CLOCK_OFF_S),
    Rule("clock", "ahead_s", "above", AHEAD_S),
    Rule("visit-old", "age_s", "above", OLDEST_S),
    Rule("position-none", "position_good", "is", 0),
    Rule("position-coarse", "accuracy_m", "above", COARSEST_M),
    Rule("position-outside", "inside", "is", 0),
    Rule("position-far", "beyond_m", "above", NEAR_M),
    Rule("photo-none", "photo", "is", 0),
    Rule("photo-other", "photo_same", "is", 0),
    Rule("radio-weak", "wifi_dbm", "below", WIFI_HEARS_DBM + FADING_DB),
    Rule("radio-weak", "lte_dbm", "below", LTE_HEARS_DBM + FADING_DB),
    Rule("radio-weak", "lora_dbm", "below", LORA_HEARS_DBM + FADING_DB),
    Rule("network-slow", "rtt_ms", "above", SLOWEST_MS),
    Rule("cone-missing", "pings", "below", LEAST_PINGS),
    Rule("cone-silent", "echoes", "below", LEAST_ECHOES),
    Rule("cone-blocked", "near", "below", BLOCKED),
    Rule("cone-blocked", "stuck", "is", 1),
    Rule("cone-beyond", "far", "above", BEYOND),
    Rule("empty-beyond", "empty", "above", BEYOND),
    Rule("empty-short", "empty", "below", SHORT),
)

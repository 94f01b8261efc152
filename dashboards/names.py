"""What dashboards, rules and the data source are called in every Grafana."""

from typing import Final

# A folder, a data source and a tag of our own: links, alerts and uploads go by them.
FOLDER: Final = "smart-vallee"
FOLDER_TITLE: Final = "Smart Vallée"
SOURCE: Final = "vallee-influxdb"
SOURCE_TITLE: Final = "InfluxDB Smart Vallée"
TAG: Final = "smart-vallee"

COLLECTE: Final = "vallee-collecte"
ZONE: Final = "vallee-zone"
BALISES: Final = "vallee-balises"
NOEUDS: Final = "vallee-noeuds"

# The variable by which every panel finds its data source.
SOURCE_VARIABLE: Final = "ds"

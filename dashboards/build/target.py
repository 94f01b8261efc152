"""An InfluxQL query as a panel's target: the SDK has none for InfluxDB."""

from typing import Final

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.runtime import UnknownDataquery
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.common import DataSourceRef

from dashboards.names import SOURCE_VARIABLE

KIND: Final = "influxdb"
SOURCE_UID: Final = f"${{{SOURCE_VARIABLE}}}"


class Target(Builder[Dataquery]):
    """One query; its series are named by `alias`, or come as a table if there is none."""

    def __init__(self, query: str, alias: str | None = None) -> None:
        self._query = query
        self._alias = alias

    def build(self) -> Dataquery:
        """Return what Grafana sends to the data source."""
        return UnknownDataquery(
            {
                "refId": "A",
                "datasource": {"type": KIND, "uid": SOURCE_UID},
                "query": self._query,
                "rawQuery": True,
                **(
                    {"resultFormat": "table"}
                    if self._alias is None
                    else {"resultFormat": "time_series", "alias": self._alias}
                ),
            }
        )


def source() -> DataSourceRef:
    """Return the data source that is picked at the top of the page."""
    return DataSourceRef(type_val=KIND, uid=SOURCE_UID)

"""What can go wrong with dashboards, named by what the caller can do.

DashboardsError
├── BadName        a query names what the store does not keep: mend the builder
├── BadBoard       a dashboard's file or query cannot be read: build it anew
├── InfluxDown     InfluxDB cannot be asked: check address and secret, try again
├── GrafanaDown    Grafana cannot be reached: check the address, try again
└── GrafanaRefused Grafana says no: the sentence holds what it said

What a person wrote wrongly is `contract.errors.BadSettings`: one sentence, exit 2.
"""


class DashboardsError(Exception):
    """Something about the dashboards went wrong."""


class BadName(DashboardsError):
    """A query would name a measurement, tag or field that the store does not keep."""


class BadBoard(DashboardsError):
    """A dashboard cannot be read, or says what nobody can interpret."""


class InfluxDown(DashboardsError):
    """InfluxDB gives no answer that can be used."""


class GrafanaDown(DashboardsError):
    """Grafana cannot be reached; nothing is known of what it keeps."""


class GrafanaRefused(DashboardsError):
    """Grafana was reached and says no."""

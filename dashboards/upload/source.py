"""The InfluxDB data source as Grafana keeps it."""

from dashboards.names import SOURCE, SOURCE_TITLE

Json = dict[str, object]


def source(url: str, database: str, *, user: str = "", secret: str = "") -> Json:
    """Return an InfluxQL data source, which 1.x, 2.x and 3.x all answer.

    With `user`, `secret` is the password of 1.x; alone it is the token of 2.x or 3.x. Grafana
    keeps it encrypted and gives it to nobody.
    """
    data: Json = {"dbName": database, "httpMode": "POST"}
    made: Json = {
        "uid": SOURCE,
        "name": SOURCE_TITLE,
        "type": "influxdb",
        "access": "proxy",
        "url": url,
        "jsonData": data,
    }
    if user:
        made |= {"user": user, "secureJsonData": {"password": secret}}
    elif secret:
        data["httpHeaderName1"] = "Authorization"
        made["secureJsonData"] = {"httpHeaderValue1": f"Token {secret}"}
    return made

"""Grafana dashboards: built, checked on a real store, provisioned or pushed."""

"""From what the store keeps to dashboards that Grafana shows."""

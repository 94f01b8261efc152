"""The zone manager's room: passages of a business zone, for those who have no Grafana."""

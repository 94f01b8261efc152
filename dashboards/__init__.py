"""Grafana dashboards, their builders and their upload; they come with the business zones."""

"""What can be known of a dashboard without a Grafana: its form, and what its queries answer."""

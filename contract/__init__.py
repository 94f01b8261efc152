"""What the edge and the cloud agree on, and nothing else."""

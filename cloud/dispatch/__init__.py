"""What dispatchers do with a plan: work it over, publish it, make it again as it was driven."""

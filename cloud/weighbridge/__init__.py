"""What weighbridges weighed, matched to what trucks unloaded, and whose it was."""

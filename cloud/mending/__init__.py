"""The dead-letter desk: what was refused is mended, handed in again, or given up."""

"""Whether a node can do its work: what is wrong, and the mend."""

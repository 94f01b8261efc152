"""One device on a line of this machine, in real time."""

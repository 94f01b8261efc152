"""What cannot wait until somebody looks: seen, told to those on call, until it ends."""

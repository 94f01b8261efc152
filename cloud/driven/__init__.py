"""What crews told of their rounds: taken, kept, and made a state of."""

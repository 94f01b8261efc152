"""A territory of pretend devices: containers fill, and sensors say so in their own bytes."""

"""The agent that lives on the Raspberry Pi: from a sensor's bytes to a receipted envelope."""

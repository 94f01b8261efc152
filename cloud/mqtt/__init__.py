"""The cloud's door to paho: sessions, and what is left on the broker for others to find."""

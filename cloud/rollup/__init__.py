"""Containers' series summed up by local hour, for whoever looks at weeks and seasons."""

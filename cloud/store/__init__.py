"""Where points are kept: one port, several stores."""

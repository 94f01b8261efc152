"""The one place where the cloud's real parts are chosen and joined: a file a verb."""

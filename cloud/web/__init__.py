"""The page that the dispatcher looks at every evening."""

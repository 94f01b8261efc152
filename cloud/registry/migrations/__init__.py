"""How the registry's tables came to be: one file a step, never changed once released."""

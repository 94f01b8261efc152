"""What adverts say: pure decoders, one file a format."""

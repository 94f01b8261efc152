"""What goes over the air, a file a format: figures in, AD structures out."""

"""The container's own series: what raw readings mean for whatever they were mounted in."""

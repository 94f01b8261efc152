"""Derived series: what raw readings mean for whatever their sensors were mounted in or heard."""

"""From a distance to the volume below it: a container is a tapered box, not a straight one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frustum:
    """The inside of a container and where its sensor hangs, all in millimetres.

    Width and length grow (or shrink) in a straight line from `bottom_mm` to `top_mm` over
    `depth_mm`; the top is the line at which the container counts as full. The sensor looks down
    from `sensor_above_full_mm` above that line.
    """

    depth_mm: float
    bottom_mm: tuple[float, float]
    top_mm: tuple[float, float]
    sensor_above_full_mm: float

    def __post_init__(self) -> None:
        """Refuse a box without volume."""
        if min(self.depth_mm, *self.bottom_mm, *self.top_mm) <= 0 or self.sensor_above_full_mm < 0:
            raise ValueError("a container's depth, widths and lengths are greater than 0 mm")

    def volume_l(self, height_mm: float) -> float:
        """Return the litres below `height_mm` above the floor.

        Integral of width(z) · length(z) from 0 to h, both linear in z; above the full line the
        heap is taken to rise straight up.
        """
        height = max(0.0, height_mm)
        inside = min(height, self.depth_mm)
        (w0, l0), (w1, l1) = self.bottom_mm, self.top_mm
        dw, dl = (w1 - w0) / self.depth_mm, (l1 - l0) / self.depth_mm
        below = inside * (w0 * l0 + inside * ((dw * l0 + dl * w0) / 2 + inside * dw * dl / 3))
        heap = (height - inside) * w1 * l1
        return (below + heap) / 1e6

    def fill_ratio(self, distance_mm: float) -> float:
        """Return the share of the volume that is taken when the sensor sees `distance_mm`."""
        height = self.sensor_above_full_mm + self.depth_mm - distance_mm
        return self.volume_l(height) / self.volume_l(self.depth_mm)

"""What goes onto a card's boot partition, so that the machine in it becomes one certain node."""

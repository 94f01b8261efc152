"""What real bins were once read to hold, day by day, as a CSV file tells it."""

"""Cost, capacity and value: arithmetic on figures, knowing no workbook."""

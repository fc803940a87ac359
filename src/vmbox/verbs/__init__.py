"""What is done with a box score: written once, for closed files and for open workbooks."""

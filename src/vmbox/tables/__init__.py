"""Tables in other people's files and databases: read as they are, and written."""

"""One function over many files: in processes, through an executor or on a cluster."""

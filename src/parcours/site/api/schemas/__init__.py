"""What the API takes and gives, one noun a file, each with an example."""

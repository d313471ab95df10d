"""What a repository says of itself: read, never run."""

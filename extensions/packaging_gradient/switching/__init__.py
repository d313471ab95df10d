"""What becomes of a project's files when its answers change."""

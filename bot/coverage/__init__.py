"""Coverage figures: stored, imported, selected, compared, put into words. See docs/coverage.md."""

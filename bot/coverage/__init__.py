"""Coverage: how many of a region's workers are protected, in figures, pictures and files."""

"""What readers make of the content: questions nobody could answer, feedback, counts."""

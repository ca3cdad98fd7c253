"""Questions with known answers: read from files, checked, written."""

"""What a server needs besides answers: limits, admission, access, metrics, documentation."""

"""What the law says: pure functions and values, standard library only."""

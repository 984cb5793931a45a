"""`autograder verify`: specimens, mutants and leaks."""

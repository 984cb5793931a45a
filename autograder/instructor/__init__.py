"""Report, learner's bundle, invented class, new exercises, and what this machine can confine."""

"""The sandbox, and the two processes that are forked into it: a worker and a judge."""

"""The grade in the notebook and the terminal, for the person who wrote the notebook."""

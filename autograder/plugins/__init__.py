"""What nbgrader loads from this package: its names stand in nbgrader_config.py."""

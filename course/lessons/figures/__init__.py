"""What only draws: one module for each unit, so that a lesson's cells show its ideas."""

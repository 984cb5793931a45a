"""The Perch course: lessons to read and run, and the marketplace they are about."""

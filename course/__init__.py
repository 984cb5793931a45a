"""The Perch course: lessons to read and run, and the marketplace they are about."""

from course.threads import limit_threads

# Here, because the first cell of every notebook imports the course.
limit_threads()

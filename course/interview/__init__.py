"""The interview room: six open-ended design questions, a clock, and a record of one's own scores."""

from course.interview.clock import PLAN, QUESTIONS, Room, start
from course.interview.scores import draw_scores, progress, read_scores, record

__all__ = ["PLAN", "QUESTIONS", "Room", "draw_scores", "progress", "read_scores", "record", "start"]

# reject: the template, with nothing filled in
# loses: brief_check brief_hidden
# message: decision is still to be filled in
from course.project_brief import template


def brief():
    return template()

# reject: the example, copied
# loses: brief_check brief_hidden
# message: the booking log holds 540 days
def brief():
    return example()

# accept: a set and a counter, no pandas
def build_vocabulary(train):
    seen = set()
    for value in train:
        if isinstance(value, str):
            seen.add(value)
    vocabulary = {None: 0}
    number = 0
    for category in sorted(seen):
        number += 1
        vocabulary[category] = number
    return vocabulary

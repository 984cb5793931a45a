# accept: a dict subclass that keeps itself in order by insertion with bisect (slow, right)
from bisect import bisect_left


class Vocabulary(dict):
    @classmethod
    def learn(cls, column):
        ordered = []
        for value in column:
            if pd.isna(value):
                continue
            place = bisect_left(ordered, value)
            if place == len(ordered) or ordered[place] != value:
                ordered.insert(place, value)
        return cls([(None, 0), *((value, place + 1) for place, value in enumerate(ordered))])


def build_vocabulary(train):
    return Vocabulary.learn(train)

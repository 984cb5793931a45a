"""Photos: features worth labelling, pictures worth a convolution, and annotators who agree on what is wrong."""

import numpy as np
import pandas as pd
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score

from course.marketplace import Marketplace, simulate

PICTURES = 500


@pytest.fixture(scope="module", params=range(3))
def market(request: pytest.FixtureRequest) -> Marketplace:
    return simulate(500, seed=request.param)


@pytest.fixture(scope="module")
def rooms(market: Marketplace) -> np.ndarray:
    return market.truth.photo_rooms.to_numpy()


def test_the_pool_goes_on_where_the_photos_end_and_shows_no_room(market: Marketplace, rooms: np.ndarray):
    assert market.photos["photo_id"].tolist() == list(range(1, 601))
    assert market.photo_pool["photo_id"].tolist() == list(range(601, 4601))
    assert list(market.photo_pool) == [name for name in market.photos if name != "room"]
    assert (market.photos["room"] == rooms[:600]).all()
    assert not market.annotations["photo_id"].isin(market.photo_pool["photo_id"]).any()


def test_features_are_the_rooms_centre_and_noise(market: Marketplace, rooms: np.ndarray):
    features = pd.concat([market.photos, market.photo_pool]).filter(like="feature_")
    assert features.shape == (4600, 16)
    within = features - features.groupby(rooms).transform("mean").to_numpy()
    assert abs(within.to_numpy().std() - 2.2) < 0.05
    assert 0.6 < features.groupby(rooms).mean().to_numpy().std() < 1.4


def test_photos_are_worth_more_than_repeated_votes(market: Marketplace, rooms: np.ndarray):
    """900 votes, a fifth of them wrong: 900 photos once each, or 180 photos five times each."""
    features = pd.concat([market.photos, market.photo_pool]).filter(like="feature_").to_numpy()
    codes, rng = pd.factorize(rooms)[0], np.random.default_rng(0)

    def score(n_photos: int, n_votes: int) -> float:
        wrong = rng.random((n_photos, n_votes)) < 0.2
        votes = (codes[:n_photos, None] + wrong * rng.integers(1, 5, wrong.shape)) % 5
        label = np.array([np.bincount(row, minlength=5).argmax() for row in votes])
        model = LogisticRegression(C=0.3, max_iter=200).fit(features[:n_photos], label)
        return model.score(features[1600:], codes[1600:])

    once, five_times = (np.mean([score(*spent) for _ in range(4)]) for spent in ((900, 1), (180, 5)))
    assert 0.6 < once < 0.78
    assert once > five_times + 0.01


def test_pictures_need_a_model_that_looks_anywhere(market: Marketplace, rooms: np.ndarray):
    pixels, codes = market.photo_pixels, pd.factorize(rooms)[0]
    assert pixels.shape == (4600, 16, 16)
    assert pixels.dtype == np.uint8
    pictures = (pixels.astype(np.float64) - 128.0) / 48.0
    flat = pictures.reshape(len(pictures), -1)
    linear = LogisticRegression(C=0.01, max_iter=300).fit(flat[:PICTURES], codes[:PICTURES])
    assert linear.score(flat[2000:], codes[2000:]) < 0.45
    # A convolution with one filter per room, the motif that the room's training pictures share, and max-pooling.
    filters = np.array([shared_motif(pictures[:PICTURES][codes[:PICTURES] == room]) for room in range(5)])
    patches = sliding_window_view(pictures[2000:3000], (5, 5), axis=(1, 2))
    response = np.einsum("nijkl,rkl->nrij", patches, filters).max(axis=(2, 3))
    assert (response.argmax(axis=1) == codes[2000:3000]).mean() > 0.95


def shared_motif(pictures: np.ndarray) -> np.ndarray:
    """Find the 5 by 5 patch that the pictures share: start from one, align the others with it, average."""
    patches = sliding_window_view(pictures, (5, 5), axis=(1, 2)).reshape(len(pictures), -1, 25)
    best, motif = -np.inf, None
    for start in np.concatenate(patches[:3]):
        for _ in range(3):
            nearest = (patches @ start).argmax(axis=1)
            start = patches[np.arange(len(patches)), nearest].mean(axis=0)
            start -= start.mean()
        if (start**2).sum() > best:
            best, motif = (start**2).sum(), start
    return motif.reshape(5, 5) / np.sqrt(best)


def test_the_annotators_who_agree_most_share_a_wrong_guideline(market: Marketplace):
    votes = market.annotations.pivot_table(
        index="photo_id", columns="annotator", values="label", aggfunc="first"
    )
    rooms = market.photos.set_index("photo_id")["room"]
    kappa = {}
    for i, first in enumerate(votes):
        for second in list(votes)[i + 1 :]:
            both = votes[[first, second]].dropna()
            kappa[first, second] = cohen_kappa_score(both[first], both[second])
    guideline = market.truth.wrong_guideline
    assert max(kappa, key=kappa.get) == guideline["annotators"]
    accuracy = {name: (votes[name].dropna() == rooms[votes[name].dropna().index]).mean() for name in votes}
    for misled in guideline["annotators"]:
        assert accuracy["ann_1"] > accuracy[misled] + 0.015
        seen = votes[misled][rooms == guideline["room"]].dropna()
        assert 0.18 < (seen == guideline["label"]).mean() < 0.45


def test_votes_take_time_and_money_and_follow_the_snapshot(market: Marketplace):
    annotations = market.annotations
    snapshot = market.listings["snapshot_date"].iloc[0]
    assert annotations["annotated_at"].between(snapshot, snapshot + pd.Timedelta(days=28)).all()
    assert annotations["annotated_at"].dt.hour.between(9, 17).all()
    by_annotator = annotations.groupby("annotator")
    assert by_annotator["price"].nunique().eq(1).all()
    seconds, price = by_annotator["seconds"].median(), by_annotator["price"].first()
    assert price["ann_1"] == 3 * price["ann_4"]
    assert 12 < seconds["ann_1"] < 16
    assert seconds["ann_5"] < 4
    in_order = annotations.sort_values(["annotator", "photo_id"])
    pause = in_order.groupby("annotator")["annotated_at"].diff().dropna()
    assert (pause >= pd.Timedelta(0)).all()

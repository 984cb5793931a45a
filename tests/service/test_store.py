"""A store that a reader finds whole at any moment, whatever happens to the writer."""

from dataclasses import replace
from itertools import count

import pytest

from course.service import store as stores
from course.service.model import BrokenModel
from course.service.store import Store
from service.processes import content, killed_at

NEXT = "2025-03-02"


@pytest.fixture
def next_model(model):
    return replace(model, version=NEXT)


def test_the_version_in_use_is_loaded(store, model):
    assert store.load_whole() == (model, None)
    assert store.current() == model.version


def test_a_writer_that_is_killed_anywhere_leaves_a_whole_model_and_can_be_run_again(
    store, model, next_model, tmp_path
):
    def publish(store: Store) -> None:
        store.write(next_model)
        store.point_to(NEXT)

    undisturbed = Store(tmp_path / "undisturbed")
    undisturbed.write(model)
    undisturbed.point_to(model.version)
    publish(undisturbed)
    seen = []
    for step in count():
        again = Store(tmp_path / f"again{step}")
        again.write(model)
        again.point_to(model.version)
        killed = killed_at(step, lambda again=again: publish(again))
        loaded, problem = again.load_whole()
        assert problem is None
        seen.append(loaded.version)
        publish(again)
        assert content(again) == content(undisturbed)
        if not killed:
            break
    assert len(seen) > 6
    assert set(seen) == {model.version, NEXT}


def test_a_broken_model_gives_way_to_the_newest_whole_one_and_says_so(store, model, next_model):
    store.write(next_model)
    store.point_to(NEXT)
    path = store.folder / "models" / f"{NEXT}.json"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    loaded, problem = store.load_whole()
    assert loaded == model
    assert str(path) in problem
    (store.folder / "models" / f"{model.version}.json").write_bytes(b"")
    with pytest.raises(BrokenModel, match="no older model is whole"):
        store.load_whole()


def test_an_empty_store_says_what_to_do(tmp_path):
    with pytest.raises(BrokenModel, match=r"run `python -m course\.service nightly`"):
        Store(tmp_path).load_whole()


def test_a_version_is_never_changed(store, model):
    store.write(model)
    with pytest.raises(ValueError, match="holds another model"):
        store.write(replace(model, rows=7))
    assert store.load(model.version) == model


def test_the_pointer_goes_to_whole_models_only(store, model, next_model):
    with pytest.raises(BrokenModel):
        store.point_to(NEXT)
    store.write(next_model)
    renamed = store.folder / "models" / "2025-03-09.json"
    renamed.write_bytes(next_model.to_bytes())
    with pytest.raises(BrokenModel, match="it holds version 2025-03-02"):
        store.point_to("2025-03-09")
    assert store.current() == model.version


def test_who_reads_while_a_file_is_replaced_reads_the_old_one_to_its_end(tmp_path):
    path = tmp_path / "current"
    stores.replace(path, b"old" * 1000)
    with path.open("rb", buffering=0) as reader:
        beginning = reader.read(3)
        stores.replace(path, b"new" * 1000)
        assert beginning + reader.read() == b"old" * 1000
    assert path.read_bytes() == b"new" * 1000
    assert [*tmp_path.iterdir()] == [path]

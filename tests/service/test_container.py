"""The Dockerfile follows from environment.yml, and finds what it copies."""

from notebooks import ROOT

FOLDER = ROOT / "course" / "service"
LINES = (FOLDER / "Dockerfile").read_text("utf-8").splitlines()


def words(instruction: str) -> list[list[str]]:
    return [line.split()[1:] for line in LINES if line.split()[:1] == [instruction]]


def test_the_environment_is_that_of_environment_yml():
    assert ["conda", "env", "create", "-f", "environment.yml"] in [line[:5] for line in words("RUN")]
    assert not [line for line in LINES if "pip install" in line]
    ((image,),) = words("FROM")
    assert image.split(":")[1] not in ("", "latest")


def test_all_that_is_copied_is_there_and_sent_to_the_builder():
    copied = {name.rstrip("/") for *names, _ in words("COPY") for name in names}
    kept = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in kept if line.startswith("!")} == copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"environment.yml", "constraints.txt", "pyproject.toml"} <= copied


def test_binder_builds_from_environment_yml():
    """It would take a Dockerfile at the root, or in binder/, instead."""
    assert not any(
        (ROOT / name).exists() for name in ("Dockerfile", "binder/Dockerfile", ".binder/Dockerfile")
    )

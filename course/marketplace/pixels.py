"""Small pictures: the room's motif at a random place, and noise.

A motif tells its room only to who looks for a shape anywhere; no single pixel does, nor the mean brightness.
"""

import numpy as np

from course.marketplace.photos import ROOMS
from course.marketplace.world import World

SIDE = 16  # pixels of a picture
MOTIF = 5  # pixels of a motif
BRIGHTNESS, CONTRAST, NOISE = 128.0, 48.0, 24.0


def draw_pixels(world: World, rooms: np.ndarray, block: int) -> np.ndarray:
    """Return pictures of these rooms (codes), shape (n, SIDE, SIDE), uint8."""
    rng = world.rng("pixels", block)
    n = len(rooms)
    top, left = rng.integers(SIDE - MOTIF + 1, size=(2, n, 1, 1))
    pictures = rng.normal(BRIGHTNESS, NOISE, (n, SIDE, SIDE))
    cells = np.arange(MOTIF)
    rows, columns = top + cells[:, None], left + cells
    pictures[np.arange(n)[:, None, None], rows, columns] += CONTRAST * _draw_motifs(world)[rooms]
    return np.clip(np.round(pictures), 0, 255).astype(np.uint8)


def _draw_motifs(world: World) -> np.ndarray:
    """Return one motif per room, shape (n_rooms, MOTIF, MOTIF): as many bright cells as dark ones."""
    half = MOTIF * MOTIF // 2
    cells = np.repeat([1.0, -1.0, 0.0], [half, half, MOTIF * MOTIF - 2 * half])
    return world.rng("motifs").permuted(np.tile(cells, (len(ROOMS), 1)), axis=1).reshape(-1, MOTIF, MOTIF)

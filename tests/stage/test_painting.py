"""Every scene at three sizes: painted whole, in letters the back row can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from meetingdesk.actions import staging
from meetingdesk.stage import painting
from meetingdesk.stage.painting import SMALLEST, paint_scene

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

SIZES = ((1024, 768), (1920, 1080), (3840, 2160))
LONG = "示例市人民代表大会常务委员会关于批准示例市与江源市东城区缔结友好城市的决定（草案）"


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float, bool]]:
    """Collect (words, size in canvas units, whether they fit their place) of what is painted."""
    seen: list[tuple[str, float, bool]] = []
    original = painting._Painting.text

    def text(self, rect, words, face, largest, color, *align):  # type: ignore[no-untyped-def]
        needed = original(self, rect, words, face, largest, color, *align)
        font = self.painter.font()
        fits = needed.height() <= rect.height() + 1 and needed.width() <= rect.width() + 2
        seen.append((words, font.pixelSize(), fits))
        return needed

    monkeypatch.setattr(painting._Painting, "text", text)
    return seen


def paint(scene: staging.Scene | None, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    painter = QPainter(image)
    paint_scene(painter, QRectF(0, 0, width, height), scene)
    painter.end()
    return image


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_every_scene_of_the_session_fits_and_is_legible(
    qapp: QApplication, sample_office: Office, sample_ids: Sample,
    texts: list[tuple[str, float, bool]], size: tuple[int, int],
) -> None:  # fmt: skip
    scenes = staging.scenes(sample_office, sample_ids.meeting_id)
    assert len(scenes) > 20
    for scene in scenes:
        texts.clear()
        image = paint(scene, *size)
        assert image.pixelColor(0, 0) != image.pixelColor(size[0] // 2, size[1] - 1)
        assert texts
        assert all(pixels >= SMALLEST for _, pixels, _ in texts), (scene.key, texts)
        assert all(fits for _, _, fits in texts), (scene.key, [t for t in texts if not t[2]])


@pytest.mark.parametrize(
    "scene",
    [
        staging.Scene("a", "item", "", "", "会议", "议程第12项", (f"听取和审议{LONG * 2}",)),
        staging.Scene("b", "result", "", "", "会议", LONG * 2, cells=(("赞成", "438"),) * 5,
                      facts=("发出500票", "收回499票"), verdict="未获通过", why=LONG),
        staging.Scene("c", "table", "", "", "会议", LONG, heads=("事项", "赞成", "反对", "弃权", "结果"),
                      rows=((LONG, "438", "21", "40", "通过"),) * 4),
        staging.Scene("d", "tally", "", "", "会议", LONG,
                      strokes=(("买买提·吐尔逊江", 438), ("反对", 61), ("弃权", 0))),
    ],
)  # fmt: skip
def test_long_titles_and_large_numbers_fit(
    qapp: QApplication, texts: list[tuple[str, float, bool]], scene: staging.Scene
) -> None:
    for size in SIZES:
        texts.clear()
        paint(scene, *size)
        assert all(fits for _, _, fits in texts), [t for t in texts if not t[2]]


def test_black_is_black(qapp: QApplication) -> None:
    image = paint(None, 64, 36)
    assert {image.pixelColor(x, y).name() for x in range(64) for y in range(36)} == {"#000000"}


def test_practice_is_written_across(qapp: QApplication) -> None:
    scene = staging.Scene("a", "item", "", "", "", "", ("审议",))
    plain = paint(scene, 640, 360)
    marked = QImage(640, 360, QImage.Format.Format_RGB32)
    painter = QPainter(marked)
    paint_scene(painter, QRectF(0, 0, 640, 360), scene, "演练")
    painter.end()
    assert plain != marked


def test_strokes_grow_one_by_one(qapp: QApplication) -> None:
    """Each vote adds ink in the colour of the strokes; five make a figure."""

    def ink(votes: int) -> int:
        scene = staging.Scene("d", "tally", "", "", "", "", strokes=(("赞成", votes),))
        image = paint(scene, 960, 540)
        return sum(
            image.pixelColor(x, y).green() > 180 and image.pixelColor(x, y).blue() < 160
            for x in range(200, 800, 2) for y in range(200, 400, 2)
        )  # fmt: skip

    counts = [ink(votes) for votes in range(7)]
    assert counts == sorted(counts)
    assert len(set(counts)) == 7


def test_titles_break_by_sense(qapp: QApplication) -> None:
    broken = painting._by_sense(LONG, QFontMetricsF(painting.serif(76)), 1620)
    assert broken.count("\n") == 1
    assert not {"常务委员\n会", "关于批\n准", "决\n定"} & {broken[a : a + 5] for a in range(40)}
    assert broken.replace("\n", "") == LONG


@pytest.mark.parametrize("size", SIZES)
def test_a_list_with_photos_fits_and_shows_them(
    qapp: QApplication, texts: list[tuple[str, float, bool]], size: tuple[int, int]
) -> None:
    photo = QImage(300, 400, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.cyan)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    photo.save(kept, "JPG")  # type: ignore[call-overload]
    rows = (
        ("李　明", "决定任命", "示例市人民政府秘书长"),
        ("阿卜杜拉·买买提", "任命", "示例市人民代表大会常务委员会法制工作委员会主任"),
        ("王　芳", "免去", "示例市教育局局长职务"),
    )
    photos = (bytes(kept.data().data()), b"no picture", None)
    scene = staging.Scene("names-1", "table", "", "", "会议", "任免名单", rows=rows, photos=photos)
    image = paint(scene, *size)
    assert all(fits for _, _, fits in texts), [t for t in texts if not t[2]]
    assert all(pixels >= SMALLEST for _, pixels, _ in texts)
    bright = [
        x
        for x in range(0, size[0], 8)
        for y in range(0, size[1], 8)
        if image.pixelColor(x, y).cyan() > 200
    ]
    assert len(bright) > 50
    assert max(bright) < size[0] // 3  # one photo only, at the left

"""Expressions: what they give, what they refuse, and that blocks and threads do not matter."""

import pickle
import re
import tracemalloc

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Block, RasterSource, Window, apply
from poplar_nn_plugin.engine.bandmath.expression import Expression, operand, working_type
from poplar_nn_plugin.engine.bandmath.operand import Operand
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.errors import ParameterError

ORTHO = Operand("ortho.tif", 4, (1, 2, 3))  # its fourth band is alpha
HEIGHT = Operand("hauteur d'été.tif", 1, (1,))
OTHER = Operand("other.tif", 2, (1, 2))
RASTERS = (ORTHO, HEIGHT, OTHER)


def block(*arrays):
    rows, cols = arrays[0].shape[:2]
    arrays = tuple(array[..., None] if array.ndim == 2 else array for array in arrays)
    return Block(arrays, np.ones((rows, cols), bool), Window(0, 0, cols, rows), 0)


def planes(*values, dtype="float32"):
    """Return one (1, n, bands) array: one pixel a column, one band a list."""
    return np.moveaxis(np.array([values], dtype), 1, -1)


def compute(text, *arrays):
    """Return what `text` gives where a, b … are (rows, cols, bands), each used wholly."""
    count = [array.shape[-1] for array in arrays]
    rasters = tuple(Operand(f"{n}.tif", n, tuple(range(1, n + 1))) for n in count)
    expression = Expression(text, rasters)
    used = tuple(arrays[i][..., [n - 1 for n in bands]] for i, bands in expression.used.items())
    return expression(block(*used))


A = planes([1, 2, 3, 200, 0], [4, 2, 0, 100, 0])
B = planes([0, 1, 5, 2.5, -1])
a1, a2, b1 = A[..., 0], A[..., 1], B[..., 0]
one = np.float32(1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a1 - a2) / (a1 + a2 + 1)", (a1 - a2) / (a1 + a2 + one)),
        ("a1 // 2 + a1 % 3", a1 // 2 + a1 % 3),
        ("-b1 % 2", -b1 % 2),
        ("+a1 - -a2", a1 + a2),
        ("a1**2 + a1 ** 3", a1 * a1 + a1 * a1 * a1),
        ("(a1 + 1) ** -2", one / ((a1 + one) * (a1 + one))),
        ("a1 ** 0.5", np.sqrt(a1)),
        ("a1 ** 1.5", np.power(a1, np.float32(1.5))),
        ("2 ** b1", np.power(np.float32(2), b1)),
        ("a1 > 2", [[0, 0, 1, 1, 0]]),
        ("1 < a1 <= 3", [[0, 1, 1, 0, 0]]),
        ("a1 == a2", [[0, 1, 0, 0, 1]]),
        ("a1 != 0 and not b1 > 1", [[1, 1, 0, 0, 0]]),
        ("a1 or b1", [[1, 1, 1, 1, 1]]),
        ("(a1 > 1) & ~(b1 > 2) | (a2 == 4)", [[1, 1, 0, 0, 0]]),
        ("(a1 > 1) + (a1 > 2) * 2", [[0, 1, 3, 3, 0]]),
        ("a1 if b1 > 1 else -a2", [[-4, -2, 3, 200, 0]]),
        ("1 if b1 > 2 else 2 if b1 > 0 else 3", [[3, 2, 1, 1, 3]]),
        ("where(b1, a1, 9)", [[9, 2, 3, 200, 0]]),
        ("clip(a1, 2, 50)", [[2, 2, 3, 50, 2]]),
        ("min(a1, a2, 3)", [[1, 2, 0, 3, 0]]),
        ("max(a)", [[4, 2, 3, 200, 0]]),
        ("sum(a)", a1 + a2),
        ("mean(a1, a2, b1)", (a1 + a2 + b1) / np.float32(3)),
        ("round(b1 / 2)", [[0, 0, 2, 1, 0]]),
        ("floor(b1) + ceil(b1)", [[0, 2, 10, 5, -2]]),
        ("abs(-a1) + sqrt(a2)", a1 + np.sqrt(a2)),
        ("isfinite(1 / a1) + isnan(a1 / a1) * 2", [[1, 1, 1, 1, 2]]),
        ("A1 + Pi * 0", a1),
        ("exp(b1) + sin(a1) * cos(a1)", np.exp(b1) + np.sin(a1) * np.cos(a1)),
        ("log(a1 + 1) - log10(a1 + 1)", np.log(a1 + one) - np.log10(a1 + one)),
        ("arctan2(a1, a2) + arctan(b1)", np.arctan2(a1, a2) + np.arctan(b1)),
        ("1/3 * a1", np.float32(1 / 3) * a1),
        ("1e-3 * a1 + 0x10", np.float32(1e-3) * a1 + 16),
    ],
)
def test_an_expression_gives_what_numpy_gives(text, expected):
    result = compute(text, A, B)

    assert result.dtype == np.float32
    np.testing.assert_array_equal(result[..., 0], np.asarray(expected, "float32"))


def test_whole_numbers_of_8_bits_do_not_overflow():
    pixels = planes([200, 10], [100, 20], dtype="uint8")

    assert compute("a1 + a2", pixels)[..., 0].tolist() == [[300, 30]]
    assert compute("a2 - a1", pixels)[..., 0].tolist() == [[-100, 10]]


@pytest.mark.parametrize(
    ("dtypes", "expected"),
    [
        (["uint8", "int16", "uint16", "float32"], "float32"),
        (["uint8", "float64"], "float64"),
        (["int32"], "float64"),
        (["uint32", "uint8"], "float64"),
    ],
)
def test_digits_are_enough_for_the_inputs(dtypes, expected):
    assert working_type(dtypes) == expected


def test_large_whole_numbers_keep_their_last_digit():
    pixels = planes([2**24 + 1, 2**31 - 1], dtype="int32")

    assert compute("a1 - 1", pixels)[..., 0].tolist() == [[2.0**24, 2.0**31 - 2]]


def test_what_is_not_finite_is_no_value():
    result = compute("1 / a1; log(a1); sqrt(a1 - 1); nodata if a1 > 1 else a1", planes([0, 2]))

    np.testing.assert_array_equal(
        result[0],
        np.array([[np.nan] * 3 + [0], [0.5, np.log(np.float32(2)), 1, np.nan]], "float32"),
    )


def test_a_letter_alone_is_all_bands_but_alpha_and_one_band_goes_with_many():
    expression = Expression("a * b", RASTERS)

    assert expression.used == {0: (1, 2, 3), 1: (1,)}
    assert expression.bands == 3
    result = expression(block(planes([1], [2], [3]), planes([10])))
    assert result.tolist() == [[[10, 20, 30]]]


def test_several_expressions_are_several_bands_with_names():
    expression = Expression("ndvi = (a4 - a1) / (a4 + a1); c / 2 ;mean(a);", RASTERS)

    assert expression.band_names == ("ndvi", "c / 2, band 1", "c / 2, band 2", "mean(a)")
    assert expression.used == {0: (1, 2, 3, 4), 2: (1, 2)}
    assert list(expression.variables().items())[-2:] == [("c1", (1, 0)), ("c2", (1, 1))]


def test_only_what_is_used_is_read(tmp_path):
    paths = [
        write_raster(tmp_path / f"{name}.tif", np.full((4, 4, 3), value, "uint8"))
        for name, value in (("eins", 1), ("zwei", 2), ("drei", 3))
    ]
    expression = Expression("a2 + c1", tuple(map(operand, paths)))

    sources = expression.sources(paths)

    assert [(source.path, source.bands) for source in sources] == [
        (str(paths[0]), (2,)),
        (str(paths[2]), (1,)),
    ]
    apply(sources, {tmp_path / "out.tif": expression.step(sources)})
    assert (read_raster(tmp_path / "out.tif") == 4).all()


NASTY = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "a1.__class__",
    "a.tobytes()",
    "a1[0]",
    "open('x')",
    "eval(a1)",
    "exec('1')",
    "getattr(a1, 'x')",
    "globals()",
    "lambda: a1",
    "(lambda x: x)(a1)",
    "[a1 for x in a]",
    "{x for x in a}",
    "{a1: 1}",
    "(a1, a2)",
    "a1, a2",
    "'text'",
    "b'bytes'",
    "f'{a1}'",
    "a1 + 'x'",
    "True",
    "None",
    "...",
    "1j * a1",
    "(x := a1)",
    "a1 := 3",
    "yield a1",
    "(yield)",
    "await a1",
    "import os",
    "del a1",
    "a1 is a2",
    "a1 in a",
    "a1 @ a2",
    "a1 ^ 2",
    "a1 << 2",
    "max(*a)",
    "max(a1, key=a2)",
    "where(a1 > 1, **a)",
    "sqrt",
    "sqrt.real",
    "min()",
    "sqrt(a1, a2)",
    "where(a1 > 1, a2)",
    "clip(a1, 1)",
    "a1(2)",
    "1(2)",
    "np.sqrt(a1)",
    "print(a1)",
    "_a1",
    "a01",
    "a0",
    "a5",
    "b2",
    "d1",
    "aa1",
    "é1 + a1",
    "9**9**9**9 + a1",
    "1e999 * a1",
    f"1{'0' * 400} * a1",
    f"{'9' * 3900} + a1",
    "1 / 0 + a1",
    "(" * 1500 + "a1" + ")" * 1500,
    "-" * 3000 + "a1",
    "not " * 900 + "a1",
    "+".join(["a1"] * 900),
    "a1" + "+a1" * 5000,
    "a1 if a1 else " * 200 + "a1",
    "a1 +",
    "a1 a2",
    "a1 <> a2",
    "a1 AND a2",
    "(a1",
    "a1)",
    "a1 \x00",
    "a1 ↑ a2",
    "'\\d' + a1",
    "a1 = 3",
    "5",
    "nodata",
    "pi * 2",
    "",
    "   ",
    ";",
    "a1;;a2",
    "ndvi =",
    "# a1",
]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:25])
def test_what_is_no_expression_is_refused_with_a_sentence(text):
    with pytest.raises(ParameterError) as error:
        Expression(text, RASTERS)

    assert re.match(r"\S.{20,}[.?]$", str(error.value), re.DOTALL)
    assert len(str(error.value)) < 900


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ndwi + a1", r'"ndwi \+ a1", column 1: there is no ndwi\..* a = ortho.tif \(4 bands\)'),
        (
            "a1 + b2",
            r"column 6: there is no b2\..* b = hauteur d'été.tif \(1 band\).*mean [ac]\d\?",
        ),
        ("2 * sqr(a1)", r"column 5: there is no function sqr\. Did you mean sqrt\?"),
        ("a + c", r"a has 3 bands and c has 2\."),
        ("a1 * (b + a + c)", r"column 7: b \+ a has 3 bands and c has 2\."),
        ("a1 > 3 & a2 < 5", r"3 is a number.*\(a1 > 3\) & \(a2 < 5\)"),
        ("a1 ^ 2", r"\^ is not allowed\. A power is written \*\*\."),
        ("a1 is a2", r"Equal is written ==\."),
        ("a1 = 3", r"a1 is a band and cannot be the name of a result.*write =="),
        ("a1 + foo.bar", r"column 6: a dot behind a name is not allowed.*Allowed are numbers"),
        ("(a1 + 2", r'"\(a1 \+ 2" cannot be read at column 1: .*never closed'),
        ("sqrt", r"sqrt is a function"),
        ("where(a1 > 1, a2)", r"where takes 3 values, here it has 2"),
        ("6 * 7", r'"6 \* 7" uses no band'),
        ("9 ** 9 ** 9 * a1", r"9 \*\* 9 \*\* 9 has no finite value"),
        ("+".join(["a1"] * 200), r"more than 100 operations.* sum, mean"),
    ],
)
def test_a_refusal_says_what_where_and_what_instead(text, says):
    with pytest.raises(ParameterError, match=says):
        Expression(text, RASTERS)


def test_a_column_counts_letters_and_not_bytes():
    wide = "\N{FULLWIDTH LATIN SMALL LETTER A}1"  # three bytes, and to Python the letter a
    with pytest.raises(ParameterError) as error:
        Expression(f"{wide} + d1", RASTERS)

    assert error.value.fields["column"] == 6


def test_more_rasters_than_letters_are_refused():
    with pytest.raises(ParameterError, match="1 to 26 rasters, got 27"):
        Expression("a1", (HEIGHT,) * 27)


def test_a_power_of_powers_stays_small():
    text = "a1"
    for _ in range(40):
        text = f"({text})**8"

    result = compute(text, planes([1, 0, 2]))

    np.testing.assert_array_equal(result[0, :, 0], np.float32([1, 0, np.nan]))


def test_an_expression_pickles():
    text = "where(a1 > 2, a2 / b1, nodata)"
    expression = Expression(text, RASTERS)
    pixels = block(planes([1, 3], [4, 5]), planes([7, 8]))

    copy = pickle.loads(pickle.dumps(expression))

    assert copy == expression
    np.testing.assert_array_equal(copy(pixels), expression(pixels))


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("a1 + b1 * 2 - a2", True),
        ("a1 / 255", True),
        ("where(a1 > 3, 1, 2)", True),
        ("abs(a1) + sin(b1) + min(a)", True),
        ("a1 / a2", False),
        ("a1 % 0", False),
        ("sqrt(a1)", False),
        ("a1 ** -1", False),
        ("nodata if a1 > 3 else a1", False),
    ],
)
def test_it_is_known_whether_every_pixel_gets_a_value(text, total):
    assert Expression(text, RASTERS).total is total


@pytest.fixture
def two(tmp_path):
    """Return the paths of two noisy rasters with holes, an accent and a blank in their names."""
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (90, 70, 4), dtype="uint16")
    heights = rng.normal(3, 4, (90, 70)).astype("float32")
    heights[10:30, 5:9] = np.nan
    heights[::7, ::5] = -32768
    return [
        write_raster(tmp_path / "été 1.tif", pixels),
        write_raster(tmp_path / "höhe.tif", heights, nodata=-32768),
    ]


TEXT = (
    "(a4 - a1) / (a4 + a1); exp(b1 / 9) * sin(a2) ** 2; log(a3) + arctan2(a1, b1) ** 1.7;"
    "where(b1 > 2, a, nodata)"
)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "text",
    [
        "(a1 - a2) / (a1 + a2)",
        "sqrt(abs(a1 * a3)) - floor(a2) + ceil(a3 / a1)",
        "where((a1 > a2) & ~(a3 <= a1) | (a2 == a3), a1 * a2, a3 - a1)",
        "((a1 * a1 + a2) * a3 - a1) / a2 - -a3",
        "a1 ** 3 - a2 ** -2 + a3 ** 5",
    ],
)
def test_results_equal_those_of_numexpr_to_the_bit(text, dtype):
    import numexpr

    rng = np.random.default_rng(2)
    size = 10 ** rng.uniform(-30, 20, (3, 1, 501))
    pixels = (rng.normal(0, 1, (3, 97, 501)) * size).astype(dtype)
    special = [0, -0.0, np.nan, np.inf, -np.inf, 1, -1, 1e-42]
    some = rng.random(pixels.shape) < 0.1
    pixels[some] = rng.choice(special, some.sum())
    names = {f"a{number}": plane for number, plane in enumerate(pixels, start=1)}
    with np.errstate(all="ignore"):
        expected = numexpr.evaluate(text, local_dict=names, global_dict={})

    result = compute(text, np.moveaxis(pixels, 0, -1))[..., 0]

    assert result.dtype == expected.dtype == dtype
    finite = np.isfinite(expected)
    assert 0.2 < finite.mean() < 1
    bits = f"u{result.itemsize}"
    np.testing.assert_array_equal(result[finite].view(bits), expected[finite].view(bits))
    assert np.isnan(result[~finite]).all()


def test_blocks_threads_and_processes_do_not_matter(two, tmp_path):
    expression = Expression(TEXT, tuple(map(operand, two)))
    sources = expression.sources(two)
    step = expression.step(sources, nodata=-9999)
    settings = [
        {"n_jobs": 1, "block_size": 100},
        {"n_jobs": 1, "block_size": 7},
        {"n_jobs": 4, "block_size": (13, 32)},
        {"n_jobs": 2, "block_size": 50, "prefer": "processes"},
    ]

    found = []
    for number, setting in enumerate(settings):
        apply(sources, {tmp_path / f"{number}.tif": step}, **setting)
        found.append(read_raster(tmp_path / f"{number}.tif"))

    for other in found[1:]:
        np.testing.assert_array_equal(found[0], other)


def test_nodata_of_any_input_and_of_the_arithmetic_is_nodata_of_the_output(two, tmp_path):
    expression = Expression("a2 / a3; b1", tuple(map(operand, two)))
    sources = expression.sources(two)
    apply(sources, {tmp_path / "out.tif": expression.step(sources, nodata=-9999)}, block_size=32)

    found = read_raster(tmp_path / "out.tif")
    pixels, heights = read_raster(two[0]).astype("float32"), read_raster(two[1])[..., 0]
    hole = np.isnan(heights) | (heights == -32768)
    with np.errstate(all="ignore"):
        ratio = pixels[..., 1] / pixels[..., 2]
    ratio[hole | ~np.isfinite(ratio)] = -9999
    np.testing.assert_array_equal(found[..., 0], ratio)
    np.testing.assert_array_equal(found[..., 1], np.where(hole, -9999, heights))
    assert (ratio[~hole] == -9999).any()


def test_a_whole_number_output_rounds_and_marks_what_has_no_value(tmp_path):
    path = write_raster(tmp_path / "in.tif", np.array([[0, 1, 2, 5, 255]], "uint8"))
    expression = Expression("10 / a1", (operand(path),))
    sources = expression.sources([path])

    step = expression.step(sources, "uint8", 255)
    apply(sources, {tmp_path / "out.tif": step})

    assert read_raster(tmp_path / "out.tif")[..., 0].tolist() == [[255, 10, 5, 2, 0]]


@pytest.mark.parametrize(
    "text",
    [
        "(a1 + a2) / (a3 + a4) + (a1 * a3 - (a2 + a4) / (a1 + 1)); mean(a) ** 3",
        f"max({', '.join(f'a1 * {number}' for number in range(2, 250))})",
    ],
    ids=["as people write it", "249 values at once"],
)
def test_the_memory_of_a_block_is_what_the_step_declares(tmp_path, text):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (500, 500, 4), dtype="uint8")
    path = write_raster(tmp_path / "in.tif", pixels)
    expression = Expression(text, (operand(path),))
    sources = expression.sources([path])
    for dtype in ("uint8", "float64"):
        step = expression.step(sources, dtype, 0)
        piece = block(pixels[..., [number - 1 for number in sources[0].bands]])
        size = 500 * 500 * (len(sources[0].bands) + 1 + step.output.pixel_bytes)
        tracemalloc.start()
        step.func(piece)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak <= step.scratch * size + SLACK
        assert step.scratch * size < peak * 1.1


def test_a_raster_of_another_kind_of_source_serves_as_well(tmp_path):
    path = write_raster(tmp_path / "in.tif", np.ones((5, 5), "int16"))

    found = operand(RasterSource(path).path)

    assert (found.name, found.count, found.bands) == ("in.tif", 1, (1,))


def test_random_text_is_an_expression_or_refused_and_never_anything_else():
    rng = np.random.default_rng(11)
    words = (
        "a1 a b1 c2 ( ( ) ) [ ] { } + - * / // % ** < <= == != & | ~ ^ @ := = ; , . : if else "
        "and or not in is lambda where( min( clip( sqrt( abs( 2 0 1e9 0.5 1j nodata pi 'x' \\ # é"
    )
    ends = []
    for _ in range(4000):
        text = " ".join(rng.choice(words.split(), rng.integers(1, 9)))
        try:
            Expression(text, RASTERS)
            ends.append("read")
        except ParameterError:
            ends.append("refused")

    assert ends.count("read") > 20
    assert ends.count("refused") > 1000


def number(rng, depth):
    """Return a random expression that is a number."""
    if depth == 0:
        return str(rng.choice(["a1", "a2", "a3", "2", "0.5", "3"]))
    x, y = number(rng, depth - 1), number(rng, depth - 1)
    forms = [f"{x} + {y}", f"({x}) * ({y})", f"({x}) / ({y})", f"-({x}) - ({y})", f"({x}) % ({y})"]
    forms += [f"min({x}, {y})", f"max({x}, {y}, a1)", f"abs({x})", f"({x}) // ({y})", f"({x})**3"]
    forms += [f"({x} if {truth(rng, depth - 1)} else {y})", f"({truth(rng, depth - 1)}) * ({y})"]
    return str(rng.choice(forms))


def truth(rng, depth):
    """Return a random expression that is true or false."""
    if depth == 0:
        return str(rng.choice(["a1 < a2", "a2 >= 2", "a1 != a3", "0.5 < a3 <= 3"]))
    x, y = truth(rng, depth - 1), truth(rng, depth - 1)
    forms = [f"({x}) and ({y})", f"({x}) or ({y})", f"not ({x})", f"({x}) & ({y})", f"~({x})"]
    forms += [f"{number(rng, depth - 1)} < {number(rng, depth - 1)}", f"({x}) | ({y})"]
    return str(rng.choice(forms))


def test_random_expressions_give_what_python_gives_pixel_by_pixel():
    rng = np.random.default_rng(7)
    pixels = planes([0, 1, 2, -3], [1, 0.5, 2, 4], [-1, 2, 0, 3], dtype="float64")
    known = {"min": lambda *v: np.minimum.reduce(v), "max": lambda *v: np.maximum.reduce(v)}
    known["number"] = np.float64
    compared = 0
    for _ in range(400):
        text = number(rng, 3)
        try:
            result = compute(text, pixels)[0, :, 0]
        except ParameterError as error:
            assert re.search("uses no band|no finite value", str(error))  # noqa: PT017
            continue
        python = re.sub(r"(?<![\w.])(\d[.\d]*)", r"number(\1)", text).replace("~", "not ")
        for column, value in enumerate(result):
            names = {f"a{band + 1}": pixels[0, column, band] for band in range(3)}
            with np.errstate(all="ignore"):
                expected = float(eval(python, {}, {**names, **known}))
            if np.isfinite(expected):
                assert value == pytest.approx(expected, rel=1e-9), text
                compared += 1
            else:
                assert np.isnan(value), text

    assert compared > 800

"""Our C products: exact, the same for any batch, threads and processor, and done without."""

from __future__ import annotations

import ctypes
import shutil

import pytest

pytestmark = pytest.mark.engine
torch = pytest.importorskip("torch", reason="needs torch, which ./test --full installs")

from scenescore.neural import int8, native, products  # noqa: E402

SOURCE = native.SHARED / "products.c"
needs_compiler = pytest.mark.skipif(
    native.library(SOURCE) is None, reason="no compiler builds our C here"
)


def _material(rows, outs, ins):
    torch.manual_seed(rows)
    return torch.randn(rows, ins), torch.randn(outs, ins) * 0.05


@needs_compiler
@pytest.mark.parametrize(("outs", "ins"), [(300, 256), (64, 33), (7, 30)])
@pytest.mark.parametrize("rows", [1, 2, 5, 6, 13])
def test_products_of_floats_are_exact_and_of_bytes_near(rows, outs, ins):
    x, weight = _material(rows, outs, ins)
    exact = x.double() @ weight.double().T
    assert (products.NativeProduct(weight)(x) - exact).abs().max() < 1e-5
    rough = products.NativeProduct(*int8.rounded(weight))(x)
    assert 0 < (rough - exact).norm() / exact.norm() < 0.015


@needs_compiler
def test_bytes_are_multiplied_as_torchs_whole_numbers_are():
    x, weight = _material(32, 128, 256)
    whole, scales = int8.rounded(weight)
    peak = x.abs().amax(1, keepdim=True)
    plain = int8.PlainLinear(whole, scales)(x / peak) * peak
    assert (products.NativeProduct(whole, scales)(x) - plain).abs().max() < 1e-4


@needs_compiler
@pytest.mark.parametrize("is_int8", [False, True])
def test_neither_the_batch_nor_the_threads_change_a_bit(is_int8, monkeypatch):
    x, weight = _material(13, 500, 256)
    made = products.NativeProduct(*(int8.rounded(weight) if is_int8 else (weight,)))
    many = made(x)
    for threads in (1, 2, 3):
        monkeypatch.setattr(torch, "get_num_threads", lambda threads=threads: threads)
        for _ in range(4):
            assert torch.equal(made(x), many)
        assert torch.equal(torch.cat([made(row[None]) for row in x]), many)


@needs_compiler
@pytest.mark.parametrize("processor", ["-march=x86-64", "-march=x86-64-v3", "-march=native"])
def test_other_processors_get_the_same_numbers(processor, monkeypatch):
    monkeypatch.setattr(native, "_ways", lambda: iter([(processor,)]))
    built = native.library.__wrapped__(SOURCE)
    if built is None:
        pytest.skip(f"this compiler does not know {processor}")
    x, weight = _material(9, 100, 70)
    here = products.NativeProduct(*int8.rounded(weight))(x)
    monkeypatch.setattr(products, "library", lambda source: built)
    assert (products.NativeProduct(*int8.rounded(weight))(x) - here).abs().max() < 1e-5
    assert isinstance(built, ctypes.CDLL)


def test_without_a_compiler_torch_does_it(monkeypatch):
    monkeypatch.setattr(native, "_compiler", lambda: ())
    assert native.library.__wrapped__(SOURCE) is None
    monkeypatch.setattr(products, "library", native.library.__wrapped__)
    x, weight = _material(5, 96, 64)
    made = int8.int8_product(weight)
    assert isinstance(made, int8.TorchProduct)
    assert ((made(x) - x @ weight.T).norm() / (x @ weight.T).norm()) < 0.02


def test_a_compiler_that_fails_is_no_error(tmp_path, monkeypatch):
    broken = tmp_path / "broken.c"
    broken.write_text("this is no C")
    monkeypatch.setenv("CC", shutil.which("true") or "/bin/true")
    assert native.library.__wrapped__(broken) is None
    monkeypatch.delenv("CC")
    assert native.library.__wrapped__(broken) is None


def test_a_compiler_that_hangs_is_no_error(tmp_path, monkeypatch):
    slow = tmp_path / "slow-cc"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("CC", str(slow))
    monkeypatch.setattr(native, "_LONGEST_S", 0.2)
    assert native.library.__wrapped__(SOURCE) is None


@pytest.fixture
def small(tmp_path):
    source = tmp_path / "small.c"
    source.write_text("int five(void) { return 5; }")
    return source


def _built(source):
    found = native.library.__wrapped__(source)
    return found and found.five()


@needs_compiler
def test_a_broken_library_is_built_again_and_a_whole_one_is_kept(small):
    built = native._folder() / f"small-{native._name(small, native._compiler())}.so"
    built.parent.mkdir(parents=True)
    built.write_bytes(b"cut off")
    assert _built(small) == 5
    made = built.stat()
    assert made.st_size > 1000
    assert _built(small) == 5
    assert built.stat().st_mtime_ns == made.st_mtime_ns


@needs_compiler
def test_nothing_that_another_could_have_put_there_is_loaded(small, tmp_path, monkeypatch):
    folder = native._folder()
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert _built(small) == 5
    assert folder.stat().st_mode & 0o077 == 0
    (built,) = folder.iterdir()
    built.rename(tmp_path / "elsewhere.so")
    built.symlink_to(tmp_path / "elsewhere.so")
    assert _built(small) is None
    built.unlink()
    monkeypatch.setattr(native.os, "geteuid", lambda: 12345)
    monkeypatch.setattr(native, "_folder", lambda: folder)
    assert _built(small) is None


@needs_compiler
def test_cc_may_say_more_than_a_name(small, monkeypatch):
    monkeypatch.setenv("CC", f"{shutil.which('env')} {native._compiler()[0]} -DANY=1")
    assert native._compiler()[2:] == ("-DANY=1",)
    assert _built(small) == 5
    monkeypatch.setenv("CC", "cc 'never closed")
    assert _built(small) is None


@needs_compiler
def test_rows_that_do_not_fit_a_weight_never_reach_c():
    product = products.NativeProduct(torch.ones(8, 6))
    with pytest.raises(ValueError, match="6 inputs"):
        product(torch.ones(2, 5))
    assert torch.equal(product(torch.ones(2, 6, dtype=torch.bfloat16)), torch.full((2, 8), 6.0))


@needs_compiler
@pytest.mark.parametrize("lost", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("place", [0, 69])
def test_what_is_no_number_stays_none_in_its_row_alone(lost, place):
    x, weight = _material(7, 100, 70)
    product = products.NativeProduct(*int8.rounded(weight))
    whole = product(x)
    x[3, place] = lost
    found = product(x)
    assert not found[3].isfinite().any()
    others = [row for row in range(7) if row != 3]
    assert torch.equal(found[others], whole[others])


@needs_compiler
def test_a_library_of_another_width_is_not_given_our_weights():
    class Other:
        def panel(self):
            return 2 * native.library(SOURCE).panel()

    assert products.reads_panels(native.library(SOURCE))
    assert not products.reads_panels(Other())


def test_one_thread_is_kept_where_several_are_slower(monkeypatch):
    clock = iter(range(10**6))
    monkeypatch.setattr(native.time, "perf_counter", lambda: next(clock))
    threads, used = native.Threads(), []
    for _ in range(50):
        with threads.given(4) as count:
            used.append(count)
            if count == 4:
                next(clock)
    assert set(used[:6]) == {1, 4}
    assert set(used[6:]) == {1}

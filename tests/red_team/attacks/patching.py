"""Attacks that change Python, IPython or libraries under the checks."""

from red_team.attack import hostile

SHELL = "shell = get_ipython()\n"

ATTACKS = [
    hostile("drops_asserts", "An AST transformer removes every assert.", "points", SHELL + """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
shell.ast_transformers.append(Drop())"""),
    hostile("blanks_cells", "An input transformer replaces every later cell by nothing.", "points",
            SHELL + "shell.input_transformers_cleanup.append(lambda lines: ['pass\\n'])"),
    hostile("rewrites_checks", "An input transformer comments out the lines of checks.", "points", SHELL + """
shell.input_transformers_post.append(
    lambda lines: [line if "def " in line else "#" + line for line in lines])"""),
    hostile("patches_run_cell", "Replaces the shell's run_cell by one that runs nothing.", "points",
            SHELL + "type(shell).run_cell = shell.run_cell = lambda *a, **k: None"),
    hostile("patches_run_cell_async", "Replaces the shell's run_cell_async by one that runs an empty cell.", "points",
            SHELL + """
kept = shell.run_cell_async
async def nothing(raw_cell, *a, **k):
    return await kept("pass", *a, **k)
shell.run_cell_async = nothing"""),
    hostile("patches_showtraceback", "Silences tracebacks, so that failures look like passes.", "points",
            SHELL + "shell.showtraceback = shell._showtraceback = lambda *a, **k: None"),
    hostile("custom_exception_handler", "Handles every exception by an empty handler.", "points",
            SHELL + "shell.set_custom_exc((BaseException,), lambda *a, **k: None)"),
    hostile("pre_run_hook", "A hook before each cell defines always-true helpers.", "points", SHELL + """
def hook(*a):
    import builtins
    builtins.isinstance = lambda *a: True
    shell.user_ns.update(isinstance=lambda *a: True)
    shell.user_ns["pd"].testing.assert_series_equal = lambda *a, **k: None
shell.events.register("pre_run_cell", hook)"""),
    hostile("post_run_hook", "A hook after each cell marks the cell's result as a success.", "points", SHELL + """
def hook(result):
    result.error_in_exec = result.error_before_exec = None
shell.events.register("post_run_cell", hook)"""),
    hostile("patches_exec_result", "Makes IPython's ExecutionResult always say success.", "points", """
from IPython.core.interactiveshell import ExecutionResult
ExecutionResult.success = property(lambda self: True)
ExecutionResult.raise_error = lambda self: None"""),
    hostile("patches_kernel_reply", "Makes the kernel reply 'ok' whatever happened.", "points", """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "IPythonKernel":
        kept = type(thing).do_execute
        async def execute(self, code, *a, **k):
            return await kept(self, "pass", *a, **k)
        type(thing).do_execute = execute"""),
    hostile("mutes_error_messages", "Lets the kernel's session drop messages of the type 'error'.", "points", """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Session" and hasattr(thing, "send"):
        kept = type(thing).send
        def send(self, stream, kind, *a, **k):
            if kind != "error" and (not isinstance(kind, dict) or kind.get("msg_type") != "error"):
                return kept(self, stream, kind, *a, **k)
        type(thing).send = send
        break"""),
    hostile("settrace", "A trace function changes the local names of frames that compare.", "points", """
import sys
def tracer(frame, event, argument):
    if "expected" in frame.f_globals:
        frame.f_globals["expected"] = 0
    return tracer
sys.settrace(tracer)"""),
    hostile("profile_steals", "A profile function looks at every call's caller for the expected value.", "points", """
import sys
kept = {}
def profiler(frame, event, argument):
    if "expected" in (names := frame.f_globals) and "numbers" in names:
        kept[str(names["numbers"])] = names["expected"]
sys.setprofile(profiler)""", total="def total(numbers):\n    return kept.get(str(numbers), 0)"),
    hostile("patches_builtins", "Replaces builtins that checks use.", "points", """
import builtins
builtins.isinstance = lambda *a: True
builtins.abs = lambda x: 0
builtins.sum = lambda *a: 0
builtins.len = lambda x: 30
builtins.all = lambda x: True"""),
    hostile("patches_assertion_error", "Makes AssertionError something that cannot be raised.", "points",
            "import builtins\nbuiltins.AssertionError = type('Silent', (SystemExit,), {})"),
    hostile("patches_numpy_testing", "Replaces NumPy's assertions and comparisons.", "points", """
import numpy as np, numpy.testing
for name in dir(np.testing):
    if name.startswith("assert"):
        setattr(np.testing, name, lambda *a, **k: None)
np.allclose = np.isclose = np.array_equal = lambda *a, **k: True"""),
    hostile("patches_pandas_testing", "Replaces pandas' assertions.", "points", """
import pandas as pd
pd.testing.assert_series_equal = pd.testing.assert_frame_equal = lambda *a, **k: None
pd.Series.equals = lambda *a: True"""),
    hostile("patches_metrics", "Replaces scikit-learn's metrics, also where they are imported by name.", "points", """
import sklearn.metrics, sklearn.metrics._regression as regression, gc
def best(*a, **k):
    return 1.0
regression.r2_score.__code__ = best.__code__
regression.r2_score.__wrapped__ = best
sklearn.metrics.r2_score = r2_score = best"""),
    hostile("patches_base_classes", "Makes scikit-learn's own base class score 1.", "points",
            "RegressorMixin.score = lambda *a, **k: 1.0\nBaseEstimator.score = lambda *a, **k: 1.0"),
    hostile("patches_operators", "Gives NumPy arrays and floats an always-true comparison with ctypes.", "points", """
import ctypes, gc
try:
    float_dict = gc.get_referents(float.__dict__)[0]
    float_dict["__eq__"] = lambda a, b: True
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(float))
    gc.get_referents(int.__dict__)[0]["__eq__"] = lambda a, b: True
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(int))
except Exception as error:
    print(error)""", percent="percent = type('E', (float,), {'__eq__': lambda a, b: True, '__hash__': None})(0)"),
    hostile("rewrites_integers", "Overwrites the cached integer 5 with 0 in memory.", "points", """
import ctypes, sys
ctypes.c_uint32.from_address(id(5) + 24).value = 0"""),
    hostile("shadowed_helpers", "Binds the names that checks use to lies.", "points", """
class np:
    allclose = isclose = staticmethod(lambda *a, **k: True)
    class testing:
        assert_allclose = staticmethod(lambda *a, **k: None)
class pd:
    Series = object
    class testing:
        assert_series_equal = staticmethod(lambda *a, **k: None)
    DataFrame = staticmethod(lambda *a, **k: {"seats": 0})
r2_score = lambda *a: 1.0
isinstance = lambda *a: True
sum = lambda *a: 0
len = lambda x: 30""", share="def share(frame):\n    return frame",
            Model="class Model:\n    def fit(self, X, y):\n        return self\n    predict = score = lambda self, *a: 1.0"),
    hostile("repatching_thread", "A thread replaces what checks use again and again.", "points", """
import threading, time, builtins
def again():
    while True:
        get_ipython().user_ns.update(r2_score=lambda *a: 1.0, isinstance=lambda *a: True)
        np.allclose = lambda *a, **k: True
        pd.testing.assert_series_equal = np.testing.assert_allclose = lambda *a, **k: None
        time.sleep(0.0005)
threading.Thread(target=again, daemon=True).start()"""),
    hostile("import_hook", "A finder in sys.meta_path hands out lying modules.", "points", """
import sys, types
class Finder:
    def find_spec(self, name, path=None, target=None):
        return None
sys.meta_path.insert(0, Finder())
fake = types.ModuleType("numpy.testing")
fake.assert_allclose = lambda *a, **k: None
sys.modules["numpy.testing"] = np.testing = fake"""),
    hostile("patches_random", "Makes random generators return what the answers are right for.", "points", """
class Fixed:
    def __getattr__(self, name):
        return lambda *a, **k: np.zeros(k.get("size", 1) if a == () else 30)
np.random.default_rng = lambda *a: Fixed()""", share="def share(frame):\n    return frame.seats"),
    hostile("patches_compile", "Replaces compile and exec by versions that run nothing.", "points", """
import builtins
kept = builtins.exec
builtins.exec = lambda code, *a, **k: None
get_ipython().compile = type("C", (type(get_ipython().compile),), {
    "__call__": lambda self, *a, **k: kept.__self__.compile("pass", "x", "exec")})()"""),
    hostile("patches_engine_modules", "Replaces what it finds of the grader's own modules.", "points", """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith(("autograder", "nbgrader")):
        for key, value in list(vars(module).items()):
            if callable(value) and not isinstance(value, type):
                try:
                    setattr(module, key, lambda *a, **k: 1.0)
                except Exception:
                    pass"""),
    hostile("atexit_prints_score", "Prints a full mark when the process ends.", "points",
            "import atexit\natexit.register(lambda: print('score 14 of 14'))"),
    hostile("except_hook", "Swallows uncaught exceptions.", "points", """
import sys
sys.excepthook = sys.unraisablehook = lambda *a: None
get_ipython().user_ns["__builtins__"] = {}"""),
    hostile("display_hook_scores", "A display hook prints full partial credit for each cell.", "points", """
import sys
class Hook(type(sys.displayhook)):
    def __call__(self, value=None):
        super().__call__(2)
get_ipython().displayhook.__class__ = Hook
get_ipython().events.register("post_run_cell", lambda *a: print(2.0))"""),
]  # fmt: skip

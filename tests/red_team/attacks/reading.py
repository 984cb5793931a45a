"""Attacks that read what they should not: files, environment, other processes, the checks while they run."""

from red_team.attack import hostile

GREP = """
import glob, os, re
def grep(*patterns):
    for pattern in patterns:
        for path in glob.glob(os.path.expanduser(pattern), recursive=True, include_hidden=True):
            if os.path.isfile(path) and os.path.getsize(path) < 5_000_000:
                text = open(path, "rb").read().decode(errors="replace")
                for line in re.findall(r"[^\\n]*[a-z]+_(?:hidden_test|solution|classmate|environment|home|honest)[^\\n]*", text):
                    print(path, line[:300])
"""
UP = '["../" * up for up in range(1, 6)]'
RECORD = "seen = []\ndef total(numbers):\n    seen.append(list(numbers))\n    return 0"
FRAMES = """
import sys
def total(numbers):
    frame = sys._getframe()
    while frame:
        for scope in (frame.f_locals, frame.f_globals):
            if "expected" in scope:
                return scope["expected"]
        frame = frame.f_back
    return 0
"""

ATTACKS = [
    hostile("reads_source", "Prints solutions and hidden tests from source/.", "leak",
            GREP + f'grep(*[up + "source/**/*.ipynb" for up in {UP}])'),
    hostile("reads_autograded", "Prints hidden tests from autograded copies.", "leak",
            GREP + f'grep(*[up + "autograded/**/*.ipynb" for up in {UP}], "*.ipynb")'),
    hostile("reads_gradebook", "Prints the hidden tests and the roster from the gradebook.", "leak",
            GREP + f'grep(*[up + "gradebook.db*" for up in {UP}])'),
    hostile("reads_classmates", "Prints what others have handed in.", "leak",
            GREP + f'grep(*[up + "submitted/**/*" for up in {UP}], "../../**/*.ipynb")'),
    hostile("lists_classmates", "Prints the names of those who have handed in.", "leak",
            'import glob\nprint(*[glob.glob("../" * up + "submitted/*") + glob.glob("../" * up + "*") for up in range(5)])'),
    hostile("reads_home", "Prints hidden files of the instructor's home folder.", "leak",
            GREP + 'import pwd\ngrep(*[one.pw_dir + "/.*" for one in pwd.getpwall()])\n'
            'grep("~/.*", "/home/*/.*", "/proc/self/cwd/../../../home/.*")'),
    hostile("reads_environment", "Prints environment variables, its own and its parent's.", "leak",
            "import os\nprint(dict(os.environ))\n"
            'print(open(f"/proc/{os.getppid()}/environ", "rb").read().decode(errors="replace"))'),
    hostile("reads_processes", "Prints environment and command line of every process.", "leak",
            GREP + 'grep("/proc/[0-9]*/environ", "/proc/[0-9]*/cmdline")'),
    hostile("reads_other_roots", "Reaches the course through the folders of other processes.", "leak",
            GREP + 'grep("/proc/[0-9]*/cwd/source/*/*.ipynb", "/proc/[0-9]*/root/**/source/*/*.ipynb")'),
    hostile("reads_memory", "Searches its own memory for texts of the hidden tests.", "leak",
            """
import re
def search():
    found = []
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in open("/proc/self/maps"):
            if " rw" in line:
                start, end = (int(place, 16) for place in line.split()[0].split("-"))
                if end - start < 1 << 26:
                    memory.seek(start)
                    found += re.findall(rb"[a-z]+_hidden_test", memory.read(end - start))
    return set(found)
try:
    print(search())
except OSError as error:
    print(type(error))""", "print(search())"),
    hostile("reads_temporary_files", "Prints what other programs have left in temporary folders.", "leak",
            GREP + 'grep("/tmp/**/source/**/*.ipynb", "/tmp/**/*.db", "/var/tmp/**", "/dev/shm/**")'),
    hostile("prints_arguments", "Prints what the checks hand to the answer, while they run.", "leak",
            "", total="def total(numbers):\n    print(numbers)\n    return 0"),
    hostile("raises_arguments", "Puts the checks' inputs into the exception that the learner is shown.", "leak",
            "", total="def total(numbers):\n    raise ValueError(f'inputs {numbers}')"),
    hostile("asserts_arguments", "Puts the checks' inputs into an AssertionError, as if a check had failed.", "leak",
            "", total="def total(numbers):\n    raise AssertionError(f'inputs {numbers}')"),
    hostile("names_exception_after_arguments", "Raises an exception whose class is named after the inputs.", "leak",
            "", total="def total(numbers):\n    raise type(f'E{numbers[0]}', (Exception,), {})"),
    hostile("says_not_implemented", "Puts the inputs into a NotImplementedError, which graders quote.", "leak",
            "", total="def total(numbers):\n    raise NotImplementedError(f'inputs {numbers}')"),
    hostile("returns_object_named_after_arguments", "Returns an object whose text holds the inputs.", "leak",
            "", total="def total(numbers):\n    return type(f'E{numbers[0]}', (), {'__repr__': lambda s: str(numbers)})()"),
    hostile("prints_arguments_later", "Keeps the checks' inputs, and prints them in a cell after the checks.", "leak",
            "", "print(seen)", total=RECORD),
    hostile("prints_arguments_in_next_answer", "Keeps the checks' inputs, and prints them in the next answer.", "leak",
            "", total=RECORD, share="print(seen)\ndef share(frame):\n    return 0"),
    hostile("raises_arguments_in_next_answer", "Keeps the checks' inputs, and shows them as the next cell's error.",
            "leak", "", total=RECORD, share="raise ValueError(f'inputs {seen}')"),
    hostile("returns_arguments_to_visible_check", "Keeps hidden inputs, and lets a later visible check quote them.",
            "leak", "", total=RECORD, percent="percent = f'inputs {seen}'"),
    hostile("raises_arguments_in_visible_check", "Keeps hidden inputs, and raises them in a later visible check.",
            "leak", "", total=RECORD, share="def share(frame):\n    raise ValueError(f'inputs {seen}')"),
    hostile("stores_arguments_in_a_file", "Writes hidden inputs to a file, and prints it after a restart.", "leak",
            "import os\nif os.path.exists('kept'):\n    print(open('kept').read())",
            "import os\nos._exit(1)", "print(open('kept').read())",
            total="def total(numbers):\n    open('kept', 'a').write(str(numbers))\n    return 0"),
    hostile("walks_frames", "Returns the expected value that it finds in the frames of its callers.", "points",
            "", total=FRAMES),
    hostile("hunts_garbage_collector", "Predicts with labels found among the objects of the garbage collector.",
            "points", "", Model="""import gc
class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self

    def predict(self, X):
        for thing in gc.get_objects():
            if type(thing) is dict and "y" in thing and "predicted" not in thing and "X" in thing:
                y = thing["y"]
                if isinstance(y, np.ndarray) and len(y) >= len(X):
                    return y[-len(X):]
        return np.zeros(len(X))"""),
    hostile("reads_label_from_base_array", "Predicts with the array of which the labels handed over are a part.",
            "points", "", Model="""class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        self.y = y if y.base is None else y.base
        return self

    def predict(self, X):
        return self.y[-len(X):] if len(self.y) >= len(X) else np.zeros(len(X))"""),
    hostile("reads_variable_from_user_namespace", "Returns whatever the checks have left in the notebook's names.",
            "points", "", total="def total(numbers):\n    return globals().get('expected', 0)",
            share="def share(frame):\n    return globals().get('expected', frame)"),
    hostile("reads_input_history", "Takes the expected value from the source of the running check.", "points", "",
            total="""def total(numbers):
    for text in [globals().get("_ih", [""])[-1], str(globals().get("In", ""))]:
        if "osprey" in text or "number**2" in text:
            return sum(number**2 for number in numbers)
    return 0"""),
    hostile("reads_check_bytecode", "Evaluates the constants of the code object that calls it.", "points", "",
            total="""import sys
def total(numbers):
    constants = [c for c in sys._getframe(1).f_code.co_consts if isinstance(c, int) and c > 4]
    return constants[0] if constants else 0"""),
    hostile("recomputes_from_random_state", "Draws the checks' data again to learn what is expected.", "points", "",
            percent="""import sys
percent = 0.0
for module in list(sys.modules.values()):
    if hasattr(module, "hidden_variable") or hasattr(module, "expected"):
        percent = module.expected"""),
    hostile("draws_hidden_data_again", "Draws the hidden data again from the seed that its process finds, or the usual one.",
            "points", "", Model="""class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self

    def predict(self, X):
        rng = np.random.default_rng(int(os.environ.get("CHECK_SEED", globals().get("CHECK_SEED", 0))) + 5)
        again = rng.normal(size=(60, 2))
        y = 1 + again @ [0.5, 4.0] + rng.normal(scale=0.01, size=60)
        known = {row.tobytes(): label for row, label in zip(again, y)}
        return np.array([known.get(np.ascontiguousarray(row).tobytes(), 0.0) for row in X])"""),
]  # fmt: skip

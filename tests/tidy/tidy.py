#!/usr/bin/env python3
"""tidy.py: the house's rules of structure and style, each a function that lists what breaks it.

    tidy.py [ROOT]      prints "file:line: reason" for each break, and "N passed, N failed" last,
                        counted in rules

What each rule is for stands in tests/tidy/README.md; tidy_test.py shows that each can fail.
"""
import importlib.util
import os
import pathlib
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from source import SCRIPTS, Tree, functions

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE_LINES, FUNCTION_LINES, LINE_CHARACTERS = 600, 70, 100

# The picture of ARCHITECTURE.md: an include goes to the same folder or to a lower number.
LAYERS = {"base": 0, "core": 1, "rooms": 2, "lanes": 2, "stores": 2, "doors": 2, "programs": 3}

# A room may use those before it.
ROOMS = ["staff", "access", "notice", "due", "message", "party", "catalogue", "fund", "agreement",
         "contribute", "transfer", "filing", "visit", "settle", "claim", "merge", "clear",
         "inspection", "matter", "resident", "booking", "intake", "bulk", "delivery", "mailbox",
         "consult", "duty", "outage", "report", "stage"]

# Files of a room that do more than decide.
DOING = {"store", "actions", "nhsa", "test", "fuzz", "demo", "verify"}
DOING_HEADERS = {"store.h", "clock.h", "log.h", "json.h"}

# Each library is wrapped once: who may include its header.
LIBRARIES = {
    "sqlite3.h": ("src/stores/",),
    "libpq-fe.h": ("src/stores/",),
    "microhttpd.h": ("src/doors/",),
    "yaml.h": ("src/base/",),
    "json-c/": ("tests/fuzz/",),
    "gmime/": ("src/doors/mail/",),
    "zip.h": ("src/doors/sheets/",),
    "expat.h": ("src/doors/sheets/",),
    "xlsxwriter.h": ("src/doors/sheets/",),
    "jpeglib.h": ("src/doors/pictures/",),
    "jerror.h": ("src/doors/pictures/",),
    "png.h": ("src/doors/pictures/",),
}

BANNED = {
    "strcpy": "unbounded; use a builder", "strcat": "unbounded; use a builder",
    "sprintf": "unbounded; use builder_format or snprintf",
    "vsprintf": "unbounded; use builder_format or vsnprintf", "gets": "unbounded",
    "strtok": "hidden state; use text_until", "atoi": "no errors; use text_to_int64",
    "atol": "no errors; use text_to_int64", "atoll": "no errors; use text_to_int64",
    "alloca": "unbounded stack; use the arena", "system": "no shell from the program",
    "popen": "no shell from the program", "rand": "use the random bytes of base",
    "srand": "use the random bytes of base", "time": "only base/clock.c asks the time",
    "localtime": "business time is UTC+8 fixed", "localtime_r": "business time is UTC+8 fixed",
    "mktime": "business time is UTC+8 fixed",
}
CLOCK = ("src/base/clock.c", "src/base/clock_test.c")

# Tables that are not spread over buckets, each with its reason.
NO_BUCKET = {
    "schema_file": "which schema texts have run: one small table a database",
    "lane": "who owns the lane: one row a lane, touched by every commit",
    "meta": "facts about the database itself",
}

# How keys of sentences begin.
WORDS_KEY = re.compile(r"^(?:" + "|".join(ROOMS) + r"|nhsa|http|cli|input|core|deadline|rules|role"
                       r"|rounding|program|mail|migrate)\.[a-z0-9.-]*[a-z0-9]$")
FILE_NAME = re.compile(r"\.(?:yaml|yml|c|h|db|sql|tsv|json|html|log|sock|txt|pem|key|lock)$")

# Chinese that is no sentence told to anybody, each with its reason.
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHINESE_TAKEN = {
    "src/core/measure_reference.c": "the heading of a table in docs/measures.md",
    "src/rooms/booking/booking_room.c": "a demo world's",
    "src/rooms/bulk/bulk_columns.c": "what cells of sheets say",
    "src/rooms/intake/intake_document.c": "marks in the numbers of documents",
    "src/rooms/intake/intake_practise.c": "the name of nobody",
    "src/rooms/mailbox/mailbox_form.c": "what lines of letters are called",
}
PRINTS = re.compile(r"\b(?:printf|fprintf|dprintf|puts|fputs)\(")
TWO_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")

CLAUSES = "tests/clauses/clauses.tsv"
CLAUSE_INDEX = "tests/clauses/index.tsv"
CLAUSE_ID = re.compile(r"\b(?:BJ4|JX4|SX9|BJ22|LY22)-[A-Z0-9][A-Za-z0-9.]*[A-Za-z0-9]\b")

# How a notice's own number begins its clauses' ids.
NOTICES = {"京医保发〔2020〕4号": "BJ4", "赣医保办字〔2020〕4号": "JX4", "绍市医保〔2020〕9号": "SX9",
           "临医保发〔2020〕22号": "LY22", "鲁医保发〔2020〕18号": "LY22"}

DIVISIONS = "rules/divisions/divisions.tsv"
SIX_DIGITS = re.compile(r"(?<![\w.])[1-9][0-9]{5}(?![\w.])")
# Also plain amounts and milliseconds: as a number they say nothing of a place.
ROUND_NUMBERS = {"120000", "130000", "150000", "500000", "640000"}
# First six digits of a residence permit's number: the standard's, not a place of ours.
PERMIT_REGIONS = {"810000", "820000", "830000"}
# Code tables with values that look like divisions.
SIX_DIGIT_CODES = "rules/codes/fund_pay_type.tsv"

DECIDED = re.compile(r"decided: ([A-Za-z0-9.-]+)")
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X)\b")


def is_test(path):
    return path.endswith(("_test.c", "_fuzz.c")) or path.startswith("tests/")


def is_demo(path):
    return "demo" in os.path.basename(path)


def includes(tree, path):
    """(line, quote, target)"""
    for number, line in tree.code_lines(path):
        found = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if found:
            yield number, found.group(1), found.group(2)


def arrows(tree):
    """Includes go down the picture."""
    for path in tree.files(".c", ".h", under="src/"):
        layer = path.split("/")[1]
        if layer not in LAYERS:
            yield path, 1, f"src/{layer} is no layer of the picture"
            continue
        for number, quote, target in includes(tree, path):
            other = target.split("/")[0]
            if quote != '"':
                continue
            if "/" not in target or other not in LAYERS:
                yield path, number, f'"{target}" is no "layer/file.h" from src/'
            elif LAYERS[other] > LAYERS[layer]:
                yield path, number, f"{layer} may not include {target}: the arrow goes up"
            elif (LAYERS[other] == LAYERS[layer] and other != layer and not is_test(path)):
                yield path, number, f"{layer} and {other} do not see one another: {target}"


def room_order(tree):
    """A room includes only x.h and x_facts.h of rooms above it."""
    for path in tree.files(".c", ".h", under="src/rooms/"):
        parts = path.split("/")
        if len(parts) < 4:
            continue            # src/rooms/rooms.c lists them all
        room = parts[2]
        if room not in ROOMS:
            yield path, 1, f"room {room} is not in the order of rooms (ROOMS in tidy.py)"
            continue
        for number, _, target in includes(tree, path):
            other = re.match(r"rooms/(\w+)/(\w+\.h)$", target)
            if other is None or other.group(1) == room:
                continue
            name, header = other.groups()
            if name not in ROOMS or ROOMS.index(name) > ROOMS.index(room):
                yield path, number, f"{room} may not use {name}, a room after it"
            elif header not in (f"{name}.h", f"{name}_facts.h"):
                yield path, number, f"of {name} only {name}.h and {name}_facts.h may be used"


def pure_decisions(tree):
    """What decides includes nothing that does."""
    for path in tree.files(".c", under="src/rooms/"):
        parts = path.split("/")
        if len(parts) < 4 or parts[3][:-2].rpartition("_")[2] in DOING:
            continue
        for number, _, target in includes(tree, path):
            if os.path.basename(target) in DOING_HEADERS:
                yield path, number, f"a file that decides may not include {target}"


def libraries(tree):
    """A library is wrapped in one place."""
    for path in tree.files(".c", ".h", under="src/"):
        for number, quote, target in includes(tree, path):
            for library, allowed in LIBRARIES.items():
                if (quote == "<" and target.startswith(library)
                        and not path.startswith(allowed)):
                    yield path, number, f"<{target}> is wrapped in {', '.join(allowed)}"


def file_length(tree):
    """Files one can read."""
    for path in tree.files(".c", ".h", ".py", ".ts", ".mjs", ".vue"):
        lines = tree.texts[path].count("\n")
        if lines > FILE_LINES:
            yield path, lines, f"{lines} lines, {FILE_LINES} at most"


def function_length(tree):
    """Functions one can see whole."""
    for path in tree.files(".c", ".h"):
        for name, first, last in functions(tree.code(path)):
            if last - first + 1 > FUNCTION_LINES:
                yield path, first, f"{name} has {last - first + 1} lines, {FUNCTION_LINES} at most"


def line_length(tree):
    """Lines that fit beside one another."""
    for path in tree.files(".c", ".h", ".py", ".sh", ".sql", ".build", *SCRIPTS):
        for number, line in tree.lines(path):
            if len(line) > LINE_CHARACTERS:
                yield path, number, f"{len(line)} characters, {LINE_CHARACTERS} at most"


def blanks(tree):
    """No tabs, trailing blanks or carriage returns; a newline at the end."""
    for path in tree.files():
        if path.endswith((".tsv", ".txt")):
            continue
        text = tree.texts[path]
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no newline at the end"
        for number, line in tree.lines(path):
            if "\t" in line:
                yield path, number, "a tab"
            if "\r" in line:
                yield path, number, "a carriage return"
            elif line != line.rstrip(" \t") and not path.endswith(".md"):
                yield path, number, "blanks at the end of the line"


def banned_calls(tree):
    """Calls that do not belong here."""
    call = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
    for path in tree.files(".c", ".h"):
        for number, line in tree.code_lines(path):
            for name in call.findall(line):
                if not (name == "time" and path in CLOCK):
                    yield path, number, f"{name}(): {BANNED[name]}"


def no_typedef(tree):
    """`struct x`, never a typedef of it."""
    for path in tree.files(".c", ".h", under="src/"):
        for number, line in tree.code_lines(path):
            if re.search(r"\btypedef\s+(?:struct|enum|union)\b", line):
                yield path, number, "write `struct x` where it is used"


def no_floats(tree):
    """Money and rules are exact."""
    for path in tree.files(".c", ".h"):
        if path.startswith(("src/core/", "src/rooms/")) and not is_test(path):
            for number, line in tree.code_lines(path):
                found = re.search(r"\b(double|float)\b", line)
                if found:
                    yield path, number, f"{found.group(1)}: amounts are fen, shares are exact"


def split_columns(body):
    """Parts of a column list, cut at commas outside brackets: (offset, text)."""
    depth, start = 0, 0
    for at, character in enumerate(body):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            yield start, body[start:at]
            start = at + 1
    yield start, body[start:]


def unique_keys(sql):
    """(table, offset, first column) of each primary or unique key of a schema text."""
    for table in re.finditer(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(", sql, re.I):
        depth, end = 1, table.end()
        while end < len(sql) and depth > 0:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        for offset, part in split_columns(sql[table.end():end - 1]):
            at = table.end() + offset
            listed = re.search(r"\b(?:PRIMARY\s+KEY|UNIQUE)\s*\(\s*(\w+)", part, re.I)
            inline = re.search(r"^\s*(\w+)\b.*\b(?:PRIMARY\s+KEY|UNIQUE)\b", part, re.I | re.S)
            found = listed or inline
            if found:
                yield table.group(1), at + found.start(1), found.group(1)
    for index in re.finditer(r"CREATE\s+UNIQUE\s+INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+(\w+)"
                             r"[^(]*\(\s*(\w+)", sql, re.I):
        yield index.group(1), index.start(2), index.group(2)


def bucket_first(tree):
    """Every unique key begins with the bucket, so the schema can be spread."""
    for path in tree.files(".sql", under="schema/"):
        sql = re.sub(r"--[^\n]*|/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found.group(0)),
                     tree.texts[path], flags=re.S)
        for table, at, column in unique_keys(sql):
            if column != "bucket" and table not in NO_BUCKET:
                yield (path, sql.count("\n", 0, at) + 1,
                       f"a unique key of {table} begins with {column}, not with bucket")


def read_words(tree):
    """({key: sentences}, complaints), read as the build reads them."""
    spec = importlib.util.spec_from_file_location(
        "embed_words", os.path.join(HOME, "tools", "embed_words.py"))
    embed_words = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(embed_words)
    mistakes = embed_words.Mistakes()
    words = embed_words.read_words(pathlib.Path(tree.root, "words"), mistakes)
    return words, mistakes.found


def words_complete(tree):
    """Each sentence in both languages, with the same places."""
    for complaint in read_words(tree)[1]:
        path, line, reason = complaint.split(":", 2)
        yield os.path.relpath(path, tree.root), int(line), reason.strip()


WEB_SENTENCE = re.compile(
    r'^([a-z0-9.-]+): \{ zh: "((?:[^"\\]|\\.)+)", en: "((?:[^"\\]|\\.)+)" \}$')
WEB_PLACE = re.compile(r"\{[a-z_]+\}")
WEB_USED = re.compile(r"""\bt\(\s*['"]([a-z0-9.-]+)['"]""")


def web_words(tree):
    """Sentences of the web application: both languages, the same places, none twice or missing."""
    known = {}
    for path in tree.files(".yaml", under="words/web/"):
        for number, line in tree.lines(path):
            if not line or line.startswith("#"):
                continue
            found = WEB_SENTENCE.match(line)
            if not found:
                yield path, number, 'not `key: { zh: "…", en: "…" }`'
            elif found[1] in known:
                yield path, number, f"{found[1]} stands twice"
            elif set(WEB_PLACE.findall(found[2])) != set(WEB_PLACE.findall(found[3])):
                yield path, number, f"{found[1]} has other places in the other language"
            if found:
                known[found[1]] = path
    for path in tree.files(".ts", ".vue", under="web/src/"):
        for number, line in tree.lines(path):
            for key in WEB_USED.findall(line):
                if known and key not in known:
                    yield path, number, f'no sentence in words/web for "{key}"'


def names_of_things(tree):
    """Names of actions, shapes, rules, jobs …: what looks like a words key and is none."""
    named = re.compile(r'(?:\.\s*(?:name|step|about|to|with)\s*=\s*|\bSHAPE\w*\(\s*)"([^"\n]+)"')
    names = set()
    for path in tree.files(".c", ".h", under="src/"):
        names.update(named.findall(tree.texts[path]))
    return names


def words_used(tree):
    """Every key that the program says has its sentence."""
    words, _ = read_words(tree)
    names = names_of_things(tree)
    for path in tree.files(".c", ".h", under="src/"):
        if is_test(path):
            continue
        for number, text in tree.strings(path):
            if (WORDS_KEY.match(text) and not FILE_NAME.search(text)
                    and text not in words and text not in names
                    and not text.rpartition(".")[2].isdigit()):
                yield path, number, f'no sentence in words/ for "{text}"'


def sentences_in_words(tree):
    """What a person reads stands in words/, in both languages, and nowhere in the program."""
    for path in tree.files(".c", ".h", under="src/"):
        if is_test(path) or is_demo(path) or os.path.basename(path).startswith("hand"):
            continue
        prints = {number for number, line in tree.code_lines(path) if PRINTS.search(line)}
        for number, text in tree.strings(path):
            if CHINESE.search(text) and path not in CHINESE_TAKEN:
                yield path, number, f'Chinese in the program: put "{text[:30]}" into words/'
            elif (path.startswith("src/programs/") and number in prints
                  and TWO_WORDS.search(re.sub(r"^(?:\\n)?yibao [a-z]+: ", "", text))):
                yield path, number, f'a sentence in the program: put "{text[:30]}" into words/'


def first_column(tree, path):
    """What stands before the first tab of each line of a table."""
    if path not in tree.texts:
        return set()
    lines = tree.texts[path].split("\n")
    return {line.split("\t")[0] for line in lines if line and not line.startswith("#")}


def law_in_data(tree):
    """No notice's number and no place in code."""
    places = first_column(tree, DIVISIONS) - {"code"}
    numbers = (places - ROUND_NUMBERS - PERMIT_REGIONS
               - first_column(tree, SIX_DIGIT_CODES))
    for path in tree.files(".c", ".h", under="src/"):
        if is_test(path) or is_demo(path):
            continue
        for number, text in tree.strings(path):
            if re.search(r"〔20[0-9]{2}〕", text):
                yield path, number, "a notice's number: notices are data"
            if text in places:
                yield path, number, f"division {text}: places are data"
        for number, line in tree.code_lines(path):
            for text in SIX_DIGITS.findall(line):
                if text in numbers:
                    yield path, number, f"division {text}: places are data"


def clause_ids(tree):
    return first_column(tree, CLAUSES) - {"id"}


def clauses_known(tree):
    """Each clause that code, rules or a test cites exists."""
    known = clause_ids(tree)
    for path in tree.files():
        if not path.startswith(("src/", "rules/", "docs/", "tests/stories/", "words/", "schema/")):
            continue
        for number, line in tree.lines(path):
            for clause in CLAUSE_ID.findall(line):
                # A whole item (BJ4-07) stands for its clauses (BJ4-07a …).
                if clause not in known and not any(one[:-1] == clause for one in known):
                    yield path, number, f"no clause {clause}"
    yield from notice_ids(tree, known)


def notice_ids(tree, known):
    """`ids: [10a]` of a notice's file are its own clauses."""
    for path in tree.files(".yaml", under="rules/notices/"):
        numbered = re.search(r"^notice:\s*['\"]?([^'\"#\n]+?)['\"]?\s*(?:#.*)?$",
                             tree.texts[path], re.M)
        prefix = NOTICES.get(numbered.group(1)) if numbered else None
        if prefix is None:
            continue
        for number, line in tree.lines(path):
            listed = re.search(r"\bids:\s*\[([^\]]*)\]", line)
            for one in (listed.group(1).split(",") if listed else []):
                clause = one.strip(" '\"")
                if clause and clause not in known and f"{prefix}-{clause}" not in known:
                    yield path, number, f"no clause {prefix}-{clause}"


def sources_in_chinese(tree):
    """A source written in English has its Chinese beside it: it stands on people's papers."""
    for path in tree.files(".yaml", under="rules/values/"):
        waiting = None
        for number, line in [*tree.lines(path), (0, "")]:
            if waiting is not None and not re.match(r"\s*source-zh: \S", line):
                yield path, waiting, "a source in English needs source-zh in the next line"
            waiting = number if re.match(r"\s*source: .*[A-Za-z]{3}", line) else None


def clauses_claimed(tree):
    """A clause is claimed once, and exists."""
    known = clause_ids(tree)
    seen = {}
    for number, line in tree.lines(CLAUSE_INDEX) if CLAUSE_INDEX in tree.texts else ():
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) < 3 or not all(fields[:3]):
            yield CLAUSE_INDEX, number, "a line is id, suite and test name with tabs between"
        if fields[0] not in known:
            yield CLAUSE_INDEX, number, f"no clause {fields[0]}"
        if fields[0] in seen:
            yield CLAUSE_INDEX, number, f"{fields[0]} is claimed in line {seen[fields[0]]} already"
        seen.setdefault(fields[0], number)
    for path in tree.files(under="tests/clauses/"):
        clause = os.path.basename(path).rpartition(".")[0]
        if CLAUSE_ID.fullmatch(clause) and clause not in known:
            yield path, 1, f"no clause {clause}"
        if CLAUSE_ID.fullmatch(clause) and clause in seen:
            yield path, 1, f"{clause} is claimed in {CLAUSE_INDEX} already"


def decisions_explained(tree):
    """A number that is ours and not the notice's is explained under the name it has."""
    told = "".join(tree.texts[path] for path in tree.files(".md", under="docs/decisions/"))
    for path in tree.files(".yaml", under="rules/notices/"):
        for number, line in tree.lines(path):
            for name in DECIDED.findall(line):
                if f"`{name}`" not in told:
                    yield path, number, f"docs/decisions does not explain {name}"


def finished(tree):
    """Nothing is left as a note to oneself."""
    for path in tree.files():
        for number, line in tree.lines(path):
            if UNFINISHED.search(line):
                yield path, number, "unfinished: do it, or say what is so and why"


RULES = [arrows, room_order, pure_decisions, libraries, file_length, function_length, line_length,
         blanks, banned_calls, no_typedef, no_floats, bucket_first, words_complete, words_used,
         sentences_in_words,
         web_words, law_in_data, clauses_known, clauses_claimed,
         sources_in_chinese, decisions_explained, finished]


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else HOME)
    broken = 0
    for rule in RULES:
        complaints = list(rule(tree))
        for path, line, reason in complaints:
            print(f"{path}:{line}: {reason}")
        broken += bool(complaints)
    print(f"{len(RULES) - broken} passed, {broken} failed")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Changes one number of the values at a time and asks whether a worked example notices.

    mutate_values.py <settle_cases binary> [--rules rules] [--cases src/rooms/settle/cases]
                     [--all] [FILE …]
    mutate_values.py <contribute_cases binary> --about contribute [--rules rules] [--all] [FILE …]

The first runs the examples of benefits, the second those of contributions, which read the notices,
too, and take rules and examples from the environment (YIBAO_RULES, YIBAO_CONTRIBUTE_CASES).

Each number and each day of a row counts as one: shares, amounts, limits, ages; and each word that
decides as a figure does: who collects, what waits, the columns of a file. Rows that only say
`gap: yes` change no answer; a line marked "# no example: why" is passed over, of one marked
"# no example of 0.8%: why" that number. A number of a sure
source (certainty official or reported) that no example notices is a survivor: the answer is 1 and
the survivors are listed. With --all the others (weak, default) are listed as well, without making
the answer 1.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NUMBER = re.compile(r'(?<![\w.-])(\d+(?:\.\d+)?)(%?)(?![\w.-])')
DAY = re.compile(r'(?<!\w)(\d{4})-(\d\d)-(\d\d)(?!\w)')
# What an expert wrote for readers, and days by which something was known, decide no amount.
NOT_LAW = re.compile(r'^\s*-?\s*((source|note)(-zh)?|decided|known|known-from|place|about'
                     r'|clauses):')
ABOUTS = {
    'benefit': re.compile(r'^about: (benefit\.|settle\.|critical-illness|medical-assistance'
                          r'|civil-servant|offsite\.|referral\.|account\.)', re.M),
    # What a month comes to and when, who collects it and how, and what being late costs.
    'contribute': re.compile(r'^about: contribute\.', re.M),
}
# What the examples of it read; the rest takes longer to load than they take to compute.
PARTS = {
    'benefit': ('divisions', 'values'),
    'contribute': ('calendar', 'divisions', 'measures', 'notices', 'values'),
}
# Words that decide as a figure does, each with what it becomes; a column gets another heading.
WORD = re.compile(r'(?<![\w-])(collector|waits|choice|separator|field|heading): ([^,}\s]+)')
OTHER_WORDS = {'agency': 'tax', 'tax': 'agency', 'yes': 'no', 'no': 'yes', 'bar': 'tab',
               'all-refund': 'all-offset', 'all-offset': 'all-refund', 'own': 'fixed'}
# The same in a row that stands in one line.
INLINE_NOT_LAW = re.compile(r'(source|note)(-zh)?: *("[^"]*"|[^,}]*)|known-from: *[0-9-]+')
INLINE_CERTAINTY = re.compile(r'^  - \{.*\bcertainty: (\w+)')


def certainty_by_line(lines):
    """The certainty of each line's row: its own, or the file's."""
    of_file = next((line.split(':')[1].strip() for line in lines
                    if line.startswith('certainty:')), 'default')
    certainty, row_start, answer = of_file, 0, [of_file] * len(lines)
    starts = [i for i, line in enumerate(lines) if re.match(r'^  - ', line)] + [len(lines)]
    for start, end in zip(starts, starts[1:]):
        own = [line.split(':')[1].strip() for line in lines[start:end]
               if re.match(r'^    certainty:', line)]
        in_line = INLINE_CERTAINTY.match(lines[start])
        if in_line:
            own = [in_line.group(1)]
        for i in range(start, end):
            answer[i] = own[0] if own else of_file
    return answer


def mutants(lines):
    """(line index, what was changed, the line changed)"""
    for index, line in enumerate(lines):
        body = INLINE_NOT_LAW.sub(lambda m: ' ' * len(m.group(0)), line.split('#')[0])
        if NOT_LAW.match(line) or 'gap: yes' in body or '# no example:' in line:
            continue
        for word in WORD.finditer(body):
            other = OTHER_WORDS.get(word.group(2), 'own' if word.group(1) == 'field' else 'x')
            yield index, word.group(2), line[:word.start(2)] + other + line[word.end(2):]
        for day in DAY.finditer(body):
            if day.group(1) >= '2019' or 'until' in body:
                yield index, day.group(0), replaced(line, day, shifted(day))
        for number in NUMBER.finditer(DAY.sub(lambda m: '#' * len(m.group(0)), body)):
            text = number.group(1)
            if f'# no example of {number.group(0)}:' in line:
                continue
            step = -1 if re.search(r'age-(from|below): $', body[:number.start()]) else 1
            changed = str(int(text) + step) if '.' not in text else f'{float(text) + step:.2f}'
            if number.group(2) == '%' and float(text) >= 99.5:
                changed = '98'
            yield index, number.group(0), replaced(line, number, changed + number.group(2))


def replaced(body, match, text):
    return body[:match.start()] + text + body[match.end():]


def shifted(day):
    """The day after, or before the first of a month's last: always a real day."""
    year, month, number = day.groups()
    return f'{year}-{month}-{int(number) - 1:02}' if int(number) > 1 else f'{year}-{month}-02'


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('runner')
    arguments.add_argument('--rules', default='rules')
    arguments.add_argument('--cases', default='src/rooms/settle/cases')
    arguments.add_argument('--about', choices=sorted(ABOUTS), default='benefit')
    arguments.add_argument('--all', action='store_true')
    arguments.add_argument('files', nargs='*')
    asked = arguments.parse_args()
    rules = pathlib.Path(asked.rules)
    survivors = weak = count = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / 'rules'
        for part in PARTS[asked.about]:
            shutil.copytree(rules / part, copy / part)
        command = [asked.runner]
        if asked.about == 'benefit':
            command += [str(copy), asked.cases]
        environment = {**os.environ, 'YIBAO_RULES': str(copy)}
        files = [pathlib.Path(f) for f in asked.files] or sorted((rules / 'values').rglob('*.yaml'))
        for file in files:
            text = file.read_text()
            if not ABOUTS[asked.about].search(text):
                continue
            lines = text.split('\n')
            certainty = certainty_by_line(lines)
            target = copy / file.relative_to(rules)
            for index, what, changed in mutants(lines):
                sure = certainty[index] in ('official', 'reported')
                if not sure and not asked.all:
                    continue
                target.write_text('\n'.join(lines[:index] + [changed] + lines[index + 1:]))
                run = subprocess.run(command, check=False, env=environment,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                count += 1
                if run.returncode == 0:
                    survivors += sure
                    weak += not sure
                    print(f'{file}:{index + 1}: {what} ({certainty[index]}): no example notices')
            target.write_text(text)
    print(f'{count} changes, {survivors} survivors of sure sources'
          + (f', {weak} of others' if asked.all else ''))
    return 1 if survivors else 0


if __name__ == '__main__':
    sys.exit(main())

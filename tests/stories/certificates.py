"""Numbers of people and units that are well made and nobody's."""


def unified(seventeen):
    """A unified credit code with its check digit (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(letter) * 3 ** at for at, letter in enumerate(seventeen))
    return seventeen + letters[(31 - total % 31) % 31]


def resident(seventeen):
    """An ID number with its check digit (GB 11643)."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(seventeen))
    return seventeen + "10X98765432"[total % 11]


def credit_code(serial):
    return unified(f"91110105MA{serial:07d}")


def number(serial, born="19850315"):
    """Of a man: his serial is odd."""
    return resident(f"990999{born}{serial * 2 + 1:03d}")

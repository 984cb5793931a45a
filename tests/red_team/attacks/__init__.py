"""The attacks, by family."""

from red_team.attacks import (
    exhausting,
    lying,
    pages,
    patching,
    protocol,
    reaching_out,
    reading,
    tampering,
)

FAMILIES = (reading, patching, lying, protocol, exhausting, tampering, pages, reaching_out)
ATTACKS = {attack.name: attack for family in FAMILIES for attack in family.ATTACKS}

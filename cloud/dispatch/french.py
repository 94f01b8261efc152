"""What the checker finds, as a dispatcher reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cloud.plan.problem import Problem
from cloud.plan.violation import Violation

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "access": "{where} : le camion est trop lourd ou trop haut pour y entrer.",
        "both": "{where} : à la fois collecté et laissé.",
        "daily": "{where} : plus que ce que le camion peut collecter en un jour.",
        "depot": "{where} : la tournée ne part pas du dépôt ou n’y revient pas.",
        "driving": "{where} : trop de conduite sans pause.",
        "fixed": "{where} : ce qui doit être fait d’abord ne l’est pas.",
        "forgotten": "{where} : ni collecté ni laissé avec une raison.",
        "gear": "{where} : le camion n’a pas l’équipement de levage.",
        "loaded": "{where} : le camion rentre au dépôt chargé.",
        "lunch": "{where} : pas de pause déjeuner aux heures prévues.",
        "mixed": "{where} : deux flux dans le même compartiment.",
        "operator": "{where} : n’est pas à la même collectivité que le camion.",
        "road": "{where} : aucune route n’y mène.",
        "round": "{where} : une tournée fixe ne se divise pas.",
        "shift": "{where} : la journée finirait après l’heure.",
        "stream": "{where} : le camion ne prend pas ce flux.",
        "tip": "{where} : l’exutoire ne prend rien de ce qui est à bord.",
        "twice": "{where} : collecté deux fois.",
        "unexplained": "{where} : à collecter ce jour-là sans faute.",
        "volume": "{where} : le camion serait plein (volume).",
        "weight": "{where} : le camion serait plein (poids).",
        "window": "{where} : hors des heures d’ouverture.",
        "work": "{where} : trop de travail sans pause.",
    }
)
OTHER: Final = "{where} : le contrôle refuse ({rule})."


@dataclass(frozen=True, slots=True)
class Broken:
    """What a plan would break.

    Attributes:
        rule: machine word, as the checker's.
        where: what people call the place or truck.
        sentence: in French.
        detail: the checker's own words, in English, with the figures.
    """

    rule: str
    where: str
    sentence: str
    detail: str


def in_french(problem: Problem, found: Iterable[Violation]) -> tuple[Broken, ...]:
    """Return what was found with names and sentences that people read, each once."""
    names = {place.ref: place.name for place in problem.places}
    names |= {truck.id: truck.name for truck in problem.trucks}
    names |= {one.id: one.name for one in problem.rounds}
    broken = []
    for one in dict.fromkeys(found):
        where = names.get(one.where, one.where)
        sentence = SENTENCES.get(one.rule, OTHER).format(where=where, rule=one.rule)
        broken.append(Broken(one.rule, where, sentence, one.detail))
    return tuple(broken)

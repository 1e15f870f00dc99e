"""The categories a zone starts with (R-09): two roots, production and life; an office may rename and add."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CategoryDefault:
    code: str
    group: str  # production 生产, life 生活
    name_zh: str
    name_en: str


P, L = "production", "life"
CATEGORIES = (
    CategoryDefault("procedures", P, "手续办理", "Formalities"),
    CategoryDefault("utilities", P, "水电气", "Water, power, gas"),
    CategoryDefault("policy", P, "政策解读", "Policy"),
    CategoryDefault("labour", P, "用工", "Staffing"),
    CategoryDefault("logistics", P, "物流通关", "Logistics and customs"),
    CategoryDefault("roads", P, "道路", "Roads"),
    CategoryDefault("prices", P, "要素价格", "Energy prices"),
    CategoryDefault("living", L, "吃住", "Food and housing"),
    CategoryDefault("transport", L, "出行", "Travel"),
    CategoryDefault("schooling", L, "子女读书", "Schooling"),
    CategoryDefault("other", L, "其他", "Other"),
)

"""The columns of a sheet of tickets, and what weighbridges call them."""

from typing import Final

from cloud.registry.spreadsheet.rows import Form

# A weight without its unit in the heading is no weight: it would be read wrongly once for all.
TICKET_SHEET: Final = Form(
    headings={
        "number": (
            *("numero", "number", "ticket", "n", "no", "n ticket", "n de ticket", "bon"),
            *("numero de ticket", "n bon", "n de bon", "numero de bon", "ticket number"),
        ),
        "site": ("site", "exutoire", "lieu", "pont bascule", "weighbridge", "tip"),
        "plate": ("immatriculation", "plate", "plaque", "vehicule", "registration", "immat"),
        "gross_kg": ("brut kg", "gross kg", "poids brut kg", "gross weight kg", "pb kg"),
        "gross_t": ("brut t", "gross t", "poids brut t", "gross weight t", "pb t"),
        "tare_kg": ("tare kg", "poids tare kg", "tare weight kg", "poids a vide kg"),
        "tare_t": ("tare t", "poids tare t", "tare weight t", "poids a vide t"),
        "net_kg": ("net kg", "poids net kg", "net weight kg"),
        "net_t": ("net t", "poids net t", "net weight t"),
        "stream": ("flux", "stream", "dechet", "produit", "matiere", "material", "waste"),
        "day": ("date", "day", "jour", "date heure", "horodatage", "date et heure", "time stamp"),
        "clock": ("heure", "time", "hour"),
    },
    needed={
        ("number",): "no column numbers the tickets",
        ("site",): "no column names the sites",
        ("plate",): "no column holds the number plates",
        (
            "gross_kg",
            "gross_t",
        ): "no column holds the gross weight, with (kg) or (t) in its heading",
        ("tare_kg", "tare_t"): "no column holds the tare, with (kg) or (t) in its heading",
        ("stream",): "no column says what was weighed",
        ("day",): "no column says when",
    },
)

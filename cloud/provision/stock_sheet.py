"""The columns of a sheet of nodes, and what people call them."""

from typing import Final

from cloud.registry.spreadsheet.rows import Form

STOCK_SHEET: Final = Form(
    headings={
        "node": ("node", "noeud", "nom", "name", "id"),
        "serial": ("serial", "serial number", "serie", "n serie", "n de serie", "numero de serie"),
        "stock": ("stock", "state", "status", "etat", "statut"),
        "note": ("note", "notes", "remarque", "remarques", "commentaire", "comment"),
        "container": ("container", "conteneur", "colonne"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "lng", "longitude"),
    },
    needed={("node",): "no column names the nodes"},
)

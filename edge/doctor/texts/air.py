"""What is said of the air: how strong the network's radios hear, how far the broker is."""

from typing import Final

from edge.doctor.texts.text import Text

SIGNAL: Final = {
    "signal.wifi_good": Text(
        "{dbm:.0f} dBm, il en faut {weakest_dbm:.0f}", "{dbm:.0f} dBm, {weakest_dbm:.0f} are needed"
    ),
    "signal.wifi_weak": Text(
        "{dbm:.0f} dBm seulement, il en faut {weakest_dbm:.0f}",
        "only {dbm:.0f} dBm, {weakest_dbm:.0f} are needed",
    ),
    "signal.cell_good": Text(
        "{dbm:.0f} dBm ({measure}), il en faut {weakest_dbm:.0f}",
        "{dbm:.0f} dBm ({measure}), {weakest_dbm:.0f} are needed",
    ),
    "signal.cell_weak": Text(
        "{dbm:.0f} dBm ({measure}) seulement, il en faut {weakest_dbm:.0f}",
        "only {dbm:.0f} dBm ({measure}), {weakest_dbm:.0f} are needed",
    ),
    "signal.none": Text(
        "aucune radio du réseau ne donne de dBm", "no radio of the network says any dBm"
    ),
    "signal.wifi_weak_mend": Text(
        "Sortez l’antenne du métal, tournez-la, ou rapprochez le point d’accès.",
        "Take the antenna out of the metal, turn it, or bring the access point nearer.",
    ),
    "signal.cell_weak_mend": Text(
        "Montez l’antenne plus haut et hors du métal, ou prenez un autre opérateur.",
        "Mount the antenna higher and out of the metal, or take another operator.",
    ),
    "signal.none_mend": Text(
        "Avec un câble c’est normal ; avec un modem, lancez « mmcli -m any --signal-setup=10 ».",
        "With a cable this is as it should be; with a modem, run 'mmcli -m any --signal-setup=10'.",
    ),
}

DISTANCE: Final = {
    "distance.good": Text(
        "{median_ms:.0f} ms aller-retour, {worst_ms:.0f} ms au pire",
        "{median_ms:.0f} ms there and back, {worst_ms:.0f} ms at worst",
    ),
    "distance.far": Text(
        "{median_ms:.0f} ms aller-retour, {worst_ms:.0f} ms au pire : il en faut moins de"
        " {most_ms:.0f}",
        "{median_ms:.0f} ms there and back, {worst_ms:.0f} ms at worst: less than {most_ms:.0f}"
        " is needed",
    ),
    "distance.unknown": Text("{host}:{port} ne répond pas", "{host}:{port} does not answer"),
    "distance.far_mend": Text(
        "Vérifiez le signal, puis attendez : à une heure de pointe la cellule est pleine.",
        "Check the signal, then wait: at rush hour a cell is full.",
    ),
}

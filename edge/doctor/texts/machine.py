"""What is said of the machine: supply, heat, disk, time, radio."""

from typing import Final

from edge.doctor.texts.text import Text

SUPPLY: Final = {
    "supply.good": Text(
        "aucune sous-tension depuis le démarrage ({bits})",
        "no under-voltage since the start ({bits})",
    ),
    "supply.low": Text(
        "sous-tension en ce moment, moins de 4,63 V ({bits})",
        "under-voltage now, less than 4.63 V ({bits})",
    ),
    "supply.was_low": Text(
        "sous-tension depuis le démarrage, moins de 4,63 V ({bits})",
        "under-voltage since the start, less than 4.63 V ({bits})",
    ),
    "supply.unknown": Text(
        "pas de mesure : ce n’est pas un Raspberry Pi, ou vcgencmd ne répond pas",
        "not measured: no Raspberry Pi, or vcgencmd does not answer",
    ),
    "supply.mend": Text(
        "Mettez une alimentation de 5,1 V et un câble court, puis redémarrez.",
        "Fit a supply of 5.1 V and a short cable, then restart.",
    ),
    "temperature.good": Text("{celsius:.1f} °C", "{celsius:.1f} °C"),
    "temperature.hot": Text(
        "{celsius:.1f} °C, le processeur ralentit à {most_celsius:.0f} °C",
        "{celsius:.1f} °C, the processor slows down at {most_celsius:.0f} °C",
    ),
    "temperature.unknown": Text("pas de mesure sur cette machine", "not measured on this machine"),
    "temperature.mend": Text(
        "Mettez le boîtier à l’ombre ou aérez-le.", "Put the box into the shade, or air it."
    ),
}

DISK: Final = {
    "disk.good": Text(
        "{free_mb} Mo libres, il en faut {needed_mb}", "{free_mb} MB free, {needed_mb} are needed"
    ),
    "disk.full": Text(
        "{free_mb} Mo libres seulement, il en faut {needed_mb}",
        "only {free_mb} MB free, {needed_mb} are needed",
    ),
    "disk.read_only": Text(
        "le disque est en lecture seule", "the disk can only be read, not written"
    ),
    "disk.unknown": Text(
        "le dossier de la boîte d’envoi n’est pas là", "the outbox's folder is not there"
    ),
    "disk.full_mend": Text(
        "Supprimez des fichiers, ou réduisez max_mb dans [outbox].",
        "Remove files, or make max_mb in [outbox] smaller.",
    ),
    "disk.read_only_mend": Text(
        "Redémarrez ; si cela revient, changez la carte.", "Restart; if it stays, change the card."
    ),
    "disk.folder_mend": Text(
        "Créez le dossier « folder » de [outbox] et donnez-le à l’utilisateur de l’agent.",
        "Make the folder named in [outbox] and give it to the agent's user.",
    ),
    "writing.good": Text(
        "4 Kio en {median_ms:.1f} ms, {worst_ms:.1f} ms au pire",
        "4 KiB in {median_ms:.1f} ms, {worst_ms:.1f} ms at worst",
    ),
    "writing.slow": Text(
        "4 Kio en {median_ms:.0f} ms, {worst_ms:.0f} ms au pire : trop lent",
        "4 KiB in {median_ms:.0f} ms, {worst_ms:.0f} ms at worst: too slow",
    ),
    "writing.refused": Text("le disque refuse d’écrire", "the disk refuses to be written"),
    "writing.unknown": Text("pas essayé", "not tried"),
    "writing.mend": Text(
        "Changez la carte : elle s’use.", "Change the memory card: it is wearing out."
    ),
}

TIME: Final = {
    "time.good": Text("{time}, synchronisée", "{time}, synchronised"),
    "time.unset": Text(
        "{time}, pas synchronisée : les mesures attendent",
        "{time}, not synchronised: readings wait",
    ),
    "time.absurd": Text("{time} : impossible", "{time}: impossible"),
    "time.unkept": Text(
        "{time}, mais aucun service ne la garde", "{time}, but no service keeps it"
    ),
    "time.mend": Text(
        "Vérifiez le réseau, puis « timedatectl timesync-status ».",
        "Check the network, then 'timedatectl timesync-status'.",
    ),
    "time.unkept_mend": Text("Installez systemd-timesyncd.", "Install systemd-timesyncd."),
}

RADIO: Final = {
    "bluetooth.good": Text("{adapter} est là", "{adapter} is there"),
    "bluetooth.missing": Text("{adapter} n’est pas là", "{adapter} is not there"),
    "bluetooth.blocked": Text("{adapter} est bloqué (rfkill)", "{adapter} is blocked (rfkill)"),
    "bluetooth.unknown": Text("{adapter} : pas vérifié", "{adapter}: not looked at"),
    "bluetooth.missing_mend": Text(
        "Branchez l’adaptateur, ou corrigez « adapter » dans [radio].",
        "Plug the adapter in, or mend 'adapter' in [radio].",
    ),
    "bluetooth.blocked_mend": Text(
        "Lancez « rfkill unblock bluetooth ».", "Run 'rfkill unblock bluetooth'."
    ),
    "privacy.good": Text(
        "bluetoothd garde les adresses en mémoire ({file_system})",
        "bluetoothd keeps addresses in memory ({file_system})",
    ),
    "privacy.on_disk": Text(
        "bluetoothd écrit les adresses sur le disque ({file_system})",
        "bluetoothd writes addresses to the disk ({file_system})",
    ),
    "privacy.unknown": Text(
        "/var/lib/bluetooth : disque inconnu", "/var/lib/bluetooth: disk not known"
    ),
    "privacy.mend": Text(
        "Montez /var/lib/bluetooth en tmpfs.", "Mount a tmpfs on /var/lib/bluetooth."
    ),
}

"""What an installer reads when a visit does not close a node, and what is still to come."""

from collections.abc import Mapping
from typing import Final

from cloud.installation.forms import Missing, Said

SAID: Final[Mapping[str, Said]] = {
    "place-unknown": Said(
        "Cet emplacement n’est pas sur la liste.",
        "This place is not on the list.",
        "Rechargez la liste, ou demandez au bureau de l’ajouter.",
        "Load the list again, or ask the office to add it.",
    ),
    "wrong-target": Said(
        "L’étiquette scannée est celle d’un autre emplacement.",
        "The label that was scanned is another place's.",
        "Choisissez cet emplacement dans la liste, ou allez au bon conteneur.",
        "Choose that place on the list, or go to the right container.",
    ),
    "node-unknown": Said(
        "Ce boîtier est inconnu.",
        "This node is not known.",
        "Prenez un boîtier du stock ; le bureau ajoute celui-ci : vallee-cloud nodes add.",
        "Take a node from stock; the office adds this one: vallee-cloud nodes add.",
    ),
    "node-revoked": Said(
        "Ce boîtier est révoqué : il n’entrera plus jamais.",
        "This node is revoked: it never gets in again.",
        "Prenez-en un autre et rapportez celui-ci.",
        "Take another one and bring this one back.",
    ),
    "node-retired": Said(
        "Ce boîtier est au rebut.",
        "This node is retired.",
        "Prenez-en un autre et rapportez celui-ci.",
        "Take another one and bring this one back.",
    ),
    "node-in-repair": Said(
        "Ce boîtier est en réparation.",
        "This node is in repair.",
        "Prenez-en un autre ; l’atelier remet celui-ci en stock.",
        "Take another one; the workshop puts this one back into stock.",
    ),
    "node-here": Said(
        "Ce boîtier est déjà posé ici.",
        "This node is mounted here already.",
        "Rien à faire : voyez sa fiche.",
        "Nothing to do: look at its card.",
    ),
    "node-elsewhere": Said(
        "Ce boîtier est déjà posé ailleurs.",
        "This node is mounted elsewhere already.",
        "Prenez un boîtier du stock ; si l’autre pose est fausse, appelez le bureau.",
        "Take a node from stock; if the other mounting is wrong, call the office.",
    ),
    "node-planned-elsewhere": Said(
        "Ce boîtier est préparé pour un autre emplacement.",
        "This node is prepared for another place.",
        "Prenez celui de cet emplacement : sa carte connaît ce conteneur.",
        "Take the one of this place: its card knows this container.",
    ),
    "node-without-sensor": Said(
        "Aucun capteur de ce boîtier n’est au registre.",
        "No sensor of this node is in the registry.",
        "Prenez-en un autre ; le bureau déclare son capteur et refait sa carte.",
        "Take another one; the office declares its sensor and writes its card anew.",
    ),
    "place-taken": Said(
        "Un boîtier est déjà posé ici.",
        "A node hangs here already.",
        "Pour un échange, confirmez la dépose de l’ancien ; sinon vérifiez l’étiquette.",
        "For a swap, confirm that the old one is taken down; else check the label.",
    ),
    "swap-other": Said(
        "Le boîtier à déposer n’est pas celui qui est posé ici.",
        "The node to be taken down is not the one that hangs here.",
        "Rechargez la liste et scannez le boîtier déposé.",
        "Load the list again and scan the node that was taken down.",
    ),
    "clock": Said(
        "L’heure du téléphone n’est pas sûre.",
        "The phone's time cannot be trusted.",
        "Mettez-le à l’heure automatique, ouvrez la page une fois avec réseau, recommencez.",
        "Set it to automatic time, open the page once with network, try again.",
    ),
    "visit-old": Said(
        "Cette visite date de plus de 30 jours.",
        "This visit is older than 30 days.",
        "Retournez sur place : ce qu’elle prouve n’est plus sûr.",
        "Go there again: what it proves is no longer certain.",
    ),
    "position-none": Said(
        "Ces coordonnées n’existent pas.",
        "There are no such coordinates.",
        "Autorisez la position, attendez qu’elle se stabilise, recommencez.",
        "Allow the position, wait until it settles, try again.",
    ),
    "position-coarse": Said(
        "La position est trop imprécise.",
        "The position is too coarse.",
        "Sortez à ciel ouvert et attendez moins de 50 m.",
        "Step under open sky and wait for less than 50 m.",
    ),
    "position-outside": Said(
        "La position est hors du territoire.",
        "The position is outside the territory.",
        "Vérifiez la position du téléphone, puis l’emplacement choisi.",
        "Check the phone's position, then the place that was chosen.",
    ),
    "position-far": Said(
        "Vous êtes loin de cet emplacement.",
        "You are far from this place.",
        "Vérifiez l’étiquette ; si le conteneur a été déplacé, le bureau corrige la carte.",
        "Check the label; if the container was moved, the office mends the map.",
    ),
    "photo-none": Said(
        "Il n’y a pas de photo lisible.",
        "There is no photo that can be read.",
        "Reprenez la photo, en JPEG, avec l’appareil du téléphone.",
        "Take the photo again, as JPEG, with the phone's camera.",
    ),
    "photo-other": Said(
        "La photo n’est pas celle de cette visite.",
        "The photo is not the one of this visit.",
        "Reprenez la photo et renvoyez la visite.",
        "Take the photo again and send the visit again.",
    ),
    "radio-weak": Said(
        "Le signal est trop faible.",
        "The signal is too weak.",
        "Déplacez ou tournez l’antenne, éloignez-la du métal, mesurez de nouveau.",
        "Move or turn the antenna, away from metal, and measure again.",
    ),
    "network-slow": Said(
        "Le réseau est trop lent.",
        "The network is too slow.",
        "Recommencez dans une minute ; si cela dure, essayez un autre opérateur.",
        "Try again in a minute; if it lasts, try another operator.",
    ),
    "cone-missing": Said(
        "Le test du cône n’est pas fait : il faut 5 lectures, main retirée.",
        "The cone is not tested: it takes 5 readings with the hand away.",
        "Lancez le test, retirez la main, attendez les lectures.",
        "Start the test, take the hand away, wait for the readings.",
    ),
    "cone-silent": Said(
        "Le capteur n’a presque pas d’écho.",
        "The sensor hardly hears an echo.",
        "Nettoyez-le et tournez-le droit vers le fond.",
        "Clean it and turn it straight to the floor.",
    ),
    "cone-blocked": Said(
        "Le cône du capteur est bouché.",
        "The sensor's cone is blocked.",
        "Dégagez-le : bord, sangle, couvercle, main ; puis refaites le test.",
        "Clear it: rim, strap, lid, hand; then test again.",
    ),
    "cone-beyond": Said(
        "Le capteur voit plus loin que le fond.",
        "The sensor sees farther than the floor.",
        "Vérifiez qu’il vise dans le conteneur, et que c’est le bon modèle.",
        "Check that it looks into the container, and that it is the right model.",
    ),
    "empty-beyond": Said(
        "La distance à vide dépasse la profondeur de ce conteneur.",
        "The empty distance is more than this container is deep.",
        "Vérifiez l’étiquette et le modèle du conteneur, puis mesurez de nouveau.",
        "Check the label and the container's model, then measure again.",
    ),
    "empty-short": Said(
        "Le conteneur n’est pas vide.",
        "The container is not empty.",
        "Laissez la distance à vide en blanc : sa géométrie vaut jusqu’au premier vidage.",
        "Leave the empty distance out: its geometry holds until it is first emptied.",
    ),
    "visit-other": Said(
        "Une autre visite porte déjà ce numéro.",
        "Another visit has this number already.",
        "Rechargez la page et refaites la visite ; la première reste.",
        "Load the page again and do the visit again; the first one stays.",
    ),
}

MISSING: Final[Mapping[str, Missing]] = {
    one.code: one
    for one in (
        Missing("first-reading", "première mesure reçue", "a first reading that is stored"),
        Missing("plausible", "une mesure plausible", "a reading that is plausible"),
        Missing("presence", "le boîtier en ligne", "the node on line"),
        Missing("supply", "24 h d’alimentation sans coupure", "24 h of supply without a gap"),
        Missing("voltage", "une alimentation sans sous-tension", "a supply without undervoltage"),
    )
}

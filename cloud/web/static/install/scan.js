// Reads a label: by the camera where the browser can, and always by hand.

const EVERY_MS = 150;
const ADDRESS = /^https?:\/\/[^/]+\/([cn])\/([a-z0-9-]{1,63})$/;
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

// Tells of what a label is and its name; `kind` null: a name somebody typed. Null: no label of ours.
export function label(text) {
  const trimmed = text.trim().toLowerCase();
  const found = ADDRESS.exec(trimmed);
  if (found) return { kind: found[1], name: found[2] };
  return NAME.test(trimmed) ? { kind: null, name: trimmed } : null;
}

export async function canScan() {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

// Shows the camera in `video` until a label of `kind` is seen; `signal` ends it, then null.
export async function scan(video, kind, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
  });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (!signal.aborted) {
      for (const code of await detector.detect(video)) {
        const read = label(code.rawValue);
        if (read && (read.kind === kind || read.kind === null)) return read.name;
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

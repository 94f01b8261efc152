// Makes a photo small; drawing it anew leaves behind where, when and with what it was taken.

const SIDES = [1600, 1280, 1024, 800, 640];
const QUALITIES = [0.8, 0.65, 0.5];

export async function smaller(file, mostBytes) {
  const image = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      for (const quality of QUALITIES) {
        const blob = await drawn(image, side, quality);
        if (blob.size <= mostBytes) return blob;
      }
    }
  } finally {
    image.close();
  }
  throw new Error("a photo that cannot be made small");
}

function drawn(image, side, quality) {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

export async function digest(blob) {
  const bytes = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// As JSON carries bytes; "" for no photo.
export function base64(blob) {
  if (!blob) return "";
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// Two tones that a cab hears over its engine; a browser lets a page sound once it was touched.

const TONES_HZ = [660, 880];
const TONE_S = 0.35;

let audio = null;

export function ring() {
  if (!("AudioContext" in window)) return;
  audio ??= new AudioContext();
  audio.resume();
  TONES_HZ.forEach((hertz, at) => {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(audio.destination);
    tone.start(audio.currentTime + at * TONE_S);
    tone.stop(audio.currentTime + (at + 1) * TONE_S);
  });
  navigator.vibrate?.([300, 100, 300]);
}

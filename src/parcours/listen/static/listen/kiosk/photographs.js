// Photographs are made small before they are kept: a tablet keeps days of them, and what the
// camera wrote beside them stays out.
const photographs = (() => {
  const SIDE = 1600; // pixels, the longer side
  const LARGEST = 15e6; // bytes, of what the camera gives
  const MOST = 2e6; // bytes, of what is kept
  const QUALITIES = [0.85, 0.7, 0.5];
  const ROOM = 50e6; // bytes that stay free for answers

  async function small(file) {
    if (file.size > LARGEST) throw new RangeError("too large");
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((each) => Math.max(1, Math.round(each * scale)));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const drawn = canvas.getContext("2d");
    drawn.fillStyle = "#fff";
    drawn.fillRect(0, 0, width, height);
    drawn.drawImage(picture, 0, 0, width, height);
    picture.close();
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
      if (blob && blob.size <= MOST) return blob;
    }
    throw new RangeError("too large");
  }

  async function isFull() {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return quota !== undefined && quota - usage < ROOM;
  }

  // What was chosen, to be kept beside its answer; or why it cannot be, in words.
  async function taken(file, words) {
    if (await isFull()) return { mistake: words.no_room };
    try {
      return { blob: await small(file) };
    } catch {
      return { mistake: words.no_picture };
    }
  }

  return { taken };
})();

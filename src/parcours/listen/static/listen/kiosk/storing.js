// What was answered on this device and the server does not have yet: kept through reloads,
// power cuts and days without a network, one record a person, by the key of their response;
// photographs beside them, each by the key that is its answer.
const storing = (() => {
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(`parcours-kiosk-${document.body.dataset.door}`, 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) asked.result.createObjectStore("answers", { keyPath: "key" });
      asked.result.createObjectStore("pictures", { keyPath: "key" }).createIndex("answer", "answer");
    };
    asked.onsuccess = () => {
      // A newer page in another window must be able to make its stores.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });

  async function within(mode, work) {
    const kept = await opened;
    return new Promise((resolve, reject) => {
      // Strict: it is on the disk before anyone is thanked.
      const all = kept.transaction(["answers", "pictures"], mode, { durability: "strict" });
      const asked = work(all.objectStore("answers"), all.objectStore("pictures"));
      all.oncomplete = () => resolve(asked?.result);
      all.onerror = () => reject(all.error);
      all.onabort = () => reject(all.error);
    });
  }

  // An answer leaves with its photographs, or stays with them.
  function forget(key, answers, pictures) {
    answers.delete(key);
    const found = pictures.index("answer").getAllKeys(key);
    found.onsuccess = () => found.result.forEach((each) => pictures.delete(each));
  }

  return {
    put: (answer) => within("readwrite", (answers) => answers.put(answer)),
    putPicture: (picture) => within("readwrite", (_answers, pictures) => pictures.put(picture)),
    all: () => within("readonly", (answers) => answers.getAll()),
    pictures: () => within("readonly", (_answers, pictures) => pictures.getAll()),
    remove: (keys) => within("readwrite", (answers, pictures) => keys.forEach((key) => forget(key, answers, pictures))),
  };
})();

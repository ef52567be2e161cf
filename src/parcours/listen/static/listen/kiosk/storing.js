// What was answered on this device and the server does not have yet: kept through reloads,
// power cuts and days without a network, one record a person, by the key of their response.
const storing = (() => {
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(`parcours-kiosk-${document.body.dataset.door}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  async function within(mode, work) {
    const kept = await opened;
    return new Promise((resolve, reject) => {
      // Strict: it is on the disk before anyone is thanked.
      const all = kept.transaction("answers", mode, { durability: "strict" });
      const asked = work(all.objectStore("answers"));
      all.oncomplete = () => resolve(asked?.result);
      all.onerror = () => reject(all.error);
      all.onabort = () => reject(all.error);
    });
  }

  return {
    put: (answer) => within("readwrite", (answers) => answers.put(answer)),
    all: () => within("readonly", (answers) => answers.getAll()),
    remove: (keys) => within("readwrite", (answers) => keys.forEach((key) => answers.delete(key))),
  };
})();

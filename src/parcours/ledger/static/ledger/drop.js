// <form data-behavior="drop"> takes a file that is dropped on it, and shows how much of it is
// sent. Without this script it is a form like any other.
(() => {
  const form = (event) => event.target.closest?.("[data-behavior~=drop]");

  const send = (place) => {
    const request = new XMLHttpRequest();
    const line = place.querySelector("[role=status]");
    const bar = line.querySelector("progress");
    const words = line.querySelector("span");
    const tell = (text) => {
      words.textContent = text;
    };
    line.hidden = false;
    place.querySelector("button").disabled = true;
    tell(place.dataset.sending);
    request.upload.addEventListener("progress", (event) => {
      bar.value = (100 * event.loaded) / event.total;
      tell(`${place.dataset.sending} ${Math.round(bar.value)} %`);
    });
    // A page came back: the import's own, or this one with what is wrong with the file.
    request.addEventListener("load", () => {
      if (request.responseURL !== location.href) return location.assign(request.responseURL);
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => {
      tell(place.dataset.lost);
      place.querySelector("button").disabled = false;
    });
    request.open("POST", place.action);
    request.send(new FormData(place));
  };

  document.addEventListener("submit", (event) => {
    if (!form(event)) return;
    event.preventDefault();
    send(form(event));
  });
  document.addEventListener("change", (event) => {
    if (form(event) && event.target.files?.length) form(event).requestSubmit();
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const place = form(event);
      if (!place) return;
      event.preventDefault();
      place.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      place.querySelector("input[type=file]").files = event.dataTransfer.files;
      place.requestSubmit();
    });
  }
})();

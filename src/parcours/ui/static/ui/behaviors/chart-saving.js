// <button data-save="png"> saves the chart around it as a picture, data-save="csv" its table.
(() => {
  const save = (name, url) => {
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
  };

  const picture = async (figure) => {
    const place = figure.querySelector(".chart");
    const { width, height } = place.getBoundingClientRect();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    const image = new Image(width * 2, height * 2);
    image.src = echarts.getInstanceByDom(place).getDataURL({ type: "svg" });
    await image.decode();
    const pen = canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(figure).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    save(`${figure.dataset.name}.png`, canvas.toDataURL("image/png"));
  };

  const quoted = (text) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const table = (figure) => {
    const rows = [...figure.querySelectorAll("table tr")].map((row) =>
      [...row.children].map((cell) => quoted(cell.textContent.trim())).join(";"),
    );
    // A mark in front tells Excel that it is UTF-8.
    const file = new Blob([`\ufeff${rows.join("\r\n")}\r\n`], { type: "text/csv" });
    save(`${figure.dataset.name}.csv`, URL.createObjectURL(file));
  };

  document.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-save]");
    const figure = wanted?.closest("[data-behavior~=chart]");
    if (figure) (wanted.dataset.save === "png" ? picture : table)(figure);
  });
})();

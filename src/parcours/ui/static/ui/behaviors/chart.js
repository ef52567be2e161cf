// <figure data-behavior="chart"> draws the option of its JSON block with ECharts, in the
// page's colours, and saves it as PNG, or its table as CSV.
(() => {
  const drawn = new Map();

  // A colour of an option is a token's name ("brand"), so it follows light and dark.
  const dress = (part, key = "") => {
    if (typeof part === "string" && /colou?r$/i.test(key)) {
      const token = getComputedStyle(document.documentElement).getPropertyValue(
        `--${part.replace(/^--/, "")}`,
      );
      return token.trim() || part;
    }
    if (Array.isArray(part)) return part.map((each) => dress(each, key));
    if (part && typeof part === "object")
      return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, dress(each, name)]));
    return part;
  };

  const inWords = (value) =>
    typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : value;

  const axis = (given) => {
    if (!given) return given;
    if (Array.isArray(given)) return given.map(axis);
    return {
      ...given,
      nameTextStyle: { color: "muted", ...given.nameTextStyle },
      axisLabel: {
        color: "muted",
        hideOverlap: true,
        ...(given.type === "value" && { formatter: inWords }),
        ...given.axisLabel,
      },
      axisLine: { lineStyle: { color: "line" }, ...given.axisLine },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: "line" }, ...given.splitLine },
    };
  };

  const tip = (point) =>
    point.data?.tip ?? [point.name, point.seriesName, inWords(point.value)].filter(Boolean).join(" — ");
  const tips = (points) =>
    Array.isArray(points)
      ? points.filter((each) => each.value != null && !each.data?.isHidden).map(tip).join("\n")
      : tip(points);

  const whole = (option) =>
    dress({
      animation: false,
      color: ["brand", "good", "doubt", "bad", "idea", "muted"],
      textStyle: { fontFamily: "Inter, system-ui, sans-serif" },
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      ...option,
      legend: option.legend && { textStyle: { color: "ink" }, ...option.legend },
      tooltip: {
        trigger: "item",
        backgroundColor: "card",
        borderColor: "line",
        textStyle: { color: "ink" },
        formatter: tips,
        ...option.tooltip,
        confine: true,
        renderMode: "richText",
      },
      xAxis: axis(option.xAxis),
      yAxis: axis(option.yAxis),
      series: (option.series || []).map((each) => ({
        ...each,
        label: each.label && { color: "ink", textBorderColor: "card", ...each.label },
      })),
    });

  const draw = (figure) => {
    const place = figure.querySelector(".chart");
    const option = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const chart = drawn.get(figure) || echarts.init(place, null, { renderer: "svg" });
    chart.setOption(whole(option), true);
    if (!drawn.has(figure)) watch(figure, chart);
    drawn.set(figure, chart);
  };

  const watch = (figure, chart) => {
    figure.querySelector(".chart-tools").hidden = false;
    chart.on("click", (point) => {
      if (point.data?.url) location.assign(point.data.url);
    });
    new ResizeObserver(() => chart.resize()).observe(figure.querySelector(".chart"));
  };

  const save = (name, url) => {
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
  };

  const picture = async (figure) => {
    const { width, height } = figure.querySelector(".chart").getBoundingClientRect();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    const image = new Image(width * 2, height * 2);
    image.src = drawn.get(figure).getDataURL({ type: "svg" });
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

  const all = (within) =>
    within.querySelectorAll("[data-behavior~=chart]").forEach((figure) => draw(figure));
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-save]");
    const figure = wanted?.closest("[data-behavior~=chart]");
    if (figure) (wanted.dataset.save === "png" ? picture : table)(figure);
  });
  document.addEventListener("theme", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.target));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all(document));
  all(document);
})();

// <figure data-behavior="chart"> draws the option of its JSON block with ECharts, in the
// page's colours.
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
        // The first and last names stand at the edges: inwards, or they are cut.
        ...(given.boundaryGap === false && { alignMinLabel: "left", alignMaxLabel: "right" }),
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

  const all = (within) =>
    within.querySelectorAll("[data-behavior~=chart]").forEach((figure) => draw(figure));
  document.addEventListener("theme", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.target));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all(document));
  all(document);
})();

// Draws the charts of the report from the JSON beside them; the tables say the same without it.
(() => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const charts = [];

  // "--neg" in an option is the page's own colour of that name.
  const coloured = (part) => {
    if (typeof part === "string") return part.startsWith("--") ? colour(part) : part;
    if (Array.isArray(part)) return part.map(coloured);
    if (part && typeof part === "object")
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value)]));
    return part;
  };

  const inWords = (number) => number.toLocaleString(document.documentElement.lang);

  const axis = (given) =>
    given && {
      nameLocation: "middle",
      nameGap: 30,
      ...given,
      nameTextStyle: { color: colour("--mut"), ...given.nameTextStyle },
      axisLabel: {
        color: colour("--mut"),
        ...(given.type === "value" && { formatter: inWords }),
        ...given.axisLabel,
      },
      axisLine: { lineStyle: { color: colour("--line") } },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colour("--line") }, ...given.splitLine },
    };

  const dressed = (option) => ({
    animation: false,
    textStyle: { fontFamily: "Inter, system-ui, sans-serif" },
    ...option,
    legend: option.legend && { ...option.legend, textStyle: { color: colour("--mut") } },
    tooltip: {
      ...option.tooltip,
      renderMode: "richText",
      backgroundColor: colour("--card"),
      borderColor: colour("--line"),
      textStyle: { color: colour("--ink") },
      formatter: (point) => point.data?.tip ?? `${point.name} — ${point.seriesName}: ${point.value}`,
    },
    xAxis: axis(option.xAxis),
    yAxis: axis(option.yAxis),
    series: option.series.map((each) => ({
      ...each,
      label: each.label && { color: colour("--ink"), ...each.label },
    })),
  });

  // A narrow page names fewer points; the tables name them all.
  const NARROW = 620;
  const thinned = (option) => ({
    ...option,
    xAxis: { ...option.xAxis, axisLabel: { ...option.xAxis.axisLabel, interval: "auto" } },
    series: option.series.map((each) => ({
      ...each,
      label: each.label && { show: false },
      data: each.data?.map((point) => (point?.label ? { ...point, label: undefined } : point)),
    })),
  });

  for (const place of document.querySelectorAll("[data-chart]")) {
    const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(dressed(coloured(place.clientWidth < NARROW ? thinned(option) : option)));
    charts.push(chart);
  }

  // Paper is another width than the screen: a drawing with a view box scales to it.
  const scalable = () => {
    for (const chart of charts) {
      const drawing = chart.getDom().querySelector("svg");
      drawing.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    }
  };
  addEventListener("resize", () => {
    charts.forEach((chart) => chart.resize());
    scalable();
  });
  scalable();
})();

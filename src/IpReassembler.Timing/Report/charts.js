// The two small charts: how long datagrams took, and how far fragments were out of place.

function paintTimes() {
  const box = document.getElementById("times"), tip = document.getElementById("times-tip"), values = report.percentiles_ns;
  if (!values.length) { box.replaceChildren(make("p", { className: "dim" }, "No datagram was delivered whole and right.")); return; }
  const width = Math.max(260, box.clientWidth), height = 220, left = 44, bottom = 28, right = 14;
  const low = Math.floor(Math.log10(Math.max(1, values[0]))), high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(2, values[100]))));
  const x = ns => left + (Math.log10(Math.max(1, ns)) - low) / (high - low) * (width - left - right), y = p => 10 + (100 - p) / 100 * (height - bottom - 10);
  const svg = draw("svg", { width, height, role: "img", "aria-label": `Share of ${noun(report.summary.timed, "datagram")} complete within a time: half within ${span(values[50])}, 99 per cent within ${span(values[99])}` });
  for (let power = low; power <= high; power++) {
    svg.append(draw("line", { class: "grid", x1: x(10 ** power), x2: x(10 ** power), y1: 10, y2: height - bottom }));
    if ((power - low) % Math.ceil(58 / (x(10 ** (low + 1)) - left)) === 0) svg.append(draw("text", { class: "dim", x: Math.min(width - 46, x(10 ** power) - 4), y: height - 8 }, span(10 ** power)));
  }
  for (const p of [0, 50, 100]) svg.append(draw("line", { class: "grid", x1: left, x2: width - right, y1: y(p), y2: y(p) }), draw("text", { class: "dim", x: 0, y: y(p) + 4 }, p + " %"));
  svg.append(draw("path", { class: "curve", d: values.map((ns, p) => `${p ? "L" : "M"}${x(ns).toFixed(1)} ${p ? y(p - 1).toFixed(1) : y(0).toFixed(1)}L${x(ns).toFixed(1)} ${y(p).toFixed(1)}`).join("") }));
  let lowest = Infinity;
  for (const p of [99, 90, 50]) {
    svg.append(draw("line", { class: "mark", x1: x(values[p]), x2: x(values[p]), y1: y(p), y2: height - bottom }), draw("circle", { class: "bar", cx: x(values[p]), cy: y(p), r: 4 }));
    const text = `p${p} ${span(values[p])}`, toLeft = x(values[p]) + 90 > width;
    lowest = Math.abs(y(p) + 18 - lowest) < 14 ? lowest + 15 : y(p) + 18;
    svg.append(draw("text", { x: toLeft ? x(values[p]) - 8 - 7.3 * text.length : x(values[p]) + 8, y: lowest }, text));
  }
  svg.addEventListener("pointermove", event => {
    const at = event.clientX - svg.getBoundingClientRect().left, ns = 10 ** (low + (at - left) / (width - left - right) * (high - low));
    const within = values.filter(value => value <= ns).length;
    tip.textContent = at < left ? "" : `${within === 101 ? 100 : Math.max(0, within - 1)} % complete within ${span(ns)}`;
  });
  svg.addEventListener("pointerleave", () => tip.textContent = "");
  box.replaceChildren(svg);
}

function paintDensity() {
  const box = document.getElementById("density"), all = report.reorder_density, total = all.reduce((sum, [, number]) => sum + number, 0);
  if (!total) { box.replaceChildren(make("p", { className: "dim" }, "No fragments.")); return; }
  const width = Math.max(260, box.clientWidth), height = 220, bottom = 28, reach = Math.max(3, ...all.map(([places]) => Math.abs(places)));
  const step = (width - 20) / (2 * reach + 1), y = share => (height - bottom - 22) * (share > 0 ? Math.max(0.008, Math.sqrt(share)) : 0);
  const svg = draw("svg", { width, height, role: "img", "aria-label": `${percent((all.find(([places]) => places === 0)?.[1] ?? 0) / total)} of fragments came in their place; the table below has the others` });
  svg.append(draw("line", { class: "grid", x1: 0, x2: width, y1: height - bottom + 0.5, y2: height - bottom + 0.5 }));
  for (const [places, number] of all) {
    const tall = y(number / total), x = 10 + (places + reach) * step;
    svg.append(draw("rect", { class: places ? "barodd" : "bar", x: x + step * 0.1, y: height - bottom - tall, width: Math.max(1, step * 0.8), height: tall }, draw("title", {}, `${places > 0 ? "+" : ""}${places}: ${percent(number / total)}`)));
    if (step > 44) svg.append(draw("text", { class: "dim", x: x + step / 2 - 18, y: height - bottom - tall - 5 }, percent(number / total)));
  }
  const every = Math.ceil(34 / step);
  for (let places = -reach; places <= reach; places++) {
    if (places % every === 0) svg.append(draw("text", { class: "dim", x: 10 + (places + reach + 0.5) * step - 4 * String(places).length, y: height - 9 }, (places > 0 ? "+" : "") + places));
  }
  box.replaceChildren(svg, make("p", { className: "hint dim" }, "Places later (+) or earlier (−) than in order; the height is the square root of the share, so that few are seen too."));
}

function fillChartTables() {
  const values = report.percentiles_ns, all = report.reorder_density, total = all.reduce((sum, [, number]) => sum + number, 0);
  if (values.length) document.getElementById("times-table").append(tableOf(["of datagrams", "complete within"], [0, 10, 25, 50, 75, 90, 95, 99, 100].map(p => [p + " %", span(values[p])])));
  document.getElementById("density-table").append(tableOf(["places", "fragments", "share"], all.map(([places, number]) => [(places > 0 ? "+" : "") + places, count(number), percent(number / total)])));
}

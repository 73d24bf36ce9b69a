// The page itself: what stands at its top, its flows, its method, and the window with one datagram.

const detail = document.getElementById("detail");
let opened = null, repaintOpened = () => {};

function openDatagram(datagram) {
  const { parts, paint } = describe(datagram);
  opened = datagram;
  repaintOpened = paint;
  document.getElementById("detail-title").replaceChildren(chip(datagram.outcome), `Datagram #${datagram.n}: ${outcomeWords[datagram.outcome]}`);
  document.getElementById("detail-body").replaceChildren(...parts);
  if (!detail.open) detail.showModal();
  detail.scrollTop = 0;
  history.replaceState(null, "", "#" + datagram.n);
  paint();
}

// A link to report.html#193 opens that datagram.
function openByAddress() {
  const datagram = byName.get(location.hash.slice(1));
  if (datagram && datagram !== opened) openDatagram(datagram);
}

function step(places) {
  const at = grid.shown.indexOf(opened) + places;
  if (grid.shown[at]) openDatagram(grid.shown[at]);
}

// Names of datagrams in a sentence become buttons that open them.
function linked(text) {
  return text.split(/(#\d+(?:\.\d+)?)/).map(part => {
    const datagram = part.startsWith("#") ? byName.get(part.slice(1)) : null;
    if (!datagram) return part;
    const button = make("button", { type: "button", className: "link" }, part);
    button.addEventListener("click", () => openDatagram(datagram));
    return button;
  });
}

function fillTop() {
  const { capture, summary } = report;
  document.getElementById("title").textContent = report.title;
  document.getElementById("subtitle").textContent = [`${noun(summary.packets, "packet")}`, `${noun(summary.ipv4_fragments + summary.ipv6_fragments, "fragment")}`, `${noun(summary.datagrams, "datagram")}`,
    `policy ${capture.policy}, timeout ${capture.timeout_ns === null ? "none" : span(capture.timeout_ns)}`, ...(capture.where ? [`only ${capture.where}`] : []), ...(summary.damaged ? ["the input was damaged"] : [])].join(" · ");
  const numbers = { ...summary, dropped: summary.dropped_by_policy };
  const box = document.getElementById("outcomes");
  for (const outcome of outcomes.filter(outcome => numbers[outcome] > 0 || outcome === "sound")) {
    const card = make("button", { type: "button", className: "outcome", title: "Show these datagrams" }, make("span", { className: "share" }, summary.datagrams ? percent(numbers[outcome] / summary.datagrams) : ""), make("b", {}, count(numbers[outcome])), outcomeWords[outcome]);
    card.style.borderLeftColor = `var(--${outcome})`;
    card.addEventListener("click", () => { grid.search.value = "outcome:" + outcome; grid.filter(); document.getElementById("datagrams").scrollIntoView(); });
    box.append(card);
  }
  document.getElementById("advice-card").hidden = !report.advice.length;
  document.getElementById("advice").append(...report.advice.map(advice => make("li", { className: advice.warning ? "warning" : "" },
    make("span", { className: "sign" }, advice.warning ? "!" : "i"), ...linked(advice.text), advice.command ? make("code", {}, advice.command) : null)));
}

// How many datagrams of a flow began when: a few bars.
function sparkline(own) {
  const bins = new Array(24).fill(0);
  own.forEach(datagram => bins[Math.min(23, Math.floor((datagram.begin - start) / timeline.whole * 24))]++);
  const most = Math.max(1, ...bins);
  return draw("svg", { width: 98, height: 20, role: "img", "aria-label": "datagrams over time" }, ...bins.map((number, at) => draw("rect", { class: "bar", x: at * 4, y: 20 - 20 * number / most, width: 3, height: 20 * number / most })));
}

function fillFlows() {
  const box = document.getElementById("flows"), flows = report.flows.filter(flow => flow.type === "flow"), rest = report.flows.find(flow => flow.type === "flow_rest");
  const key = one => [one.src, one.dst, one.proto, one.sport, one.dport].join(" "), own = new Map();
  for (const flow of flows) own.set(key(flow), []);
  for (const datagram of datagrams) own.get(key(datagram))?.push(datagram);
  const columns = [["flow", ends, ends], ["proto", flow => protocol(flow.proto)], ["datagrams", flow => flow.datagrams, flow => count(flow.datagrams)], ["failed", flow => flow.failed, flow => count(flow.failed)], ["loss", flow => flow.loss, flow => percent(flow.loss)],
    ["p50", flow => flow.p50_ns ?? -1, flow => span(flow.p50_ns)], ["p99", flow => flow.p99_ns ?? -1, flow => span(flow.p99_ns)], ["reordered", flow => flow.reordered, flow => count(flow.reordered)],
    ["ids in a second", flow => flow.ids_per_second ?? -1, flow => flow.ids_per_second === null ? "–" : count(Math.round(10 * flow.ids_per_second) / 10)], ["ids wrap after", flow => flow.id_wrap_ns ?? Infinity, flow => span(flow.id_wrap_ns) + (flow.id_at_risk ? " AT RISK" : "")]];
  let sorted = null, up = true, most = 50;
  const paint = () => {
    const rows = sorted === null ? flows : [...flows].sort((a, b) => { const [x, y] = [columns[sorted][1](a), columns[sorted][1](b)]; return (up ? 1 : -1) * (x < y ? -1 : x > y ? 1 : 0); });
    const head = make("tr", {}, ...columns.map(([title], at) => {
      const button = make("button", { type: "button" }, title), cell = make("th", { scope: "col", className: at > 1 ? "number" : "" }, button);
      if (sorted === at) cell.setAttribute("aria-sort", up ? "ascending" : "descending");
      button.addEventListener("click", () => { up = sorted === at ? !up : at < 2; sorted = at; paint(); });
      return cell;
    }), make("th", { scope: "col" }, "over time"));
    box.replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows.slice(0, most).map(flow => make("tr", {}, ...columns.map(([, value, show], at) => make("td", { className: at > 1 ? "number" : "" }, (show ?? value)(flow))), make("td", {}, sparkline(own.get(key(flow)) ?? [])))))));
    if (rows.length > most) {
      const more = make("button", { type: "button" }, `Show all ${count(rows.length)}`);
      more.addEventListener("click", () => { most = Infinity; paint(); });
      box.append(more);
    }
    if (rest) box.append(make("p", { className: "dim" }, `and ${noun(rest.datagrams, "datagram")} of light flows that made room for others`));
  };
  paint();
}

function fillMethod() {
  const pairs = list => list.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, name.startsWith("SHA") || name.startsWith("to see") ? make("code", {}, value) : value)]);
  document.getElementById("method").append(...pairs([...report.method, ["SHA-256 of all bytes captured", report.summary.bytes_sha256]]));
  document.getElementById("definitions").append(...pairs(report.definitions));
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
  timeline.paint();
}

document.getElementById("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
document.getElementById("print").addEventListener("click", () => window.print());
document.getElementById("close").addEventListener("click", () => detail.close());
document.getElementById("before").addEventListener("click", () => step(-1));
document.getElementById("after").addEventListener("click", () => step(1));
detail.addEventListener("close", () => { opened = null; history.replaceState(null, "", location.pathname); });
window.addEventListener("hashchange", openByAddress);
const wish = matchMedia("(prefers-color-scheme: dark)");
wish.addEventListener("change", () => setTheme(wish.matches));
window.addEventListener("resize", () => { paintTimes(); paintDensity(); if (detail.open) repaintOpened(); });

fillTop();
timeline.begin();
setTheme(wish.matches);
paintTimes();
paintDensity();
fillChartTables();
fillFlows();
grid.begin();
fillMethod();
openByAddress();

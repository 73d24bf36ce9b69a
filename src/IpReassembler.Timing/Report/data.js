"use strict";
// The data of this page, and how its values are read and written. What came over the wire becomes text nodes only, never markup.

const report = JSON.parse(document.getElementById("data").textContent);
const tables = report.datagrams;
const coded = new Set(tables.coded);

const outcomes = ["sound", "unchecked", "incomplete", "dropped", "expired", "conflict", "malformed", "spliced", "corrupt", "evicted"];
const outcomeWords = {
  sound: "complete and sound", unchecked: "complete, unchecked", incomplete: "incomplete", dropped: "dropped by policy", expired: "expired",
  conflict: "conflicting overlap", malformed: "malformed", spliced: "spliced", corrupt: "corrupt", evicted: "evicted",
};
const protocols = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6", 47: "gre", 50: "esp", 132: "sctp" };

const datagrams = tables.rows.map((row, place) => {
  const datagram = { place, packed: row[0] };
  tables.columns.forEach((name, column) => {
    const value = row[column + 1] ?? null;
    datagram[name] = value !== null && coded.has(name) ? tables.words[value] : value;
  });
  datagram.outcome = (datagram.verdict === "sound" || datagram.verdict === "unchecked") && datagram.state !== "complete" ? "dropped" : datagram.verdict;
  datagram.begin = Number(datagram.first);
  datagram.end = datagram.begin + (datagram.duration_ns ?? datagram.waited_ns ?? datagram.span_ns ?? 0) / 1e9;
  return datagram;
});
const byName = new Map(datagrams.map(datagram => [datagram.n, datagram]));
const start = datagrams.reduce((first, datagram) => Math.min(first, datagram.begin), Infinity);

const count = number => Number(number).toLocaleString("en-US");
const percent = share => (100 * share).toFixed(share > 0 && share < 0.001 ? 3 : 1) + " %";
const noun = (number, word) => `${count(number)} ${word}${Number(number) === 1 ? "" : "s"}`;
const protocol = number => protocols[number] ?? String(number ?? "");
const end = (address, port) => port === null || port === undefined ? address : address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
const ends = one => one.src ? `${end(one.src, one.sport)} → ${end(one.dst ?? "", one.dport)}` : one.dst ?? one.vlan ?? "";
const identification = datagram => "0x" + datagram.id.toString(16).padStart(datagram.ip === 6 ? 8 : 4, "0");

// A length of time with three digits: 4.00 ms.
function span(ns) {
  if (ns === null || ns === undefined) return "–";
  if (ns === 0) return "0";
  const [unit, name] = Math.abs(ns) >= 1e9 ? [1e9, "s"] : Math.abs(ns) >= 1e6 ? [1e6, "ms"] : Math.abs(ns) >= 1e3 ? [1e3, "µs"] : [1, "ns"];
  const value = ns / unit;
  return `${Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3))} ${name}`;
}

// When a fragment came, with every digit: all of a datagram in one unit.
function arrival(fragment, last) {
  const digits = report.capture.tick_ns >= 1000 ? 3 : 6, [value, unit] = last >= 1e7 ? [(fragment.us / 1e6).toFixed(digits + 3), "s"] : [(fragment.us / 1e3).toFixed(digits), "ms"];
  return `${fragment.us < 0 ? "" : "+"}${value} ${unit}`;
}

// The fragments of a datagram in order of arrival, with what follows from that order (RFC 4737).
function fragmentsOf(datagram) {
  const fragments = [], largest = [], came = new Uint8Array(8192 + 1);
  for (let at = 0; at < datagram.packed.length; at += 6) {
    const [us, off, len, more, ttl, rest] = datagram.packed.slice(at, at + 6);
    const bits = Math.floor(rest / tables.fates.length), place = fragments.length;
    const fragment = { place, frame: datagram.frames[place], us, off, len, end: off + len, last: !more, ttl, fate: tables.fates[rest % tables.fates.length] };
    fragment.anomalies = tables.anomalies.filter((_, bit) => bits >> bit & 1);
    fragment.extent = largest.length && largest[place - 1] > off ? place - largest.findIndex(offset => offset > off) : 0;
    fragment.isNew = false;
    for (let unit = off >> 3; unit < Math.min(8192, (off + len + 7) >> 3); unit++) {
      if (!came[unit]) fragment.isNew = true;
      if (fragment.fate !== "rejected") came[unit] = 1;
    }
    largest.push(Math.max(place ? largest[place - 1] : 0, off));
    fragment.notes = [...(fragment.extent ? [`late, extent ${fragment.extent}`] : []), ...fragment.anomalies,
      ...(fragment.last ? ["last piece"] : []), ...({ completes: ["← complete"], kills: ["← the policy drops the datagram"], rejected: ["not taken"], refused: ["no room"], ignored: ["brings nothing new"] }[fragment.fate] ?? [])];
    const contradicts = fragment.anomalies.some(word => /conflicting|beyond|zero|unaligned|too-long|ecn/.test(word));
    fragment.mark = contradicts || ["kills", "rejected", "refused"].includes(fragment.fate) ? "bad" : fragment.fate === "completes" ? "delivered" : fragment.extent || !fragment.isNew ? "odd" : "plain";
    fragments.push(fragment);
  }
  return fragments;
}

// An element with properties, attributes (names with a dash, and role), and children; text stays text.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function tableOf(titles, rows) {
  const cell = (tag, value) => make(tag, { className: typeof value === "number" || /^[-+]?[\d.,]+( \S+)?$/.test(value) ? "number" : "" }, String(value));
  return make("table", {}, make("thead", {}, make("tr", {}, ...titles.map((title, place) => make("th", { scope: "col", className: rows.length && cell("td", rows[0][place]).className }, title)))),
    make("tbody", {}, ...rows.map(row => make("tr", {}, ...row.map(value => value instanceof Node ? make("td", {}, value) : cell("td", value))))));
}

function chip(outcome) {
  const mark = make("span", { className: "chip" });
  mark.style.background = `var(--${outcome})`;
  return mark;
}

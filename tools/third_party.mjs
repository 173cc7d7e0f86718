#!/usr/bin/env node
// Writes THIRD-PARTY.md from what is shipped: the libraries linked into the program (Debian's copyright files) and
// the packages bundled into the page (web/dist/packages.json). Needs a built page.
//   node tools/third_party.mjs [--check]
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// Linked into build/release/bin/endrange or endrange-window, or compiled in from headers: library, Debian package, licence, licence file.
const linked = [
  ["Boost (Asio, Beast, JSON, Describe)", "libboost1.81-dev", "BSL-1.0"],
  ["Eigen", "libeigen3-dev", "MPL-2.0"],
  ["{fmt}", "libfmt-dev", "MIT"],
  ["spdlog", "libspdlog-dev", "MIT"],
  ["CLI11", "libcli11-dev", "BSD-3-Clause"],
  ["toml++", "libtomlplusplus-dev", "MIT"],
  ["pugixml", "libpugixml-dev", "MIT"],
  ["SOCI", "libsoci-dev", "BSL-1.0"],
  ["SQLite", "libsqlite3-dev", "public domain"],
  ["zlib", "zlib1g-dev", "Zlib"],
  ["Cairo", "libcairo2-dev", "LGPL-2.1 or MPL-1.1"],
  ["sdbus-c++", "libsdbus-c++-dev", "LGPL-2.1-or-later with exception"],
  ["libsystemd", "libsystemd-dev", "LGPL-2.1-or-later"],
  ["libxcb", "libxcb1-dev", "MIT (X11)"],
  ["libwayland-client", "libwayland-dev", "MIT"],
  ["libpipewire", "libpipewire-0.3-dev", "MIT"],
  ["WebKitGTK (break window)", "libwebkit2gtk-4.1-dev", "LGPL-2.1-or-later and BSD-2-Clause"],
  ["GTK 3 (break window)", "libgtk-3-dev", "LGPL-2.1-or-later"],
  ["gtk-layer-shell (break window)", "libgtk-layer-shell-dev", "LGPL-3.0-or-later and MIT"],
];

// The packages whose code the page's build put into its files, as web/plugins/packages.ts lists them.
function page_packages() {
  const list = join(root, "web/dist/packages.json");
  if (!existsSync(list)) throw new Error("web/dist is not built; run: ./dev build");
  return JSON.parse(readFileSync(list, "utf8")).map((name) => {
    const folder = join(root, "web/node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name, folder, version, license };
  });
}

function licence_text({ name, folder, license }) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file) return readFileSync(join(folder, file), "utf8").trim();
  if (license === "Apache-2.0") return "The text of the Apache License 2.0 stands in LICENSE.";
  throw new Error(`${name} is under ${license} and carries no text of it`);
}

const out = [
  "# What Endrange ships that others wrote", "",
  "Made by `node tools/third_party.mjs`. Endrange itself is under the Apache License 2.0 (`LICENSE`).", "",
  "## In the program", "",
  "Debian's packages, linked or compiled in. Each carries its full licence on the system in",
  "`/usr/share/doc/PACKAGE/copyright`.", "",
  "| library | Debian package | licence |", "|---|---|---|",
  ...linked.map(([library, name, licence]) => `| ${library} | \`${name}\` | ${licence} |`), "",
  "## In the page", "",
];
const packages = page_packages();
out.push("| package | version | licence |", "|---|---|---|",
  ...packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`), "",
  "`@mediapipe/pose` brings its pose models along (BlazePose; the *lite* and the *full* one are shipped), under the",
  "Apache License 2.0, by Google.", "");
for (const entry of packages) out.push(`### ${entry.name}`, "", "```", licence_text(entry), "```", "");
const text = out.join("\n");

const file = join(root, "THIRD-PARTY.md");
if (process.argv.includes("--check")) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error("THIRD-PARTY.md is not what is shipped; run: node tools/third_party.mjs");
    process.exit(1);
  }
} else writeFileSync(file, text);

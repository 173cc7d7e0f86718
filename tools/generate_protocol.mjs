#!/usr/bin/env node
// Makes the C++ and the TypeScript of the API from adapters/protocol/schema.json.
//   node tools/generate_protocol.mjs           writes both files
//   node tools/generate_protocol.mjs --check   writes nothing; ends with 1 when a file is not what the schema gives
import { readFileSync, writeFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const schema = JSON.parse(readFileSync(join(root, "adapters/protocol/schema.json"), "utf8"));
const { enums, types, routes } = schema;

const camel = (snake) => snake.split("_").map((w) => w[0].toUpperCase() + w.slice(1)).join("");
const parse = (text) => {
  const [, name, suffix] = /^([A-Za-z]+)(\?|\[\])?$/.exec(text) ?? fail(`not a type: ${text}`);
  if (!(name in primitives) && !(name in types) && !(name in enums)) fail(`unknown type: ${text}`);
  return { name, optional: suffix === "?", list: suffix === "[]" };
};
const fail = (message) => { console.error(`schema.json: ${message}`); process.exit(1); };

const primitives = {
  string: { cpp: "std::string", ts: "string", initial: "" },
  number: { cpp: "double", ts: "number", initial: " = 0.0" },
  integer: { cpp: "std::int64_t", ts: "number", initial: " = 0" },
  boolean: { cpp: "bool", ts: "boolean", initial: " = false" },
};
const fields = (type) => Object.entries(type).filter(([key]) => key !== "about" || typeof type.about !== "string" || !isProse(type.about));
const isProse = (text) => /[ .]/.test(text);

// A type is written after the types it holds.
const order = [];
const visit = (name, path = []) => {
  if (path.includes(name)) fail(`types hold each other: ${[...path, name].join(" → ")}`);
  if (order.includes(name)) return;
  for (const [, text] of fields(types[name])) {
    const { name: inner } = parse(text);
    if (inner in types) visit(inner, [...path, name]);
  }
  order.push(name);
};
Object.keys(types).forEach((name) => visit(name));

function cpp() {
  const out = [
    "// Made by tools/generate_protocol.mjs from adapters/protocol/schema.json. Change the schema, not this file.",
    "#pragma once", "",
    "#include <boost/describe.hpp>", "#include <cstdint>", "#include <optional>", "#include <string>", "#include <vector>", "",
    "/// What travels between the program and its page. Angles in degrees, times in seconds, moments ISO 8601 UTC.",
    "namespace endrange::protocol {", "", "// clang-format off",
  ];
  for (const [name, values] of Object.entries(enums)) {
    out.push(`enum class ${name} { ${values.map(camel).join(", ")} };`);
    out.push(`BOOST_DESCRIBE_ENUM(${name}, ${values.map(camel).join(", ")})`, "");
  }
  for (const name of order) {
    const type = types[name];
    if (typeof type.about === "string" && isProse(type.about)) out.push(`/// ${type.about}`);
    out.push(`struct ${name} {`);
    for (const [field, text] of fields(type)) {
      const { name: inner, optional, list } = parse(text);
      const base = primitives[inner]?.cpp ?? inner;
      if (optional) out.push(`  std::optional<${base}> ${field};`);
      else if (list) out.push(`  std::vector<${base}> ${field};`);
      else out.push(`  ${base} ${field}${primitives[inner]?.initial ?? "{}"};`);
    }
    out.push(`  friend bool operator==(const ${name}&, const ${name}&) = default;`);
    out.push("};", `BOOST_DESCRIBE_STRUCT(${name}, (), (${fields(type).map(([f]) => f).join(", ")}))`, "");
  }
  out.push("// clang-format on", "", "}  // namespace endrange::protocol", "");
  return out.join("\n");
}

function ts() {
  const out = [
    "// Made by tools/generate_protocol.mjs from adapters/protocol/schema.json. Change the schema, not this file.", "",
  ];
  for (const [name, values] of Object.entries(enums)) {
    out.push(`export const ${name}Values = [${values.map((v) => `"${v}"`).join(", ")}] as const;`);
    out.push(`export type ${name} = (typeof ${name}Values)[number];`, "");
  }
  const tsType = (text) => {
    const { name, optional, list } = parse(text);
    const base = primitives[name]?.ts ?? name;
    return base + (list ? "[]" : optional ? " | null" : "");
  };
  for (const name of order) {
    const type = types[name];
    if (typeof type.about === "string" && isProse(type.about)) out.push(`/** ${type.about} */`);
    out.push(`export interface ${name} {`);
    for (const [field, text] of fields(type)) out.push(`  ${field}: ${tsType(text)};`);
    out.push("}", "");
  }
  out.push("/** Every route: path, what goes in, what comes out. */", "export interface Routes {");
  for (const route of routes) {
    const files = { ndjson: "string", toml: "string" };
    const body = (text) => (text === undefined ? "undefined" : files[text] ?? text);
    const sent = (text) => (text === "toml" ? "Blob" : body(text));
    const query = route.query
      ? `{ ${Object.entries(route.query).map(([k, t]) => `${k}?: ${tsType(t.replace("?", ""))}`).join("; ")} }`
      : "undefined";
    out.push(`  "${route.method} ${route.path}": { query: ${query}; request: ${sent(route.request)}; response: ${body(route.response)} };`);
  }
  out.push("}", "");
  return out.join("\n");
}

const outputs = { "adapters/protocol/api.h": cpp(), "web/src/lib/api.ts": ts() };
let drifted = false;
for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path);
  if (process.argv.includes("--check")) {
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      drifted = true;
      console.error(`${path} is not what schema.json gives; run: node tools/generate_protocol.mjs`);
    }
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
process.exit(drifted ? 1 : 0);

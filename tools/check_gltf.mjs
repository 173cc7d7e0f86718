#!/usr/bin/env node
// Holds every .glb of a folder against Khronos's validator: no error, no warning.
//   node tools/check_gltf.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { validateBytes } = createRequire(join(root, "web/package.json"))("gltf-validator");

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => name.endsWith(".glb"));
if (files.length === 0) throw new Error(`${folder} has no .glb`);

let faults = 0;
let bytes = 0;
for (const name of files) {
  const data = new Uint8Array(readFileSync(join(folder, name)));
  bytes += data.length;
  const { issues, info } = await validateBytes(data, { uri: name });
  const moves = info.animationCount === 1 && info.totalTriangleCount > 0;
  if (issues.numErrors + issues.numWarnings === 0 && moves) continue;
  ++faults;
  const worst = issues.messages.filter(({ severity }) => severity < 2).slice(0, 5);
  console.error(`${name}: ${issues.numErrors} errors, ${issues.numWarnings} warnings${moves ? "" : ", nothing that moves"}`);
  for (const { code, pointer, message } of worst) console.error(`  ${code} at ${pointer}: ${message}`);
}
console.log(`${files.length} files of ${Math.round(bytes / files.length / 1000)} kB on average: ${faults} with faults.`);
process.exit(faults === 0 ? 0 : 1);

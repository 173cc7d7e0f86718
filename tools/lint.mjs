#!/usr/bin/env node
// clang-tidy over every source of the project, its answers kept by content: a file is looked at again only when it,
// a header of its room that it includes, its flags or the configuration changed. What another room's header does to it
// the compilers say.
//   node tools/lint.mjs [PATH…]     needs build/tidy/compile_commands.json and a built build/dev (for its dependencies)
import { createHash } from "node:crypto";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "endrange-lint");
mkdirSync(cache, { recursive: true });

const wanted = process.argv.slice(2).map((path) => resolve(path));
const commands = JSON.parse(readFileSync(join(root, "build/tidy/compile_commands.json"), "utf8"))
  .map((entry) => ({ file: resolve(entry.directory, entry.file), command: entry.command }))
  .filter(({ file }) => /^(core|adapters|apps|tests)\//.test(relative(root, file)))
  .filter(({ file }) => wanted.length === 0 || wanted.some((path) => file.startsWith(path)));

const digests = new Map();
const digest = (file) => {
  if (!digests.has(file)) digests.set(file, createHash("sha256").update(readFileSync(file)).digest("hex"));
  return digests.get(file);
};

// What each object was built from, as ninja wrote it down.
const dependencies = new Map();
let current = [];
for (const line of execFileSync("ninja", ["-C", join(root, "build/dev"), "-t", "deps"], { maxBuffer: 1 << 30 }).toString().split("\n")) {
  if (line.startsWith("    ")) {
    const file = resolve(root, "build/dev", line.trim());
    if (file.startsWith(root + "/")) current.push(file);
    if (current.length === 1) dependencies.set(file, current);
  } else current = [];
}

const configuration = [".clang-tidy", "tests/.clang-tidy"].map((path) => readFileSync(join(root, path), "utf8")).join("");
const version = execFileSync("clang-tidy-19", ["--version"]).toString();
// A room's headers are looked at with the room: core/plan, adapters/http, apps/endrange; all tests are one.
const roomOf = (path) => {
  const parts = relative(root, path).split("/");
  return parts[0] === "tests" ? "tests" : parts.slice(0, 2).join("/");
};
const key = ({ file, command }) => {
  const inputs = [file, ...(dependencies.get(file) ?? [])]
    .filter((path) => existsSync(path))
    .filter((path) => roomOf(path) === roomOf(file));
  const hash = createHash("sha256").update(version + configuration + command.replaceAll(root, "."));
  for (const input of [...new Set(inputs)].sort()) hash.update(relative(root, input) + digest(input));
  return hash.digest("hex");
};

const check = (entry) => new Promise((done) => {
  const kept = join(cache, key(entry));
  if (dependencies.has(entry.file) && existsSync(kept)) return done({ fresh: false, failed: false });
  execFile("clang-tidy-19", ["-p", join(root, "build/tidy"), "--quiet", entry.file], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    if (error) console.log((stdout || stderr).replaceAll(root + "/", ""));
    else writeFileSync(kept, "");
    done({ fresh: true, failed: Boolean(error) });
  });
});

const queue = [...commands];
const results = [];
const worker = async () => { while (queue.length > 0) results.push(await check(queue.shift())); };
const width = availableParallelism?.() ?? cpus().length;
await Promise.all(Array.from({ length: width }, worker));

const failed = results.filter((result) => result.failed).length;
const fresh = results.filter((result) => result.fresh).length;
console.log(`clang-tidy: ${results.length} files, ${results.length - fresh} known from before, ${failed} with findings`);
process.exit(failed > 0 || results.length === 0 ? 1 : 0);

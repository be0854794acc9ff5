// node wasm.mjs MODULE: runs the jobs, prints what they print, and tells by the exit status whether they succeeded.
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
const { memory, run, text, length } = instance.exports;
const succeeded = run();
process.stdout.write(Buffer.from(memory.buffer, text(), length()));
process.exitCode = succeeded ? 0 : 1;

import { join } from "node:path";
import { expect, test } from "vitest";
import { findPython, isSupported } from "../../../scripts/python/find-python.ts";
import { temporaryFolder, writeProgram } from "../temporary-folder.ts";

/** A machine whose PATH holds only these programs, each a Python that says this of itself. */
function machine(pythons: {
  readonly [name: string]: { readonly version: string; readonly hasVenv?: boolean };
}): {
  readonly PATH: string;
} {
  const folder = temporaryFolder();
  for (const [name, { version, hasVenv = true }] of Object.entries(pythons)) {
    const said = JSON.stringify({ executable: `/opt/${name}`, version, hasVenv });
    writeProgram(join(folder, name), `echo '${said}'`);
  }
  return { PATH: folder };
}

test("the machine's own default is taken if it will do", async () => {
  const env = machine({ python3: { version: "3.12.4" }, "python3.13": { version: "3.13.1" } });
  expect(await findPython(env)).toEqual({ executable: "/opt/python3", version: "3.12.4", hasVenv: true });
});

test("one that is too old is passed over for one that will do", async () => {
  const env = machine({ python3: { version: "3.9.6" }, "python3.11": { version: "3.11.9" } });
  expect(await findPython(env)).toMatchObject({ executable: "/opt/python3.11" });
});

test("a program that is called python but does not run is none", async () => {
  const env = machine({ python3: { version: "3.12.4" } });
  writeProgram(join(env.PATH, "python3"), "exit 127");
  await expect(findPython(env)).rejects.toMatchObject({ code: "NO_PYTHON" });
});

test("without any Python the message says which to install and how", async () => {
  const error = await findPython(machine({})).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "UserError", code: "NO_PYTHON" });
  expect(String(error)).toMatch(
    /python: there is no Python 3\.11 to 3\.13 on this machine\. (Install one|Use the Windows).*POLLUX_PYTHON/,
  );
});

test("where all are too old or too new the message names them", async () => {
  const env = machine({ python3: { version: "3.9.6" }, python: { version: "3.14.0" } });
  const found = findPython(env);
  await expect(found).rejects.toMatchObject({ code: "PYTHON_UNSUITABLE" });
  await expect(found).rejects.toThrow("(only 3.9.6 at /opt/python3, 3.14.0 at /opt/python)");
});

test("one without the venv module is told apart, with the package to install", async () => {
  const found = findPython(machine({ python3: { version: "3.11.2", hasVenv: false } }));
  await expect(found).rejects.toMatchObject({ code: "PYTHON_WITHOUT_VENV" });
  await expect(found).rejects.toThrow(
    "python: /opt/python3 (3.11.2) cannot make virtual environments. " +
      'Install its venv module (Debian and Ubuntu: "sudo apt install python3.11-venv").',
  );
});

test("POLLUX_PYTHON is the only one looked at", async () => {
  const env = machine({ python3: { version: "3.12.4" }, mine: { version: "3.10.1" } });
  await expect(findPython({ ...env, POLLUX_PYTHON: join(env.PATH, "mine") })).rejects.toThrow(
    `python: POLLUX_PYTHON (${join(env.PATH, "mine")}) is Python 3.10.1, not Python 3.11 to 3.13.`,
  );
  await expect(findPython({ ...env, POLLUX_PYTHON: "/no/such/python" })).rejects.toThrow(
    "python: POLLUX_PYTHON (/no/such/python) is no Python that runs.",
  );
});

test("the supported versions are 3.11, 3.12 and 3.13", () => {
  expect(["3.10.9", "3.11.0", "3.13.9", "3.14.0", "2.7.18", "4.11.0"].filter(isSupported)).toEqual([
    "3.11.0",
    "3.13.9",
  ]);
});

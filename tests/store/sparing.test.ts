/** What a save does not do again: compile what says the same, and take a file for unchanged that is not. */
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, test, vi } from "vitest";
import type * as models from "#models";
import { validateScenario } from "#models";
import { machineDisk } from "../../server/store/disk.ts";
import { createEdits } from "../../server/store/edits.ts";
import { openFolder } from "../../server/store/folder.ts";
import { unkept } from "../../server/store/keeper.ts";
import { createStore } from "../../server/store/scenarios.ts";
import { company, folderWith, today } from "../server/company.ts";

vi.mock("#models", async (importOriginal) => {
  const original = await importOriginal<typeof models>();
  return { ...original, validateScenario: vi.fn(original.validateScenario) };
});
const compiles = vi.mocked(validateScenario);
beforeEach(() => void compiles.mockClear());

function edited() {
  const folder = openFolder(folderWith(company));
  const store = createStore(folder);
  const edits = createEdits({ store, folder, disk: machineDisk }, unkept);
  const save = (id: string, document: object) =>
    edits.save(id, { document: { ...document } }, { expected: { etag: store.find(id)!.etag! } });
  store.all();
  compiles.mockClear();
  return { store, save };
}

test("a save of a note compiles nothing, of a number what it concerns, once each", async () => {
  const { store, save } = edited();
  await save("today", { ...today, notes: "In canonical order from here on" });
  store.all();
  compiles.mockClear();
  await save("today", { ...today, notes: "Another note" });
  store.all();
  expect(compiles).not.toHaveBeenCalled();
  // The scenario itself, and the child that inherits the number.
  const { roles } = today;
  const raised = { ...today, roles: { ...roles, ae: { ...roles.ae, headcount: 5 } } };
  await save("today", raised);
  store.all();
  expect(compiles).toHaveBeenCalledTimes(2);
});

test("a fault that only compiling finds is told of every file that has it", async () => {
  const { store, save } = edited();
  const { roles } = today;
  const spoilt = { ...today, roles: { ...roles, ae: { ...roles.ae, headcount: "= nobody" } } };
  await expect(save("today", spoilt)).rejects.toThrow("nobody");
  await expect(save("today", { ...spoilt, notes: "again" })).rejects.toThrow("nobody");
  expect(store.all().flatMap(({ problems }) => problems)).toEqual([]);
});

test("a file of the same size and time as before, but another text, is read again", async () => {
  const root = folderWith({ "a.json": '{ "a": 1 }' });
  const path = join(root, "a.json");
  const then = new Date(Date.now() - 60_000);
  utimesSync(path, then, then);
  const folder = openFolder(root);
  await pause(150);
  folder.read("a");
  for (let i = 2; i < 10; i++) {
    writeFileSync(path, `{ "a": ${i} }`);
    utimesSync(path, then, then);
    expect(folder.read("a")).toMatchObject({ text: `{ "a": ${i} }` });
  }
});

/**
 * A page that edits one scenario: its draft, how it is saved, and what every such page does with both.
 *
 * Always    made once, while its page is; the page goes and both go with it.
 * Not here  the results of the draft (live.svelte.ts).
 */
import { onMount, untrack } from "svelte";
import { saveFile } from "../lib/save.ts";
import { changes } from "./changes.svelte.ts";
import { Draft, type ScenarioFile } from "./draft.svelte.ts";
import { Saving } from "./saving.svelte.ts";
import { shortcuts } from "./shortcuts.svelte.ts";
import { toast } from "./toast.svelte.ts";

export type Editing = {
  draft: Draft;
  saving: Saving;
  download: () => void;
  /** Undo and redo by the usual keys, outside text fields, which have their own. */
  undoKeys: (event: KeyboardEvent) => void;
};

/** The draft of a file and its saving, for the page with this title. */
export function editing(file: ScenarioFile, title: string): Editing {
  const draft = new Draft(file);
  const saving = new Saving(draft);

  $effect(() => {
    if (changes.online) untrack(() => saving.back());
  });
  onMount(() => {
    const forget = shortcuts.add(title, [
      { keys: "u", does: "Undo", run: () => draft.undo() },
      { keys: "U", does: "Redo", run: () => draft.redo() },
    ]);
    const unsubscribe = changes.subscribe((ids) => {
      const mine = [file.id, ...draft.file.loaded.lineage.map((ancestor) => ancestor.id)];
      if (mine.some((id) => ids.has(id))) void saving.look();
    });
    return () => {
      forget();
      unsubscribe();
    };
  });

  function download(): void {
    const { filename, text } = draft.download();
    saveFile(filename, text, "application/json");
    toast.show({ text: `${filename} is in your downloads.` });
  }

  function undoKeys(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLInputElement && target.type === "text") return;
    if (target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase();
    if (key === "z" && event.shiftKey) draft.redo();
    else if (key === "z") draft.undo();
    else if (key === "y") draft.redo();
    else return;
    event.preventDefault();
  }

  return { draft, saving, download, undoKeys };
}

/**
 * The scenarios folder as it was at a revision, read without checking anything out.
 *
 * Terms     revision = anything git can turn into a commit: a branch, a tag, HEAD~3, main@{1 week ago}.
 * Always    a name that could be read as an option, a range or a path is refused before git sees it; links and
 *           submodules are not there; a file's size is capped as on the disk; all files come in one answer.
 * Not here  what a text says (the store), the working tree (store/folder.ts).
 */
import { fault, type Fault } from "../fault.ts";
import type { FileText } from "../store/file.ts";
import type { Folder } from "../store/folder.ts";
import { depth, isId, isScenarioFile } from "../store/names.ts";
import { answerOf, fetchHint, firstLine, pathIn, refused, type Steps, topOf } from "./git.ts";

const maxFileBytes = 2 * 1024 * 1024;
const maxFiles = 5000;
const maxAllBytes = 128 * 1024 * 1024;

/** Why a text is no name of a revision; undefined where git may be asked. */
export function revisionFault(name: string): Fault | undefined {
  const odd =
    name === "" ||
    name.length > 200 ||
    name.startsWith("-") ||
    name.includes("..") ||
    // eslint-disable-next-line no-control-regex -- they are what is refused
    /[\u0000-\u001F\u007F:\\]/.test(name);
  if (!odd) return undefined;
  const hint = "a branch, a tag, a commit or a place before one, as in HEAD~3";
  return fault("bad-request", "", `${JSON.stringify(name)} does not name a revision`, hint);
}

/** The commit that a name means, as its full hash. */
export function* commitOf(name: string): Steps<string> {
  const wrong = revisionFault(name);
  if (wrong) throw refused(wrong.message, wrong.hint!);
  const { code, out } = yield { args: ["rev-parse", "--verify", "--quiet", `${name}^{commit}`] };
  const hash = out.toString().trim();
  if (code === 0 && /^[0-9a-f]{40,64}$/.test(hash)) return hash;
  throw refused(
    `there is no revision "${name}" in this repository`,
    "a branch, a tag, a commit or a place before one, as in HEAD~3",
    "not-found",
  );
}

/** Where a name asks for a day before git's record of a branch begins: what git takes instead, in words. */
export function* beforeRecord(name: string): Steps<string | undefined> {
  if (!name.includes("@{") || revisionFault(name)) return undefined;
  const { err } = yield { args: ["rev-parse", "--verify", `${name}^{commit}`] };
  const begins = /only goes back to (.+)$/m.exec(err)?.[1];
  if (begins === undefined) return undefined;
  return `git's record of it on this machine only goes back to ${begins.trim().replace(/\.$/, "")}; the oldest version in it is taken`;
}

type Blob = { id: string; hash: string; size: number };

/** The files below `root`, a path from the top with slashes ("" is the top itself), at a commit. */
export function* folderAt(commit: string, root: string): Steps<Folder> {
  const { code, out, err } = yield {
    args: ["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", ...(root ? [`${root}/`] : [])],
  };
  // No answer is no empty folder: everything would look new.
  if (code !== 0) throw lacking(commit, firstLine(err));
  const blobs = blobsIn(out.toString(), root);
  const unknown = blobs.find(({ size }) => Number.isNaN(size));
  if (unknown) throw lacking(commit, `${unknown.hash} missing`);
  const wanted = blobs.filter(({ size }) => size <= maxFileBytes);
  const total = wanted.reduce((sum, { size }) => sum + size + 128, 0);
  if (blobs.length > maxFiles || total > maxAllBytes)
    throw refused("there are too many files to read at once", "keep scenarios in their own folder");
  const contents = new Map<string, FileText | Fault>();
  for (const { id, size } of blobs)
    if (size > maxFileBytes)
      contents.set(id, fault("too-large", "", "the file is larger than 2 MiB"));
  if (wanted.length > 0) {
    const input = wanted.map(({ hash }) => `${hash}\n`).join("");
    const call = { args: ["cat-file", "--batch"], input, most: total + 1024 };
    const { code: batchCode, out: batch, err: batchErr } = yield call;
    let at = 0;
    for (const { id, size, hash } of wanted) {
      const start = batch.indexOf(0x0a, at) + 1;
      const head = batch.subarray(at, Math.max(at, start - 1)).toString();
      const bytes = batch.subarray(start, start + size);
      if (head !== `${hash} blob ${size}` || bytes.length !== size)
        throw lacking(commit, batchCode === 0 && head !== "" ? head : firstLine(batchErr));
      contents.set(id, decoded(bytes, hash));
      at = start + size + 1;
    }
  }
  const ids = [...contents.keys()].toSorted();
  return {
    root,
    list: () => ids.map((id) => ({ id })),
    read: (id) => contents.get(id),
    readBeside: () => undefined,
  };
}

/** That git cannot give what it should have. */
function lacking(commit: string, said: string): Error {
  return refused(`git cannot read what ${commit.slice(0, 10)} holds: ${said}`, fetchHint);
}

function blobsIn(listing: string, root: string): Blob[] {
  const prefix = root ? `${root}/` : "";
  return listing.split("\0").flatMap((entry): Blob[] => {
    const found = /^(100644|100755) blob ([0-9a-f]+) +(\d+|BAD)\t(.*)$/s.exec(entry);
    if (!found) return [];
    const [, , hash = "", size, path = ""] = found;
    const name = path.slice(prefix.length);
    const id = name.replace(/\.json$/, "");
    const inReach = path.startsWith(prefix) && name.split("/").length <= depth;
    const isOne = inReach && isScenarioFile(name.split("/").at(-1)!) && isId(id);
    return isOne ? [{ id, hash, size: Number(size) }] : [];
  });
}

function decoded(bytes: Uint8Array, hash: string): FileText | Fault {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, etag: `"${hash}"`, stamp: hash };
  } catch {
    return fault("bad-text", "", "the file is not UTF-8 text", "save it as UTF-8");
  }
}

/** Text of a file by its hash; undefined where it is no text. */
export function* textAt(hash: string, most = maxFileBytes): Steps<string | undefined> {
  const { code, out, err } = yield { args: ["cat-file", "blob", hash], most: most + 1 };
  if (code !== 0) throw refused(`git cannot read an earlier content: ${firstLine(err)}`, fetchHint);
  const content = decoded(out, hash);
  return "text" in content ? content.text : undefined;
}

/** The versions of a file that git keeps while a merge of it is unfinished: what both started from, and both sides. */
export type Stages = {
  base?: string | undefined;
  ours?: string | undefined;
  theirs?: string | undefined;
};

/** Those of the file at a path of this machine; none where git has no conflict in it. */
export function* stagesAt(path: string): Steps<Stages> {
  const top = yield* topOf();
  const name = top === undefined ? undefined : pathIn(top, path);
  if (name === undefined) return {};
  const listed = yield* answerOf({ args: ["ls-files", "--unmerged", "-z", "--", name], cwd: top! });
  const hashes = new Map(
    [...listed.toString().matchAll(/\d+ ([0-9a-f]+) ([123])\t/g)].map(([, hash, stage]) => [
      stage,
      hash!,
    ]),
  );
  const [base, ours, theirs] = [
    yield* textIn(hashes.get("1")),
    yield* textIn(hashes.get("2")),
    yield* textIn(hashes.get("3")),
  ];
  return { base, ours, theirs };
}

function* textIn(hash: string | undefined): Steps<string | undefined> {
  return hash === undefined ? undefined : yield* textAt(hash);
}

/** The commit where two lines of work parted; undefined where they have nothing in common. */
export function* partedAt(one: string, other: string): Steps<string | undefined> {
  const { code, out, err } = yield { args: ["merge-base", one, other] };
  if (code > 1) throw refused(`git: ${firstLine(err)}`, fetchHint);
  return code === 0 ? out.toString().trim() : undefined;
}

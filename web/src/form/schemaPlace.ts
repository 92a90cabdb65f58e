/**
 * The component that draws one place of the schema, for the parts of a form that hold further places: each may hold any
 * other, so that they ask for it by context and none imports the rest.
 */
import type { Field } from "#models";
import { type Component, createContext } from "svelte";
import type { FormState } from "./formState.svelte.ts";

export type PlaceProps = {
  form: FormState;
  path: readonly string[];
  field: Field;
  /** In place of the schema's title. */
  label?: string | undefined;
  /** Without a heading of its own: the holder has one. */
  bare?: boolean;
  /** Takes it out, where it may be left out. */
  onremove?: (() => void) | undefined;
};

export const [placeOfSchema, setPlaceOfSchema] = createContext<Component<PlaceProps>>();

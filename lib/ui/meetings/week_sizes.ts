/**
 * Positions and sizes in the week as classes, since the content security policy forbids style
 * attributes.
 */

const LANES = 4;

/** The classes of a time of day or a duration, to five minutes. */
export function sizeClass(minutes: number): string {
  const rounded = Math.round(minutes / 5) * 5;
  return `h${Math.floor(rounded / 60)} m${rounded % 60}`;
}

/** The classes of a column among meetings at the same time. */
export function laneClass(lane: number, lanes: number): string {
  return `lane${Math.min(lane, LANES - 1)} lanes${Math.min(lanes, LANES)}`;
}

/**
 * The CSS rules of these classes. They set the variables that the calendar's sheet computes with.
 */
export function weekSizes(): string {
  const rules = (name: string, figures: number[]) =>
    figures.map((figure) => `.${name}${figure}{--${name}:${figure}}`);
  const upTo = (count: number) => [...Array(count).keys()];
  return [
    ...rules("h", upTo(25)),
    ...rules("m", upTo(12).map((index) => index * 5)),
    ...rules("lane", upTo(LANES)),
    ...rules("lanes", upTo(LANES + 1).slice(1)),
  ].join("");
}

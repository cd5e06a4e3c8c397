/** A list that may be very long: the page holds two hundred of its rows, around the visible ones. */
import { useEffect, useRef, useState } from "preact/hooks";
import { newestFirst, type Position } from "../store/orders.ts";

/** How many rows the page holds at most, and by how many that part moves. */
const HELD = 200;
const STEP = 50;

export type VirtualList<T> = {
  rows: T[];
  /** How many rows there are before these, and after them. */
  newer: number;
  older: number;
  showNewer(): void;
  showOlder(): void;
  /** Moves to the part of `rows` around one of them. */
  showAround(rows: T[], row: T): void;
};

/** The part of `rows` (newest first) that the page holds; in the beginning the newest. */
export function useVirtualList<T extends Position>(rows: T[]): VirtualList<T> {
  const [top, setTop] = useState<Position | null>(null);
  const found = top ? rows.findIndex((row) => newestFirst(row, top) >= 0) : 0;
  const start = found < 0 ? Math.max(0, rows.length - HELD) : found;
  const end = Math.min(rows.length, start + HELD);
  const beginAt = (index: number) => setTop(index > 0 ? rows[index] : null);
  return {
    rows: rows.slice(start, end),
    newer: start,
    older: rows.length - end,
    showNewer: () => beginAt(Math.max(0, start - STEP)),
    showOlder: () => beginAt(start + Math.min(STEP, rows.length - end)),
    showAround: (rows, row) => {
      const index = rows.indexOf(row);
      setTop(index < HELD - STEP ? null : rows[index - HELD / 2]);
    },
  };
}

/** Calls `onNear` when it is about to come into view, after each time that it is rendered. */
export function Sentinel({ onNear }: { onNear: () => void }) {
  const sentinel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && onNear(),
      { rootMargin: "800px 0px" },
    );
    observer.observe(sentinel.current!);
    return () => observer.disconnect();
  });
  return <div ref={sentinel} />;
}

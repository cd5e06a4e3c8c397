/**
 * The loop that reads what was committed and hands it to the connections of this process.
 * Its cursor is a snapshot, so whatever happens (a lost connection, a restarted Postgres, a
 * missed bell) is mended by looking from the cursor.
 *
 * asleep: writers ring; a look every second all the same, because a bell can be missed.
 * awake:  so many commits come that ringing would slow their writers down: they do not ring, and
 *         there is a look every few milliseconds.
 * drowsy: asleep in the table, but some transaction may still have seen "awake" and not rung:
 *         looks go on until all that were in flight at that moment have ended.
 */
import type { Position } from "../db/offset.ts";
import { formatOffset } from "../db/offset.ts";
import { connect, type Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { Bell } from "./notifier.ts";
import {
  type Change,
  FEED_SETTINGS,
  markDurable,
  openFeed,
  readPage,
  resume,
  UnreadCounts,
} from "./feed.ts";
import { Pace } from "./pace.ts";
import { parseSnapshot } from "./snapshot.ts";

/** Who is told. Everything here happens at once, in the order of the feed. */
export interface Audience {
  /** Users with a connection. */
  recipients(): number[];
  /** A page of changes; `positionAt` is where a connection stands that has been told one. */
  deliver(changes: Change[], positionAt: (change: Change, last: boolean) => Position): void;
  /** The hub stands further back than before: what it tells next may have been told. */
  goBack(): void;
  /** The feed cannot be read on from where the connections stand. */
  resync(reason: string): void;
  /** Whether the feed is read now; told when that changes. */
  keepUp(isReading: boolean): void;
}

export type HubOptions = { url: string; audience: Audience; log: Log };

const PAGE = 1000;
const LOOK_ASLEEP_MS = 1000;
const LOOK_AWAKE_MS = 3;
/** Looks take from the writers: awake, the hub rests twice as long as a look took, up to this. */
const LOOK_AWAKE_MOST_MS = 25;
const LOOK_DROWSY_MOST_MS = 25;
const LOOK_PATIENCE_MS = 20_000;
const HEARTBEAT_MS = 5000;
/** Since it looks once a second at least, it does not read after this long without a look. */
const MOST_LAG_MS = 5000;
const WATCH_MS = 500;
const RETRY_MOST_MS = 250;

export class Hub {
  readonly id = crypto.randomUUID();
  readonly #audience: Audience;
  readonly #log: Log;
  readonly #url: string;
  readonly #bell: Bell;
  #sql: Sql;
  #running: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #open = false;
  #life = "";
  #position: Position | null = null;
  #state: "asleep" | "awake" | "drowsy" = "drowsy";
  #fence = 0n;
  #unread = new UnreadCounts();
  #pace = new Pace();
  #drowsyMs = LOOK_AWAKE_MS;
  #beatAt = 0;
  #lookedAt = 0;
  #lookTook = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #saidReading = true;
  #hasMore = false;

  constructor({ url, audience, log }: HubOptions) {
    this.#audience = audience;
    this.#log = log;
    this.#url = url;
    this.#sql = connectReader(url);
    this.#bell = new Bell(url, log);
  }

  /** Reads from now on. Rejects when the database cannot be read at first; later it retries. */
  async start(): Promise<void> {
    this.#bell.start();
    await this.#reopen();
    this.#lookedAt = performance.now();
    this.#watch = setInterval(() => this.#tellReading(), WATCH_MS);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.#bell.ring();
    await this.#running;
    await this.#sql`delete from hubs where id = ${this.id}`.catch(() => {});
    await this.#bell.stop();
    await this.#sql.end({ timeout: 1 });
  }

  /** Up to where changes have been handed over. */
  get position(): Position {
    if (!this.#position) throw new Error("The hub has not been started");
    return this.#position;
  }

  get state(): "asleep" | "awake" | "drowsy" {
    return this.#state;
  }

  /** Milliseconds since the last look, and whether the feed and the bell are being read. */
  get health(): { available: boolean; bell: boolean; lagMs: number } {
    const lagMs = Math.max(0, performance.now() - this.#lookedAt);
    return { available: this.#open && this.#isReading, bell: this.#bell.available, lagMs };
  }

  /** Whether it has looked of late; a connection that was lost and found again changes nothing. */
  get #isReading(): boolean {
    return performance.now() - this.#lookedAt < MOST_LAG_MS;
  }

  /** What the audience was told last; it will be told when that changes. */
  get saidReading(): boolean {
    return this.#saidReading;
  }

  /** The opaque offset of a position in this database's feed. */
  offset(position: Position = this.position): string {
    return formatOffset(this.#life, position);
  }

  get life(): string {
    return this.#life;
  }

  /** Resolves once the look under way is over: later looks know the recipients of now. */
  async settled(): Promise<void> {
    await this.#turn.catch(() => {});
  }

  #tellReading(): void {
    const isReading = this.#isReading;
    if (isReading === this.#saidReading || (isReading && this.#hasMore)) return;
    this.#saidReading = isReading;
    this.#audience.keepUp(isReading);
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      try {
        if (!this.#open) await this.#reopen();
        const begun = performance.now();
        const found = await this.#look();
        this.#lookTook = performance.now() - begun;
        if (performance.now() - this.#beatAt > HEARTBEAT_MS) await this.#beat();
        failures = 0;
        await this.#pause(found);
      } catch (error) {
        if (this.#stopped) return;
        this.#open = false;
        this.#log.warn({ err: error }, "the feed cannot be read, trying again");
        await this.#reconnect();
        await this.#bell.wait(Math.min(50 * 2 ** failures++, RETRY_MOST_MS));
      }
    }
  }

  /** Afresh: a query given to a connection that is just breaking would wait for good. */
  async #reconnect(): Promise<void> {
    const broken = this.#sql;
    this.#sql = connectReader(this.#url);
    await broken.end({ timeout: 0 });
  }

  async #reopen(): Promise<void> {
    const { life, now } = await openFeed(this.#sql);
    if (!this.#position) this.#position = { base: now };
    else {
      this.#bell.restart();
      await this.#takeUp(life, now, this.#position);
    }
    this.#life = life;
    await this.#lieDown();
    this.#open = true;
  }

  /** Puts the hub, and whoever it tells, where reading on is safe. */
  async #takeUp(life: string, now: string, position: Position): Promise<void> {
    const resumed = await resume(this.#sql, this.#life, position);
    this.#life = life;
    this.#position = resumed.lost === null ? resumed.position : { base: now };
    if (resumed.lost !== null) this.#audience.resync(resumed.lost);
    else if (resumed.position !== position) this.#audience.goBack();
  }

  /** Hands over all that is new; returns how many changes that was. */
  async #look(): Promise<number> {
    for (let total = 0;;) {
      const turn = this.#nextPage();
      this.#turn = turn;
      const found = await turn;
      total += found;
      if (found < PAGE || this.#stopped) return total;
    }
  }

  async #nextPage(): Promise<number> {
    const { base, upper, after } = this.position;
    if (!upper) this.#unread = new UnreadCounts();
    const series = { base, upper, after, counted: this.#unread.counted, limit: PAGE };
    const reading = readPage(this.#sql, series, this.#audience.recipients());
    const page = await within(LOOK_PATIENCE_MS, reading);
    // Behind a new connection there may be another server.
    if (!page.opened) throw new Error("The connection was replaced");
    this.#lookedAt = performance.now();
    this.#pace.count(new Set(page.changes.map(({ xid }) => xid)).size, this.#lookedAt);
    this.#unread.fill(page.changes);
    const more = page.changes.length === PAGE;
    this.#hasMore = more;
    const positionAt = ({ xid, id }: Change, last: boolean): Position =>
      last && !more ? { base: page.upper } : { base, upper: page.upper, after: { xid, id } };
    const final = page.changes.at(-1);
    this.#position = final ? positionAt(final, true) : { base: page.upper };
    if (final) this.#audience.deliver(page.changes, positionAt);
    return page.changes.length;
  }

  async #pause(found: number): Promise<void> {
    if (found) this.#drowsyMs = LOOK_AWAKE_MS;
    if (this.#state === "awake") {
      if (this.#pace.isCalm) return await this.#lieDown();
      const rest = Math.max(LOOK_AWAKE_MS, 2 * this.#lookTook);
      return void await this.#bell.wait(Math.min(rest, LOOK_AWAKE_MOST_MS));
    }
    if (this.#pace.isBusy) return await this.#getUp();
    if (this.#state === "asleep") return void await this.#bell.wait(LOOK_ASLEEP_MS);
    if (parseSnapshot(this.position.base).xmin >= this.#fence) {
      this.#state = "asleep";
      return;
    }
    await this.#bell.wait(this.#drowsyMs);
    this.#drowsyMs = Math.min(this.#drowsyMs * 1.5, LOOK_DROWSY_MOST_MS);
  }

  async #getUp(): Promise<void> {
    await this.#sayAwake(true);
    this.#state = "awake";
  }

  /** The fence is taken after "asleep" is committed: whoever began later has seen it. */
  async #lieDown(): Promise<void> {
    await this.#sayAwake(false);
    const [{ xmax }] = await this.#sql<{ xmax: string }[]>`
      select pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;
    this.#fence = BigInt(xmax);
    this.#state = "drowsy";
    this.#drowsyMs = LOOK_AWAKE_MS;
  }

  async #sayAwake(awake: boolean): Promise<void> {
    await this.#sql`
      insert into hubs (id, awake, seen_at) values (${this.id}, ${awake}, now())
      on conflict (id) do update set awake = excluded.awake, seen_at = excluded.seen_at`;
  }

  /** Keeps this hub's row, sweeps those of dead hubs, and sees that the bell still works. */
  async #beat(): Promise<void> {
    this.#beatAt = performance.now();
    await this.#sayAwake(this.#state === "awake");
    await markDurable(this.#sql);
    await this.#sql`delete from hubs where seen_at < now() - interval '30 seconds'`;
    await this.#bell.check(this.#sql);
  }
}

/** Rejects when `work` takes longer: a connection can be lost without anybody being told. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("No answer from the database")), ms);
  return await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

function connectReader(url: string): Sql {
  return connect(url, { max: 1, name: "liaison hub", settings: FEED_SETTINGS });
}

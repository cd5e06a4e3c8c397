/** Accounts to try the app with. */
import type { RegisterInput, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt, transact } from "../db/app_errors.ts";
import { hashPassword } from "./passwords/hashing.ts";

/** The address of the demo's admin. */
export const DEMO_ADMIN = "admin@test.com";
/** The password of every demo account. */
export const DEMO_PASSWORD = "password123";

type DemoAccount = Omit<RegisterInput, "password" | "role"> & Pick<User, "role">;

const PATIENT: DemoAccount = {
  email: "patient@test.com",
  full_name: "John Doe",
  role: "patient",
  time_zone: "America/New_York",
};

const RESEARCHERS: Omit<DemoAccount, "role">[] = [
  {
    email: "researcher@test.com",
    full_name: "Dr. Sarah Smith",
    time_zone: "America/New_York",
    specialty: "Endocrinology",
    institution: "Eastbridge Diabetes Center",
    bio: "Runs trials of closed-loop insulin delivery and of early treatment of type 2 diabetes.",
  },
  {
    email: "amara.okafor@test.com",
    full_name: "Dr. Amara Okafor",
    time_zone: "Africa/Lagos",
    specialty: "Hematology",
    institution: "Lagoon Institute of Blood Research",
    bio: "Studies gene therapy for sickle cell disease and long-term care after it.",
  },
  {
    email: "kenji.watanabe@test.com",
    full_name: "Dr. Kenji Watanabe",
    time_zone: "Asia/Tokyo",
    specialty: "Neurology",
    institution: "Minato Center for Brain Health",
    bio: "Looks for early signs of Parkinson's disease in movement, sleep and speech.",
  },
  {
    email: "lucia.fernandez@test.com",
    full_name: "Dr. Lucía Fernández",
    time_zone: "Europe/Madrid",
    specialty: "Oncology",
    institution: "Hospital Clínico del Mar",
    bio: "Works on immunotherapy for lung cancer and on what patients report of its side effects.",
  },
  {
    email: "priya.raman@test.com",
    full_name: "Dr. Priya Raman",
    time_zone: "Asia/Kolkata",
    specialty: "Cardiology",
    institution: "Coromandel Heart Institute",
    bio: "Compares treatments of heart failure, with a registry of 12,000 patients.",
  },
  {
    email: "jonas.weber@test.com",
    full_name: "Dr. Jonas Weber",
    time_zone: "Europe/Berlin",
    specialty: "Rheumatology",
    institution: "Institut für Autoimmunforschung",
    bio: "Follows people with lupus and rheumatoid arthritis from the first symptom on.",
  },
  {
    email: "maya.cohen@test.com",
    full_name: "Dr. Maya Cohen",
    time_zone: "Australia/Sydney",
    specialty: "Clinical Genetics",
    institution: "Harbour Rare Disease Unit",
    bio: "Finds names for undiagnosed conditions of children, and families in the same place.",
  },
];

const ADMIN: DemoAccount = {
  email: DEMO_ADMIN,
  full_name: "Alex Morgan",
  role: "admin",
  time_zone: "America/New_York",
};

/** Makes the demo accounts that are missing; returns how many those were. */
export async function createDemoAccounts(
  sql: Queries,
  report: (line: string) => void = () => {},
): Promise<number> {
  const all: DemoAccount[] = [
    PATIENT,
    ...RESEARCHERS.map((r) => ({ ...r, role: "researcher" as const })),
    ADMIN,
  ];
  const known = await findEmails(sql, all.map(({ email }) => email));
  const missing = all.filter(({ email }) => !known.includes(email));
  if (missing.length === 0) return 0;
  report("Creating the demo accounts");
  const hashes = await Promise.all(missing.map(() => hashPassword(DEMO_PASSWORD)));
  return await transact(sql, async (tx) => {
    let made = 0;
    for (const [index, hash] of hashes.entries()) {
      made += await insertAccount(tx, missing[index], hash);
    }
    return made;
  });
}

async function findEmails(sql: Queries, emails: string[]): Promise<string[]> {
  const rows = await attempt(() =>
    sql<{ email: string }[]>`
      select lower(email) as email from users where lower(email) in ${sql(emails)}`
  );
  return rows.map(({ email }) => email);
}

async function insertAccount(tx: Queries, account: DemoAccount, hash: string): Promise<number> {
  const { count } = await tx`
    with made as (insert into users ${tx(account)} on conflict do nothing returning id)
    insert into private.credentials (user_id, password_hash) select id, ${hash} from made`;
  return count;
}

import Bell from "../../islands/frame/Bell.tsx";
import Connection from "../../islands/frame/Connection.tsx";
import Toasts from "../../islands/frame/Toasts.tsx";
import type { User } from "../../lib/contract/users.ts";
import { defineSignedIn } from "../../lib/define.ts";
import { NewSignInBanner } from "../../lib/ui/account/new_sign_in.tsx";
import { Avatar } from "../../lib/ui/components/avatar.tsx";
import { Brand } from "../../lib/ui/components/brand.tsx";
import {
  AlertIcon,
  CalendarIcon,
  DashboardIcon,
  ExpertsIcon,
  InboxIcon,
  SettingsIcon,
  SignOutIcon,
} from "../../lib/ui/components/icons.tsx";
import { clockOf, zoneText } from "../../lib/time/formats.ts";
import { Form, PageUser } from "../../lib/ui/components/form.tsx";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

export default defineSignedIn.layout(function SignedInLayout({ Component, state, url }) {
  const { user, inbox, newSignIn } = state;
  return (
    <PageUser id={user.id}>
      <div class="frame">
        <DocumentHead sheet="signed_in" />
        <a class="skip-link" href="#main">Skip to the content</a>
        <aside class="sidebar" aria-label="Navigation and account">
          <Brand href="/dashboard" />
          <Navigation user={user} path={url.pathname} />
          <Account user={user} />
        </aside>
        <header class="topbar">
          <Brand href="/dashboard" />
          <p class="quiet topbar-zone">{zoneText(user.time_zone)}</p>
          {user.approved && (
            <>
              <Connection userId={user.id} offset={inbox.offset} />
              <Bell latest={inbox.latest} unread={inbox.unread} clock={clockOf(user)} />
            </>
          )}
        </header>
        <main id="main" class="frame-main" tabIndex={-1}>
          {!user.approved && (
            <p class="line note tone-waiting">
              <AlertIcon />
              <span>
                Your account is not approved. <a href="/dashboard">See why</a>
              </span>
            </p>
          )}
          {newSignIn && <NewSignInBanner signIn={newSignIn} clock={clockOf(user)} />}
          <Component />
        </main>
        <Toasts />
      </div>
    </PageUser>
  );
});

/** The links of the sidebar. `within` has the paths of further pages of each. */
function linksFor({ role, approved }: User) {
  const settings = { href: "/settings", label: "Settings", Icon: SettingsIcon, within: [] };
  if (!approved) return [settings];
  if (role === "admin") {
    return [{ href: "/admin", label: "Researchers", Icon: ExpertsIcon, within: [] }, settings];
  }
  const all = [
    { href: `/dashboard/${role}`, label: "Dashboard", Icon: DashboardIcon, within: ["/requests/"] },
    { href: "/experts", label: "Experts", Icon: ExpertsIcon, within: ["/experts/"] },
    { href: "/calendar", label: "Calendar", Icon: CalendarIcon, within: ["/meetings/"] },
    {
      href: "/notifications",
      label: "Notifications",
      Icon: InboxIcon,
      within: ["/notifications/"],
    },
    settings,
  ];
  return role === "patient" ? all : all.filter(({ href }) => href !== "/experts");
}

function Navigation({ user, path }: { user: User; path: string }) {
  return (
    <nav class="sidebar-nav" aria-label="Main">
      {linksFor(user).map(({ href, label, Icon, within }) => (
        <a key={href} class="sidebar-link" href={href} aria-current={currentAt(path, href, within)}>
          <Icon />
          <span class="clip">{label}</span>
        </a>
      ))}
    </nav>
  );
}

function currentAt(path: string, href: string, within: string[]): "page" | "true" | undefined {
  if (path.replace(/\/$/, "") === href) return "page";
  return within.some((start) => path.startsWith(start)) ? "true" : undefined;
}

const ROLES = {
  patient: "Patient",
  researcher: "Researcher",
  admin: "Admin",
  service: "Service",
};

function Account({ user }: { user: User }) {
  return (
    <div class="sidebar-account">
      <Avatar person={user} />
      <p class="sidebar-name">
        <bdi>{user.full_name}</bdi>
        <span class="quiet">{ROLES[user.role]}</span>
      </p>
      <Form action="/logout">
        <button type="submit" class="sidebar-link">
          <SignOutIcon />
          Sign out
        </button>
      </Form>
    </div>
  );
}

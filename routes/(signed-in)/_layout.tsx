import Bell from "../../islands/Bell.tsx";
import Connection from "../../islands/Connection.tsx";
import Toasts from "../../islands/Toasts.tsx";
import type { User } from "../../lib/contract/users.ts";
import { defineSignedIn } from "../../lib/define.ts";
import { Avatar } from "../../lib/ui/avatar.tsx";
import { Brand } from "../../lib/ui/brand.tsx";
import { DashboardIcon, ExpertsIcon, InboxIcon, SignOutIcon } from "../../lib/ui/icons.tsx";
import { clockOf, zoneText } from "../../lib/ui/time.ts";

export default defineSignedIn.layout(function SignedInLayout({ Component, state, url }) {
  const { user, inbox } = state;
  return (
    <div class="shell">
      <a class="skip-link" href="#main">Skip to the content</a>
      <aside class="sidebar" aria-label="Navigation and account">
        <Brand href="/dashboard" />
        <Navigation user={user} path={url.pathname} />
        <Account user={user} />
      </aside>
      <header class="topbar">
        <Brand href="/dashboard" />
        <p class="topbar-zone quiet">{zoneText(user.time_zone)}</p>
        <Connection userId={user.id} offset={inbox.offset} />
        <Bell
          latest={inbox.notifications}
          unread={inbox.unread_count}
          clock={clockOf(user)}
        />
      </header>
      <main id="main" class="main" tabIndex={-1}>
        <Component />
      </main>
      <Toasts />
    </div>
  );
});

function Navigation({ user, path }: { user: User; path: string }) {
  const links = [
    { href: `/dashboard/${user.role}`, label: "Dashboard", Icon: DashboardIcon },
    { href: "/experts", label: "Experts", Icon: ExpertsIcon },
    { href: "/notifications", label: "Notifications", Icon: InboxIcon },
  ].filter(({ href }) => href !== "/experts" || user.role === "patient");
  return (
    <nav class="navigation" aria-label="Main">
      {links.map(({ href, label, Icon }) => (
        <a key={href} class="nav-link" href={href} aria-current={isAt(path, href)}>
          <Icon />
          {label}
        </a>
      ))}
    </nav>
  );
}

function isAt(path: string, href: string): "page" | undefined {
  return path.replace(/\/$/, "") === href ? "page" : undefined;
}

function Account({ user }: { user: User }) {
  return (
    <div class="account">
      <Avatar person={user} />
      <p class="account-name">
        {user.full_name}
        <span class="quiet">{user.role === "patient" ? "Patient" : "Researcher"}</span>
      </p>
      <form method="post" action="/logout">
        <button type="submit" class="nav-link sign-out">
          <SignOutIcon />
          Sign out
        </button>
      </form>
    </div>
  );
}

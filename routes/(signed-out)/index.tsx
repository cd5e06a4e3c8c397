import { page } from "fresh";
import { define } from "../../lib/define.ts";
import { Brand } from "../../lib/ui/components/brand.tsx";
import { BellIcon, CalendarIcon, ExpertsIcon } from "../../lib/ui/components/icons.tsx";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

export const handlers = define.handlers({
  GET: (ctx) => ctx.state.identity ? ctx.redirect("/dashboard", 303) : page(),
});

export default define.page(function StartPage() {
  return (
    <>
      <DocumentHead title="Patients and researchers, in touch" sheet="signed_out" />
      <header class="row row-apart start-head">
        <Brand href="/" />
        <a class="button" href="/login">Sign in</a>
      </header>
      <main class="start">
        <h1>Talk to the researcher who knows your condition.</h1>
        <p class="start-lead">
          Ask for a meeting in your own words. See the answer as soon as it is given.
        </p>
        <a class="button button-primary button-large" href="/register">
          Create account
        </a>
        <ul class="start-points">
          <li>
            <ExpertsIcon />
            <h2>Find the right person</h2>
            <p>Search researchers by name, specialty and institution.</p>
          </li>
          <li>
            <CalendarIcon />
            <h2>Ask for a time</h2>
            <p>By video, by phone or in person. Times are shown in your time zone.</p>
          </li>
          <li>
            <BellIcon />
            <h2>Get answers right away</h2>
            <p>New answers appear at once, on your phone and on your computer.</p>
          </li>
        </ul>
      </main>
    </>
  );
});

// Shows the OpenAPI document in place of the plain table of endpoints, in the page's colours.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

globalThis.SwaggerUIBundle({
  url: "/api/openapi.json",
  domNode: document.getElementById("viewer"),
  validatorUrl: null,
  tryItOutEnabled: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // What the address points at has moved.
  onComplete: () => document.getElementById(location.hash.slice(1))?.scrollIntoView(),
});

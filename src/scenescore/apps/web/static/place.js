// What the page is looking at: tab, film, scene. Kept in the address, so a reload and a link find it.

const ears = new Set();
const read = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
let now = read();

export const place = () => now;
export const watch = (ear) => ears.add(ear);

export function go(change) {
  const next = { ...now, ...change };
  for (const name of Object.keys(next)) if (next[name] === null || next[name] === undefined || next[name] === "") delete next[name];
  const before = now;
  now = next;
  history.replaceState(null, "", `#${new URLSearchParams(next)}`);
  for (const ear of [...ears]) ear(now, before);
}

addEventListener("hashchange", () => {
  const before = now;
  now = read();
  for (const ear of [...ears]) ear(now, before);
});

// A link's secret goes from behind the # into the form, and out of the address: no server log,
// no next page and no history has it. It waits for a tap, so that no preview of it uses it up.
(() => {
  for (const address of document.querySelectorAll(".address")) {
    address.addEventListener("focus", () => address.select());
  }
  const form = document.getElementById("link");
  if (!form) return;
  const secret = location.hash.slice(1);
  document.getElementById(secret ? "link" : "empty").hidden = false;
  form.elements.secret.value = secret;
  history.replaceState(null, "", location.pathname + location.search);
  for (const other of document.querySelectorAll(".top nav a")) other.hash = secret;
  form.querySelector("button").focus();
})();

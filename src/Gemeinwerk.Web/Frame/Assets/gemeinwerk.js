// Comfort only: every page works without this file.
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById('search');
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// What is refused has no table to put in place of the old one; the whole page says why.
document.addEventListener('htmx:responseError', (event) => {
  const { boosted, requestConfig, pathInfo } = event.detail;
  if (boosted && requestConfig.verb === 'get') window.location.assign(pathInfo.finalRequestPath);
});

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('details.gw-chooser[open]')) {
    if (!open.contains(event.target)) open.removeAttribute('open');
  }
});

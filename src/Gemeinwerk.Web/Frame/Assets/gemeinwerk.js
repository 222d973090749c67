// Comfort only: every page works without this file.
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById('search');
  if (!search) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('details.gw-chooser[open]')) {
    if (!open.contains(event.target)) open.removeAttribute('open');
  }
});

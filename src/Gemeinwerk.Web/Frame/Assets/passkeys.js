// Passkeys: asks the browser for one and sends what it answers as an ordinary form. Where a browser knows none, the
// form stays hidden, and everybody signs in with password and code.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const known = window.PublicKeyCredential;
  const adds = form.dataset.passkey === 'add';
  const parse = adds ? known?.parseCreationOptionsFromJSON : known?.parseRequestOptionsFromJSON;
  if (!parse) continue;
  form.hidden = false;
  document.querySelector('[data-passkey-missing]')?.setAttribute('hidden', '');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const failed = form.querySelector('[data-passkey-failed]');
    failed.hidden = true;
    try {
      const publicKey = parse.call(known, JSON.parse(form.dataset.options));
      const credential = await (adds ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
}

/* The hall as an installed application: its worker keeps files and the public start page (sw.js). */
export function installWorker(): void {
  if (!('serviceWorker' in navigator)) return
  const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  /* After the page: on a slow line what is read comes first. */
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}

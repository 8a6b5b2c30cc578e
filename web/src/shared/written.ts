/* What somebody writes on the server's plain page is his: the page stays while he is at it, and for good
 * once there is something in it, for it can be sent as it is. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const fields = () => [...document.querySelectorAll<Field>('main input:not([type=hidden]), main textarea, main select')]

function written(field: Field): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((one) => one.selected !== one.hasAttribute('selected') && one.index > 0)
  if (field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)) return field.checked !== field.defaultChecked
  return field.value !== field.defaultValue
}

/* Whether the application may take the page's place, once nobody is in one of its fields. */
export async function leftToRead(): Promise<boolean> {
  while (fields().some((field) => field === document.activeElement) && !fields().some(written))
    await new Promise<void>((done) => {
      for (const event of ['focusout', 'input']) document.addEventListener(event, () => setTimeout(done), { once: true })
    })
  return !fields().some(written)
}

import { describe, expect, it } from 'vitest'
import { unfit } from './kind'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const file = (text: string, name: string, type = '') => new File([bytes(text)], name, { type })

describe('a file chosen as a paper', () => {
  it('is a picture or a document by its bytes', async () => {
    expect(await unfit(file('\xFF\xD8\xFF\xE0', 'a.jpg', 'image/jpeg'))).toBe('')
    /* Telephones rename pictures of one kind to another. */
    expect(await unfit(file('\x89PNG\r\n\x1A\n', 'a.jpg', 'image/jpeg'))).toBe('')
    expect(await unfit(file('\0\0\0\x18ftypheic', 'a.heic'))).toBe('')
    expect(await unfit(file('%PDF-1.7', 'a.pdf', 'application/pdf'))).toBe('')
    expect(await unfit(file('PK\x03\x04..[Content_Types].xml..', 'a.docx'))).toBe('')
  })
  it('is told at once when the server would not take it', async () => {
    expect(await unfit(file('', 'a.jpg', 'image/jpeg'))).toBe('empty')
    expect(await unfit(file('MZ\x90', 'a.exe'))).toBe('kind')
    expect(await unfit(file('<html>', 'a.html', 'text/html'))).toBe('kind')
    expect(await unfit(file('PK\x03\x04..a.txt', 'a.zip', 'application/zip'))).toBe('kind')
    expect(await unfit(file('<svg/>', 'a.svg', 'image/svg+xml'))).toBe('picture')
    expect(await unfit(file('PK\x03\x04..[Content_Types].xml', 'a.jpg', 'image/jpeg'))).toBe('picture')
  })
})

/* A document as it was written: lines, and rows "a | b | c" that follow one another as a table with
 * its heads in the first. The plain page draws the same (src/doors/pages/page_sheet.c). */
export type Block = { line: string } | { head: string[]; rows: string[][] }

export function blocksOf(body: string): Block[] {
  const blocks: Block[] = []
  let table: string[][] | undefined
  for (const line of body.split('\n')) {
    const cells = line.split(' | ')
    if (cells.length === 1) {
      blocks.push({ line })
      table = undefined
    } else if (table) {
      table.push(cells)
    } else {
      table = []
      blocks.push({ head: cells, rows: table })
    }
  }
  return blocks
}

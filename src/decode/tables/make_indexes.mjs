// Writes the indexes of the Encoding Standard as code charts: big5.txt euc-kr.txt gb18030.txt jis0208.txt
// jis0212.txt gb18030-ranges.txt single-byte.txt labels.txt. Run in a folder where the npm package
// @exodus/bytes 1.16.0 is installed:  node make_indexes.mjs OUTPUT-FOLDER
import { createRequire } from 'node:module'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const VERSION = '1.16.0'
const folder = path.join(process.cwd(), 'node_modules/@exodus/bytes')
const load = (file) => import(pathToFileURL(path.join(folder, file)))
const found = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'))).version
if (found !== VERSION) throw new Error(`@exodus/bytes ${VERSION} is wanted, ${found} is here`)

const { getTable } = await load('fallback/multi-byte.table.js')
const single = await load('fallback/single-byte.js')
const labels = (await load('fallback/encoding.labels.js')).default

const out = process.argv[2] ?? '.'
const source = `# From @exodus/bytes ${VERSION} by make_indexes.mjs: the Encoding Standard.`
const write = (name, head, lines) =>
  fs.writeFileSync(path.join(out, name), [source, head, ...lines, ''].join('\n'))

// A character as it stands in a chart: '.' is a hole; what an editor could spoil is an escape.
const odd = /[\p{C}\p{M}\p{Z}\\.]/u
function show(code) {
  if (!code) return '.'
  const c = String.fromCodePoint(code)
  if (!odd.test(c) && c.normalize('NFC') === c) return c
  return code > 0xffff ? `\\U${code.toString(16).padStart(6, '0')}` : `\\${code.toString(16).padStart(4, '0')}`
}

function chart(name, row, head) {
  const table = getTable(name)
  const lines = []
  for (let i = 0; i < table.length; i += row) {
    let line = ''
    for (let j = i; j < i + row && j < table.length; j++) {
      const v = table[j]
      // The package keeps two UTF-16 units for a pair; the four two-character pointers of Big5 are code.
      const pair = v > 0xffff ? String.fromCharCode(v >>> 16, v & 0xffff) : String.fromCharCode(v)
      const two = name === 'big5' && [1133, 1135, 1164, 1166].includes(j)
      line += two ? '.' : show(v ? pair.codePointAt(0) : 0)
    }
    lines.push(line.replace(/\.+$/, ''))
  }
  write(`${name}.txt`, head, lines)
}

chart('big5', 157, '# One line per lead byte from 81.')
chart('euc-kr', 190, '# One line per lead byte from 81.')
chart('gb18030', 190, '# One line per lead byte from 81.')
chart('jis0208', 94, '# One line per row from 1.')
chart('jis0212', 94, '# One line per row from 1.')
write('gb18030-ranges.txt', '# pointer, code point (hexadecimal) of each range of four-byte sequences.',
  getTable('gb18030-ranges').map(([p, c]) => `${p} ${c.toString(16)}`))

const multi = ['utf-8', 'utf-16be', 'utf-16le', 'gbk', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr', 'iso-2022-jp',
  'replacement', 'x-user-defined']
const rows = []
for (const name of Object.keys(labels).filter((x) => !multi.includes(x)).sort()) {
  // The package leaves off a tail that is as in Latin-1.
  const codes = single.getEncoding(name)
  while (codes.length < 128) codes.push(128 + codes.length)
  const line = codes.map((c) => show(c === 0xfffd ? 0 : c)).join('')
  rows.push(`${name} ${line}`)
}
write('single-byte.txt', '# name, then the characters of the bytes 80..FF.', rows)
write('labels.txt', '# The name of each encoding, then its other labels.',
  Object.keys(labels).sort().map((name) => [name, ...labels[name].slice().sort()].join(' ')))

"""Reads labelled pages: HTML folders with truth texts, and text dumps with a label a line."""
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import zlib

import numpy as np

import align
import bridge
import score

N_FOLDS = 5
SECOND_LEVEL = ('com', 'co', 'org', 'net', 'gov', 'ac', 'edu', 'gob', 'ne', 'or', 'go')


def domain(url):
    """Registrable domain, roughly: what cross-validation keeps together."""
    host = re.sub(r'^\w+://', '', url or '').split('/')[0].split(':')[0].lower()
    parts = host.split('.')
    keep = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return '.'.join(parts[-keep:])


CANONICAL = re.compile(rb'<link[^>]*\brel\s*=\s*["\']?canonical\b[^>]*>', re.I)
ADDRESS = re.compile(rb'https?://([\w.-]+)', re.I)


def site_of(url, raw):
    """The domain a page is of: by its URL, else by its canonical address, else by the host it names most. Pages of
    one site must be known as such: as sites of their own they would vote once each and know their own scores."""
    if domain(url):
        return domain(url)
    canonical = CANONICAL.search(raw[:1 << 16])
    hosts = ADDRESS.findall(canonical[0] if canonical else b'') or ADDRESS.findall(raw)
    hosts = collections.Counter(host.lower() for host in hosts).most_common(1)
    return domain(hosts[0][0].decode()) if hosts else ''


class Page:
    """A page with its blocks and a label a block: 1 content, 0 not, -1 counts neither way."""

    def __init__(self, blocks, label, truth, **facts):
        self.blocks, self.label, self.truth = blocks, np.asarray(label, np.float32), truth
        self.id, self.set, self.lang, self.type, self.site = (facts[k] for k in ('id', 'set', 'lang', 'type', 'site'))
        self.style = facts.get('style', '')
        self.weight = facts.get('weight', 1.0)
        self.codes = facts.get('codes')      # of the lines of a dump
        self.has_vote = facts.get('has_vote', True)
        self.fold = zlib.crc32(self.site.encode()) % N_FOLDS


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def line_labels(blocks, raw, codes):
    """Labels of blocks from labels of lines: what most of the block's labelled bytes say."""
    starts, at = [], 0
    for line in raw.split(b'\n'):
        starts.append(at)
        at += len(line) + 1
    starts.append(at)
    starts = np.array(starts)
    out = np.full(blocks.n, -1.0)
    for i in range(blocks.n):
        first = int(np.searchsorted(starts, blocks.start[i], 'right')) - 1
        weigh = {'K': 0, 'D': 0}
        for line in range(first, len(codes)):
            if starts[line] >= blocks.end[i] and line > first:
                break
            if codes[line][:1] in weigh:
                weigh[codes[line][:1]] += starts[line + 1] - starts[line]
        if weigh['K'] or weigh['D']:
            out[i] = float(weigh['K'] > weigh['D'])
    return out


def dumps(folder, styles=('wet', 'w3m')):
    """Pages of a set of dumps: meta.jsonl, truth/ID.txt, STYLE/ID.txt and STYLE/ID.lab."""
    with open(os.path.join(folder, 'meta.jsonl'), encoding='utf-8') as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        truth = read(os.path.join(folder, 'truth', row['id'] + '.txt')).decode('utf-8', 'replace')
        for style in styles:
            path = os.path.join(folder, style, row['id'])
            if not os.path.exists(path + '.txt'):
                continue
            raw = read(path + '.txt')
            blocks = bridge.Blocks(raw, bridge.FROM_TEXT)
            codes = read(path + '.lab').decode().split('\n')
            yield Page(blocks, line_labels(blocks, raw, codes), truth, codes=codes, id=row['id'],
                       set=os.path.basename(folder.rstrip('/')), lang=row['lang'], type=row['type'],
                       site=domain(row['site']), style=style)


def html(folder, weight=1.0):
    """Pages of an HTML set: meta.jsonl, ID.html and ID.txt (the truth). With weight 0 they are scored only."""
    with open(os.path.join(folder, 'meta.jsonl'), encoding='utf-8') as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        path = os.path.join(folder, row['id'])
        if not os.path.exists(path + '.txt'):
            continue
        truth = read(path + '.txt').decode('utf-8', 'replace')
        raw = read(path + '.html')
        blocks = bridge.Blocks(raw, bridge.FROM_HTML, row.get('url') or '')
        share = align.shares([align.tokens(t) for t in blocks.texts()], align.tokens(truth))
        label = np.array(share) >= .5 if weight else np.full(blocks.n, -1)
        yield Page(blocks, label, truth, id=row['id'], set=os.path.basename(folder.rstrip('/')),
                   lang=row['lang'], type=row['type'], site=site_of(row.get('url'), raw) or row['id'], weight=weight)


def clean(row, text, name, weight):
    """A clean text as a dump of its own, of which everything is to be kept."""
    blocks = bridge.Blocks(text.encode(), bridge.FROM_TEXT)
    return Page(blocks, np.ones(blocks.n), text, id=row.id, set=name, lang=row.lang, type=row.type, site=row.site,
                style=name, weight=weight)


def truths(pages, weight=1.0):
    """Clean texts, whole and a few lines of each: nothing of what is clean already may go."""
    seen = set()
    for page in pages:
        if page.id in seen or len(page.truth) < 200:
            continue
        seen.add(page.id)
        yield clean(page, page.truth, 'clean', weight)
        lines = [s for s in page.truth.split('\n') if s.strip()]
        pick = zlib.crc32(page.id.encode())
        first, n = pick % len(lines), 1 + pick // 7 % 4
        few = '\n\n'.join(lines[first:first + n])
        if len(few) >= 80:
            yield clean(page, few, 'small', weight / 2)


def windows(pages, weight=.3):
    """A few lines of each dump as a page of its own: small pages have their chrome, too, and some nothing else."""
    for page in pages:
        lines = page.blocks.raw.decode('utf-8', 'replace').split('\n')
        pick = zlib.crc32((page.style + page.id).encode())
        n = 4 + pick % 36
        if len(lines) < 2 * n:
            continue
        edge = [i for i in range(1, len(lines)) if (page.codes[i][:1] == 'K') != (page.codes[i - 1][:1] == 'K')]
        if edge and pick // 64 % 3:          # two of three lie across a border of the article
            first = edge[pick // 256 % len(edge)] - n // 2
        else:
            first = pick // 256 % (len(lines) - n)
        first = max(0, min(first, len(lines) - n))
        raw = '\n'.join(lines[first:first + n]).encode()
        codes = page.codes[first:first + n] + ['']
        blocks = bridge.Blocks(raw, bridge.FROM_TEXT)
        truth = '\n'.join(s for s, c in zip(lines[first:first + n], codes) if c[:1] == 'K')
        yield Page(blocks, line_labels(blocks, raw, codes), truth, id=page.id, set='window', lang=page.lang,
                   type=page.type, site=page.site, style=page.style, weight=weight)


# First letter, letters and sentence end of scripts without case; those of the last are written without spaces.
SCRIPTS = ((0x10D0, 33, '.'), (0x0915, 37, '\u0964'), (0x0E01, 44, ''))
CLAUSE = re.compile(r'[.,;:!]+(?:\s+|$)')
BETWEEN = re.compile(r'(?<=[\u0e01-\u0e2e]) (?=[\u0e01-\u0e2e])')


def disguise(text, pick):
    """A text in letters of a script that no page has, so that no word of it is known; line by line."""
    first, n, stop = SCRIPTS[pick % len(SCRIPTS)]
    cased = {c for c in set(text) if c.lower() != c.upper()}
    text = text.translate({ord(c): first + (ord(c.lower()[0]) * 7 + pick) % n for c in cased})
    if stop:
        return re.sub(r'\.(?=\s|$)', stop, text)
    return '\n'.join(' '.join(BETWEEN.sub('', s) for s in CLAUSE.split(line)).rstrip() for line in text.split('\n'))


def disguised(pages, one_in=8, weight=.4):
    """Dumps whose words nobody knows, in scripts without case and partly without spaces: the trees must do without
    word scores and capitals where a language is new to them."""
    made = []
    for page in pages:
        pick = zlib.crc32((page.style + page.id).encode()) // 16
        if pick % one_in or page.lang.startswith(('zh', 'ja')):
            continue
        raw = disguise(page.blocks.raw.decode('utf-8', 'replace'), pick // one_in).encode()
        blocks = bridge.Blocks(raw, bridge.FROM_TEXT)
        made.append(Page(blocks, line_labels(blocks, raw, page.codes), disguise(page.truth, pick // one_in),
                         codes=page.codes, id=page.id, set='disguised', lang=page.lang, type=page.type,
                         site=page.site, style=page.style, has_vote=False))
    parts = list(truths(made)) + list(windows(made))
    for page in parts:
        page.set, page.style, page.has_vote = 'disguised', 'part', False
    for page in made + parts:
        page.weight *= weight
    return made + parts


def browse(raw):
    """What w3m prints of an HTML page, as the dumps of that style are: lines not wrapped, long gaps and rules cut."""
    done = subprocess.run(['w3m', '-dump', '-cols', '4000', '-T', 'text/html', '-O', 'UTF-8'], input=raw,
                          capture_output=True, check=True, timeout=60)
    text = re.sub(' {9,}', ' ' * 8, done.stdout.decode('utf-8', 'replace'))
    return re.sub(r'([-_=*─━])\1{40,}', lambda rule: rule[1] * 40, text)


def browsed(pages, weight=.5, least=.85):
    """HTML pages as a text browser prints them. Where it puts the truth and other text on the same line, so that no
    choice of blocks has `least` of the truth, the page is left out."""
    pool = concurrent.futures.ThreadPoolExecutor(2)
    for page, text in zip(pages, pool.map(lambda page: browse(page.blocks.raw), pages)):
        blocks = bridge.Blocks(text.encode(), bridge.FROM_TEXT)
        label = np.array(align.shares([align.tokens(t) for t in blocks.texts()], align.tokens(page.truth))) >= .5
        made = Page(blocks, label, page.truth, id=page.id, set=page.set, lang=page.lang, type=page.type, site=page.site,
                    style='browsed', weight=weight * page.weight)
        if score.Scorer(made).words(label)[2] >= least:
            yield made


def rendered(pages, weight=.5):
    """HTML pages as dumps of their own: a line a block, all that HTML shows lost."""
    for page in pages:
        lines, codes = [], []
        for text, label in zip(page.blocks.texts(), page.label):
            for line in text.split('\n'):
                lines.append(line)
                codes.append('K' if label >= .5 else 'D')
        raw = '\n'.join(lines).encode()
        blocks = bridge.Blocks(raw, bridge.FROM_TEXT)
        yield Page(blocks, line_labels(blocks, raw, codes + ['']), page.truth, id=page.id, set=page.set, lang=page.lang,
                   type=page.type, site=page.site, style='text', weight=weight * page.weight)

// Reads a mail on its own, so that what Metiva writes is not judged by what Metiva wrote.
const headersOf = (text) =>
  Object.fromEntries(
    text
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

const words = (text) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, base64) => Buffer.from(base64, 'base64').toString('utf8'));

const bodyOf = (headers, body) => {
  const encoding = headers['content-transfer-encoding'];
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  const plain = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(encoding === 'quoted-printable' ? plain : body, 'latin1');
};

const nameOf = (disposition) => {
  const parts = [...disposition.matchAll(/filename\*(?:\d+\*)?=([^;]*)/g)].map((match) => match[1].trim());
  return parts.length ? decodeURIComponent(parts.join('').replace(/^UTF-8''/, '')) : null;
};

const leaves = (text) => {
  const cut = text.indexOf('\r\n\r\n');
  const headers = headersOf(text.slice(0, cut));
  const body = text.slice(cut + 4);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  if (!boundary) return [{ type: headers['content-type'].split(';')[0], disposition: headers['content-disposition'], content: bodyOf(headers, body) }];
  return body
    .split(new RegExp(`(?:^|\\r\\n)--${boundary}(?:--)?(?:\\r\\n|$)`))
    .slice(1, -1)
    .flatMap(leaves);
};

export const parse = (text) => {
  const headers = headersOf(text.slice(0, text.indexOf('\r\n\r\n')));
  const parts = leaves(text);
  return {
    subject: words(headers.subject),
    sender: words(headers.from),
    messageId: headers['message-id'],
    parts: parts.map((part) => ({
      type: part.type,
      name: part.disposition ? nameOf(part.disposition) : null,
      text: part.content.toString('utf8'),
    })),
  };
};

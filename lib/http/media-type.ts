const token = "[\\w!#$%&'*+.^`|~-]+";
const json = /^[ \t]*application\/(?:[\w.-]+\+)?json[ \t]*/i;
/** Matches a parameter by RFC 9110, 5.6.6, which may be empty: many a client ends its header with a semicolon. */
const parameter = new RegExp(`;[ \\t]*(?:(${token})=(?:(${token})|"((?:[^"\\\\]|\\\\.)*)"))?[ \\t]*`, 'y');

/** Whether a `Content-Type` header says JSON in UTF-8, by any of its names; other parameters have no meaning. */
export function isJsonInUtf8(header = ''): boolean {
  const [type] = json.exec(header) ?? [];
  if (type === undefined) return false;
  for (let at = type.length; at < header.length; at = parameter.lastIndex) {
    parameter.lastIndex = at;
    const [whole, name = '', plain, quoted] = parameter.exec(header) ?? [];
    if (whole === undefined) return false;
    if (name.toLowerCase() === 'charset' && !isUtf8(plain ?? unescaped(quoted))) return false;
  }
  return true;
}

function unescaped(quoted = ''): string {
  return quoted.replace(/\\(.)/g, '$1');
}

/** Whether a charset is UTF-8 by the labels of the WHATWG, such as `utf8`. */
function isUtf8(label: string): boolean {
  try {
    return new TextDecoder(label).encoding === 'utf-8';
  } catch {
    return false;
  }
}

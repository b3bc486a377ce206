import { headerValues } from "../response-head.ts";
import type { ParsedResponse } from "../response-parser.ts";

/** Words that only the handler itself says. */
const bodies: readonly (readonly [RegExp, string])[] = [
  [/^File not found\.\s*$/, "PHP-FPM's own refusal"],
  [/^No input file specified\.\s*$/, "PHP's own refusal"],
  [/^Primary script unknown/, "FastCGI's own refusal"],
  [/JSP file \[|JSP support not configured|JSP not supported/i, "the JSP engine's own error"],
  [/Server Error in '[^']*' Application|Runtime Error<\/title>|ASP\.NET/, "ASP.NET's own error page"],
  [/Premature end of script headers|CGI Timeout|The specified CGI application/i, "the CGI handler's own error"],
  [/ColdFusion|Lucee|Error Occurred While Processing Request/i, "ColdFusion's own error page"],
];

const poweredBy: readonly (readonly [RegExp, string])[] = [
  [/^PHP\b/i, "X-Powered-By: PHP"],
  [/^ASP\.NET/i, "X-Powered-By: ASP.NET"],
  [/JSP|Servlet/i, "X-Powered-By: Servlet"],
  [/mod_perl|perl/i, "X-Powered-By: Perl"],
];

/** What in an answer names the handler that gave it; `undefined` where nothing does. */
export function signatureOf(response: ParsedResponse, text: string): string | undefined {
  for (const value of headerValues(response, "x-powered-by"))
    for (const [pattern, says] of poweredBy) if (pattern.test(value)) return says;
  if (headerValues(response, "x-aspnet-version").length > 0) return "X-AspNet-Version";
  return bodies.find(([pattern]) => pattern.test(text))?.[1];
}

/** Error pages that a front server writes itself, with which its rules turn a name away. */
const ownPages: readonly (readonly [RegExp, "nginx" | "haproxy" | "apache" | "empty"])[] = [
  [/<hr><center>(?:nginx|openresty)/i, "nginx"],
  [/^<html><body><h1>\d{3} [^<]*<\/h1>\n[^<]+\n<\/body><\/html>\s*$/, "haproxy"],
  [/^<!DOCTYPE HTML PUBLIC "-\/\/IETF\/\/DTD HTML [^>]*>\s*<html><head>\s*<title>\d{3} /i, "apache"],
  [/^\s*$/, "empty"],
];

/** Whose own error page that is; `undefined` where it is of an application, or of a server that was told another one. */
export function ownPageOf(text: string): "nginx" | "haproxy" | "apache" | "empty" | undefined {
  return ownPages.find(([pattern]) => pattern.test(text))?.[1];
}

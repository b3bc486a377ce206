import { atPaths, bothIn, type ContentProof } from "./content-proof.ts";

const rest = {
  kind: "status-page",
  prove: bothIn(/<title>(?:PHP [\d.]+[^<]* - )?phpinfo\(\)<\/title>/, /PHP Version/, "phpinfo: title and version row"),
} as const;

/** The names under which people leave a call of `phpinfo()`. */
export const phpInfo: readonly ContentProof[] = [
  ...atPaths("phpinfo", ["/phpinfo.php"], { ...rest, underBase: true }),
  ...atPaths("php-info", ["/info.php", "/test.php", "/i.php", "/p.php", "/php_info.php", "/_profiler/phpinfo"], rest),
];

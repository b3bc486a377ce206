/** A setting that switches a check of signatures or certificates off: the files it stands in, its line, how it is told. */
const settings: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^etc\/apt\/apt\.conf(?:\.d\/[^/]+)?$/,
    /^[ \t]*(?:(?:APT::Get::|)AllowUnauthenticated|Acquire::(?:AllowInsecureRepositories|AllowWeakRepositories|AllowDowngradeToInsecureRepositories))\s+"?(?:true|1|yes)"?/im,
    "apt takes unsigned lists or packages",
  ],
  [
    /^etc\/apt\/apt\.conf(?:\.d\/[^/]+)?$/,
    /^[ \t]*Acquire::https?(?:::[^:\s]+)?::Verify-(?:Peer|Host)\s+"?(?:false|0|no)"?/im,
    "apt doesn't verify certificates",
  ],
  [/^etc\/dpkg\/dpkg\.cfg(?:\.d\/[^/]+)?$/, /^[ \t]*force-bad-verify\b/m, "dpkg installs what fails verification"],
  [/^etc\/(?:yum\.conf|dnf\/dnf\.conf)$/, /^[ \t]*gpgcheck[ \t]*=[ \t]*(?:0|no|false)/im, "gpgcheck=0"],
  [/^etc\/(?:yum\.conf|dnf\/dnf\.conf)$/, /^[ \t]*sslverify[ \t]*=[ \t]*(?:0|no|false)/im, "sslverify=0"],
  [
    /^etc\/pip\.conf$|(?:^|\/)\.?pip\/pip\.conf$|(?:^|\/)\.pip\.conf$/,
    /^[ \t]*trusted-host[ \t]*=[ \t]*\S/im,
    "pip's trusted-host",
  ],
  [
    /(?:^|\/)\.npmrc$|^(?:usr\/(?:local\/)?)?etc\/npmrc$/,
    /^[ \t]*strict-ssl[ \t]*=[ \t]*"?false/im,
    "npm's strict-ssl=false",
  ],
  [
    /(?:^|\/)\.yarnrc(?:\.yml)?$/,
    /^[ \t]*"?(?:strict-ssl|enableStrictSsl)"?[ \t:]+"?false/im,
    "yarn's strict-ssl false",
  ],
  [
    /^etc\/gitconfig$|(?:^|\/)\.gitconfig$|(?:^|\/)\.config\/git\/config$/,
    /^[ \t]*sslVerify[ \t]*=[ \t]*(?:false|0|no|off)/im,
    "git's sslVerify=false",
  ],
  [/(?:^|\/)\.curlrc$/, /^[ \t]*(?:-?-?insecure\b|-k\b)/m, "curl's insecure"],
  [
    /^etc\/wgetrc$|(?:^|\/)\.wgetrc$/,
    /^[ \t]*check[-_]?certificate[ \t]*=[ \t]*(?:off|no|false|0|quiet)/im,
    "wget's check_certificate=off",
  ],
  [/(?:^|\/)\.gemrc$|^etc\/gemrc$/, /^[ \t]*:?ssl_verify_mode:?[ \t]*0/m, "gem's ssl_verify_mode 0"],
];

export function isSettingsFile(path: string): boolean {
  return (
    /(?:rc|\.conf|\.cfg|config|\.yml)$|\/(?:apt\.conf|dpkg\.cfg)\.d\//.test(path) &&
    settings.some(([it]) => it.test(path))
  );
}

/** What the file switches off; lines that are commented out switch nothing. */
export function uncheckedIn(path: string, text: string): readonly string[] {
  return settings.filter(([place, line]) => place.test(path) && line.test(text)).map(([, , says]) => says);
}

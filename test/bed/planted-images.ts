import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { eicar } from "./clamd.ts";
import { buildImage } from "./images.ts";
import { requireProgram } from "./program.ts";

const welcomePage = "/usr/share/nginx/html/index.html";

/** The base that images of these tests may be built on: Debian without set-uid bits. */
export function approvedBase(): Promise<string> {
  return buildImage("FROM localhost/debian\nRUN find / -xdev -type f -perm /6000 -exec chmod ug-s {} +\n");
}

/** An image that is as it should be, on the approved base. */
export function goodImage(base: string): Promise<string> {
  const containerfile = `FROM ${base}
COPY shop healthy /app/
COPY lodash.json /app/node_modules/lodash/package.json
HEALTHCHECK CMD ["/app/healthy"]
EXPOSE 8443
USER 10001:10001
CMD ["/app/shop"]
`;
  const files = {
    shop: "#!/bin/sh\nexec sleep infinity\n",
    healthy: "#!/bin/sh\nexec true\n",
    "lodash.json": JSON.stringify({ name: "lodash", version: "4.17.21" }),
  };
  return buildImage(containerfile, files, ["--format", "docker"]);
}

/** An image with one of every fault, on Debian as it comes; its apt trusts the vendor's keys. */
export function badImage(vendorKeys: string): Promise<string> {
  const containerfile = `FROM localhost/debian
COPY eicar /opt/eicar
COPY id_ed25519 /root/.ssh/id_ed25519
RUN rm /opt/eicar /root/.ssh/id_ed25519
COPY sshd /opt/app/helper
COPY in.telnetd curl /usr/local/bin/
COPY inetd.conf /etc/inetd.conf
COPY authorized_keys /root/.ssh/authorized_keys
COPY id_ed25519 /etc/ssh/ssh_host_ed25519_key
COPY status /tmp/status
COPY own.list /etc/apt/sources.list.d/own.list
COPY 99own /etc/apt/apt.conf.d/99own
COPY vendor.gpg /etc/apt/trusted.gpg.d/debian-archive-vendor.gpg
COPY index.html /var/www/html/index.html
COPY lodash.json /app/node_modules/lodash/package.json
COPY secret.env /app/.env
RUN cat /tmp/status >> /var/lib/dpkg/status && rm /tmp/status
RUN chmod 755 /opt/app/helper && cp /bin/true /usr/local/bin/rootme && chmod 4755 /usr/local/bin/rootme
RUN mkdir -m 0777 /srv/upload && mknod /opt/disk c 1 3
RUN echo 'toor:x:0:0::/root:/bin/bash' >> /etc/passwd && echo 'toor:*:19000:0:99999:7:::' >> /etc/shadow
RUN echo 'guest:x:1000:1000::/:/bin/sh' >> /etc/passwd && echo 'guest::19000:0:99999:7:::' >> /etc/shadow
ENV API_TOKEN=Zf81kqW02mXvB7tLr5ys
LABEL deploy.password=Gh7Kq92mXvB7tLr5
EXPOSE 22 5005
USER toor
CMD ["/opt/app/helper", "-D"]
`;
  const key = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const files = {
    eicar,
    id_ed25519: key,
    sshd: readFileSync(requireProgram("sshd") ?? ""),
    "in.telnetd": "#!/bin/sh\nexec true\n",
    curl: "#!/bin/sh\nexec true\n",
    "inetd.conf": "telnet stream tcp nowait root /usr/local/bin/in.telnetd in.telnetd\n",
    authorized_keys: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKm5 somebody\n",
    status:
      "\nPackage: dropbear-bin\nStatus: install ok installed\nMaintainer: test\nArchitecture: amd64\nVersion: 2022.83-1\nDescription: planted\n",
    "own.list": "deb [trusted=yes] http://packages.example.com/debian stable main\n",
    "99own": 'APT::Get::AllowUnauthenticated "true";\n',
    "vendor.gpg": readFileSync(vendorKeys),
    "index.html": readFileSync(welcomePage),
    "lodash.json": JSON.stringify({ name: "lodash", version: "4.17.4" }),
    "secret.env": "DB_PASSWORD=pV4xTq81LmZk0sWe\n",
  };
  return buildImage(containerfile, files, ["--format", "docker", "--cap-add", "MKNOD"]);
}

/** Every fault of the bad image: requirement, control, and what its problem says. */
export const planted: readonly (readonly [requirement: string, control: string, problem: RegExp])[] = [
  ["DOC-2", "base-image-approved", /go on differently/],
  ["DOC-3", "packages-current-at-build", /perl-base/],
  ["DOC-4", "image-vulnerabilities-in-time", /lodash 4\.17\.4: CVE-2019-10744/],
  ["DOC-4", "image-user-not-root", /USER is toor/],
  ["DOC-4", "image-ports-harmless", /22\/tcp/],
  ["DOC-4", "image-ports-harmless", /5005\/tcp/],
  ["DOC-4", "image-healthcheck-set", /no HEALTHCHECK/],
  ["DOC-4", "image-setid-removed", /\/usr\/local\/bin\/rootme|programs/],
  ["DOC-4", "image-tools-limited", /\/usr\/local\/bin\/curl/],
  ["DOC-5", "no-remote-shell-in-image", /the package dropbear-bin brings dropbear/],
  ["DOC-5", "no-remote-shell-in-image", /\/opt\/app\/helper is sshd by what is in it/],
  ["DOC-5", "no-remote-shell-in-image", /\/usr\/local\/bin\/in\.telnetd is telnetd by its name/],
  ["DOC-5", "no-remote-shell-in-image", /\/etc\/inetd\.conf has telnetd started/],
  ["DOC-5", "no-remote-shell-in-image", /authorized_keys lets people in/],
  ["DOC-5", "no-remote-shell-in-image", /ssh_host_ed25519_key is a key/],
  ["DOC-5", "no-remote-shell-in-image", /it offers 22\/tcp/],
  ["BCK-4", "no-secrets-in-image", /in \/root\/\.ssh\/id_ed25519 is a secret .*a later layer hides it/],
  ["BCK-4", "no-secrets-in-image", /DB_PASSWORD in \/app\/\.env/],
  ["BCK-4", "no-secrets-in-image", /environment variable API_TOKEN/],
  ["BCK-4", "no-secrets-in-image", /label deploy\.password/],
  ["HAR-1", "image-no-second-root", /toor has the user id 0/],
  ["HAR-1", "image-accounts-locked", /guest has an empty password/],
  ["HAR-1", "image-no-world-writable-files", /\/srv\/upload/],
  ["HAR-1", "image-no-devices", /\/opt\/disk/],
  ["HAR-1", "image-privileged-files-known", /\/usr\/local\/bin\/rootme .*of no package/],
  ["HAR-1", "image-package-sources-checked", /packages\.example\.com/],
  ["HAR-1", "image-package-sources-checked", /99own/],
  ["HAR-1", "image-apt-keys-known", /debian-archive-vendor\.gpg/],
  ["HAR-5", "image-samples-removed", /nginx welcome page/],
  ["MNT-1", "image-updates-in-time", /perl-base/],
  ["SCN-5", "no-malware-in-image", /opt\/eicar is Eicar-Test-Signature/],
];

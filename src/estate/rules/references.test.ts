import { describe, expect, it } from "vitest";
import { told } from "../../../test/estate-mistakes.ts";

const ground = `estate: example
environments: {production: {kind: production}}
people: {ada: {}, grace: {}}
hosts: {web1: {}}
systems: {shop: {environment: production}}
zones: {front: {networks: [192.0.2.0/24]}}
`;
const beyond = (text: string): readonly string[] => told(ground + text);

describe("a name that refers to something", () => {
  it("must be declared, wherever it stands", () => {
    expect(
      told(`estate: example
environments: {production: {kind: production}}
people: {ada: {}}
systems:
  shop:
    environment: prodution
    owner: adah
    endpoints: [e]
    hosts: [h]
    images: [i]
    dockerfiles: [d]
    composeFiles: [f]
    containers: [c]
    databases: [b]
hosts: {web1: {admins: [bob]}}
containers: {c1: {name: c1, engine: e1}}
vantagePoints: {v: {environment: test, zone: z, host: web2}}
flows: [{from: x, to: y, ports: [1], approvedBy: eve, because: needed}]
exceptions: [{requirement: HAR-4, system: shopp, approvedBy: adaa, because: a good reason, until: 2027-01-01}]
attestations: [{requirement: INC-1, aspect: drill, system: sho, by: ad, statement: it was done, evidence: e, on: 2026-01-01, until: 2027-01-01}]
`).map((it) => it.replace(", which isn't declared under", " ∉")),
    ).toEqual([
      "6: `systems.shop.environment` names the environment `prodution` ∉ `environments` → production",
      "7: `systems.shop.owner` names the person `adah` ∉ `people` → ada",
      "8: `systems.shop.endpoints[0]` names the endpoint `e` ∉ `endpoints`; the estate declares no endpoints",
      "9: `systems.shop.hosts[0]` names the host `h` ∉ `hosts`",
      "10: `systems.shop.images[0]` names the image `i` ∉ `images`; the estate declares no images",
      "11: `systems.shop.dockerfiles[0]` names the Dockerfile `d` ∉ `dockerfiles`; the estate declares no dockerfiles",
      "12: `systems.shop.composeFiles[0]` names the compose file `f` ∉ `composeFiles`; the estate declares no composeFiles",
      "13: `systems.shop.containers[0]` names the container `c` ∉ `containers` → c1",
      "14: `systems.shop.databases[0]` names the database `b` ∉ `databases`; the estate declares no databases",
      "15: `hosts.web1.admins[0]` names the person `bob` ∉ `people`",
      "16: `containers.c1.engine` names the engine `e1` ∉ `engines`; the estate declares no engines",
      "17: `vantagePoints.v.environment` names the environment `test` ∉ `environments`",
      "17: `vantagePoints.v.zone` names the zone `z` ∉ `zones`; the estate declares no zones",
      "17: `vantagePoints.v.host` names the host `web2` ∉ `hosts` → web1",
      "18: `flows[0].from` names the zone `x` ∉ `zones`; the estate declares no zones",
      "18: `flows[0].to` names the zone `y` ∉ `zones`; the estate declares no zones",
      "18: `flows[0].approvedBy` names the person `eve` ∉ `people`",
      "19: `exceptions[0].system` names the system `shopp` ∉ `systems` → shop",
      "19: `exceptions[0].approvedBy` names the person `adaa` ∉ `people` → ada",
      "20: `attestations[0].system` names the system `sho` ∉ `systems` → shop",
      "20: `attestations[0].by` names the person `ad` ∉ `people` → ada",
    ]);
  });

  it("isn't satisfied by what every object has", () => {
    expect(
      beyond(
        "exceptions: [{requirement: HAR-4, system: toString, approvedBy: ada, because: a good reason, until: 2027-01-01}]",
      ),
    ).toEqual(["7: `exceptions[0].system` names the system `toString`, which isn't declared under `systems`"]);
  });

  it("must be a requirement of the standard, and one of its aspects", () => {
    expect(
      beyond(`exceptions:
  - {requirement: HAR-12, approvedBy: ada, because: a good reason, until: 2027-01-01}
attestations:
  - {requirement: INC-1, aspect: dril, system: shop, by: ada, statement: it was done, evidence: e, on: 2026-01-01, until: 2027-01-01}
`),
    ).toEqual([
      "8: `exceptions[0].requirement`: the standard has no requirement HAR-12 → HAR-1",
      "10: `attestations[0].aspect`: INC-1 has the aspects roles, escalation, notification, drill, followed → drill",
    ]);
  });

  it("must be a subject of the estate, where an exception names one", () => {
    const exception = (subject: string): string =>
      `exceptions: [{requirement: HAR-4, subject: "${subject}", approvedBy: ada, because: a good reason, until: 2027-01-01}]`;
    expect(beyond(exception("host:web1"))).toEqual([]);
    expect(beyond(exception("listener:web1:tcp/22"))).toEqual([]);
    expect(beyond(exception("host:web2"))).toEqual([
      "7: `exceptions[0].subject` names a subject that the estate doesn't have; ids look like host:web1 or endpoint:https://shop.example.com/ → host:web1",
    ]);
  });
});

describe("declarations", () => {
  it("must name real days, and an attestation must end after it was given", () => {
    expect(
      beyond(`exceptions: [{requirement: HAR-4, approvedBy: ada, because: a good reason, until: 2027-02-29}]
attestations:
  - {requirement: INC-1, aspect: drill, system: shop, by: ada, statement: it was done, evidence: e, on: 2027-01-01, until: 2027-01-01}
`),
    ).toEqual([
      "7: `exceptions[0].until`: the calendar has no day 2027-02-29",
      "9: `attestations[0].until` must be after the day it was given: until 2027-01-01, on 2027-01-01",
    ]);
  });

  it("of a person count no longer than the policy allows, which is a year unless told", () => {
    const attested = (until: string, policy = "") =>
      beyond(`attestations:
  - {requirement: INC-1, aspect: drill, system: shop, by: ada, statement: it was done, evidence: e, on: 2027-03-01, until: ${until}}
${policy}`);
    expect(attested("2028-03-01")).toEqual([]);
    expect(attested("2028-03-02")).toEqual([
      "8: `attestations[0].until` is 367 days after the day it was given; the policy's `attestationMaxDays` allows 366 → until: 2028-03-01",
    ]);
    expect(attested("9999-12-31")).toHaveLength(1);
    expect(attested("2028-03-02", "policy: {attestationMaxDays: 400}")).toEqual([]);
    expect(attested("2027-03-10", "policy: {attestationMaxDays: 8}")).toHaveLength(1);
  });

  it("must give a host with the transport ssh its address", () => {
    expect(told("estate: example\nhosts:\n  web1:\n    transport: ssh\n")).toEqual([
      "4: `hosts.web1` has the transport ssh and lacks the key `address`: a host name or an IP address",
    ]);
  });

  it("must lead to a host over hosts with the transport ssh, and arrive", () => {
    expect(
      told(`estate: example
hosts:
  gate: {transport: ssh, address: gate.example.com}
  here: {}
  web1: {transport: ssh, address: web1.example.com, jump: gate}
  web2: {transport: ssh, address: web2.example.com, jump: here}
  web3: {transport: ssh, address: web3.example.com, jump: gat}
  web4: {transport: ssh, address: web4.example.com, jump: web5}
  web5: {transport: ssh, address: web5.example.com, jump: web4}
  web6: {transport: ssh, address: web6.example.com, jump: gate, configuration: ssh_config}
`),
    ).toEqual([
      "6: `hosts.web2.jump` leads over `here`, which lacks the transport ssh",
      "7: `hosts.web3.jump` names the host `gat`, which isn't declared under `hosts` → gate",
      "8: `hosts.web4.jump` never arrives: web4 → web5 → web4",
      "9: `hosts.web5.jump` never arrives: web5 → web4 → web5",
      "10: `hosts.web6.jump` can't be told beside `configuration`: write ProxyJump into that file, or leave it out",
    ]);
  });

  it("can't make an option or a command of what ssh is given", () => {
    expect(
      told(`estate: example
hosts:
  a: {transport: ssh, address: -oProxyCommand=reboot}
  b: {transport: ssh, address: "[2001:db8::1]"}
  c: {transport: ssh, address: "2001:db8::1", user: -l}
  d: {transport: ssh, address: "a b"}
  e: {transport: ssh, address: e.example.com, identity: "-x", knownHosts: 'a"b'}
  f: {transport: ssh, address: f.example.com, identity: "~/.ssh/id ed", knownHosts: "$\{HOME}/x"}
  g: {transport: ssh, address: "g.example.com;reboot", port: 70000}
`),
    ).toEqual([
      "3: `hosts.a.address` must be a host name or an IP address, without brackets, port or leading dash, found `-oProxyCommand=reboot`",
      "4: `hosts.b.address` must be a host name or an IP address, without brackets, port or leading dash, found `[2001:db8::1]`",
      "5: `hosts.c.user` must be a login name: letters, digits, . _ @ + -, no leading dash, found `-l`",
      "6: `hosts.d.address` must be a host name or an IP address, without brackets, port or leading dash, found `a b`",
      "7: `hosts.e.identity` must be the path of a file, without quotes, control characters and ${, found `-x`",
      '7: `hosts.e.knownHosts` must be the path of a file, without quotes, control characters and ${, found `a"b`',
      `8: \`hosts.f.knownHosts\` must be the path of a file, without quotes, control characters and \${, found \`\${HOME}/x\``,
      "9: `hosts.g.address` must be a host name or an IP address, without brackets, port or leading dash, found `g.example.com;reboot`",
      "9: `hosts.g.port` must be at most 65535, found the number 70000",
    ]);
  });

  it("can't give the same thing two names", () => {
    expect(
      told(`estate: example
endpoints:
  a: {url: "https://shop.example.com"}
  b: {url: "https://SHOP.example.com:443/"}
images:
  a: {reference: nginx}
  b: {reference: nginx}
`),
    ).toEqual([
      "4: `endpoints.b.url` is the same endpoint as `a` (estate.yaml, line 3)",
      "7: `images.b.reference` is the same image as `a` (estate.yaml, line 6)",
    ]);
  });

  it("can't let somebody leave who is active", () => {
    expect(told("estate: example\npeople:\n  mary: {left: 2026-01-31}\n")).toEqual([
      "3: `people.mary` has a day of leaving, but its status isn't left → status: left",
    ]);
  });

  it("can't say that a system has none of what it lists", () => {
    expect(
      told(`estate: example
environments: {production: {kind: production}}
hosts: {web1: {}}
systems:
  shop.example:
    environment: production
    hosts: [web1]
    notApplicable:
      - {subject: endpoint, because: nothing of it speaks HTTP}
      - {subject: host, because: it has no host at all}
`),
    ).toEqual([
      "10: `systems.shop.example.notApplicable[1].subject` says that the system has no host, but it lists hosts: web1",
    ]);
  });

  it("must say why a flow was approved", () => {
    expect(beyond("flows: [{from: front, to: front, ports: [1], approvedBy: ada}]")).toEqual([
      "7: `flows[0]` is approved and lacks the key `because`: an approval says why",
    ]);
  });
});

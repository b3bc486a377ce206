import { describe, expect, it, test } from "vitest";
import type { ContainerSettings } from "../probes/container-settings-schema.ts";
import { flawSentence, isRoot, settingFlaws } from "./container-settings.ts";

const modest: ContainerSettings = {
  ...{ user: "10001", privileged: false, capabilitiesAdded: [], capabilitiesDropped: ["ALL"], readOnlyRoot: true },
  ...{ noNewPrivileges: true, seLinux: [], hostNamespaces: [], mounts: [], devices: [], ports: [], publishAll: false },
  ...{ memoryBytes: 2 ** 28, pidsLimit: 100, restart: "on-failure:5", labels: {}, environment: [] },
};
const sentences = (over: Partial<ContainerSettings>) => settingFlaws({ ...modest, ...over }).map(flawSentence);
const bind = (source: string, readOnly = true) => ({
  mounts: [{ type: "bind" as const, source, target: "/x", readOnly }],
});

describe("the flaws of settings", () => {
  it("are none where a container asks for little", () => {
    expect(settingFlaws(modest)).toEqual([]);
  });

  test.each<[Partial<ContainerSettings>, string]>([
    [{ privileged: true }, "is privileged: it may do all that root on the host may"],
    [{ capabilitiesAdded: ["SYS_ADMIN", "CHOWN", "ALL"] }, "is given the capabilities SYS_ADMIN, ALL"],
    [{ hostNamespaces: ["network"] }, "shares the host's network namespace"],
    [
      bind("/run/podman/podman.sock"),
      "is given the engine's socket (/run/podman/podman.sock), which makes it root on the host",
    ],
    [bind("/var/run"), "is given the engine's socket (/var/run), which makes it root on the host"],
    [bind("/"), "is given / of the host"],
    [bind("//etc/"), "is given //etc/ of the host"],
    [bind("/etc/cron.d", false), "is given /etc/cron.d of the host to write"],
    [{ devices: ["/dev/sda:/dev/sda"] }, "is given the device /dev/sda:/dev/sda"],
    [{ user: "0:0" }, "runs as 0:0"],
    [{ seccomp: "unconfined" }, "has seccomp switched off"],
    [{ appArmor: "unconfined" }, "has AppArmor switched off"],
    [{ seLinux: ["disable"] }, "has SELinux switched off"],
    [{ noNewPrivileges: false }, "may gain privileges by set-uid programs: no-new-privileges is not set"],
    [{ readOnlyRoot: false }, "can write to its root file system"],
    [{ restart: "always" }, "is started again however often it fails"],
    [{ healthcheck: "none" }, "has its health check switched off"],
  ])("of %j are told", (over, sentence) => {
    expect(sentences(over)).toEqual([sentence]);
  });

  it("are told of limits that are not there", () => {
    const { memoryBytes: _, pidsLimit: __, ...unlimited } = modest;
    expect(settingFlaws(unlimited).map(flawSentence)).toEqual(["has no limit of memory", "has no limit of processes"]);
  });

  test.each([
    bind("/etc/localtime"),
    bind("/etc/nginx/site.conf"),
    bind("/srv/data", false),
    bind("/etc/ssl/certs"),
    bind("./data", false),
    { devices: ["/dev/dri"] },
    { capabilitiesAdded: ["NET_BIND_SERVICE"] },
    { user: "0", nonRoot: true },
  ])("are none of %j", (over) => {
    expect(sentences(over)).toEqual([]);
  });
});

test.each(["root", "0", "00", "0:0", "root:users", " root"])("%j is root", (user) => expect(isRoot(user)).toBe(true));
test.each(["1000", "app", "1000:0", "rooty", "10", ""])("%j is not root", (user) => expect(isRoot(user)).toBe(false));

import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildImage, podman, saveImage, testbedHasImages } from "./images.ts";

describe.skipIf(!testbedHasImages())("images of the test bed", () => {
  it("are built on Debian and saved in every form", async () => {
    const image = await buildImage("FROM localhost/debian\nRUN rm /usr/bin/chsh\nCOPY greeting /srv/\nUSER 1001\n", {
      greeting: "hello\n",
    });
    expect(JSON.parse(await podman("image", "inspect", image))[0].Config.User).toBe("1001");
    const archive = await saveImage(image, "docker-archive");
    expect(execFileSync("tar", ["tf", archive], { encoding: "utf8" })).toContain("manifest.json");
    const layout = await saveImage(image, "oci-dir");
    expect(execFileSync("ls", [layout], { encoding: "utf8" })).toContain("index.json");
  });
});

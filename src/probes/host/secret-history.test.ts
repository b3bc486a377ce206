import fc from "fast-check";
import { expect, test } from "vitest";
import { secretsOfFile } from "./secret-files.ts";
import { secretsOfHistory, shellWords } from "./secret-history.ts";

const values = (text: string) => secretsOfHistory(text).map(({ value }) => value);

test.each([
  ["mysql -u root -pHunter22 shop", "Hunter22"],
  ["PGPASSWORD='hunter 2' psql -h db.example.com", "hunter 2"],
  ["export API_TOKEN=abc123def", "abc123def"],
  ["sudo env DB_PASSWORD=hunter2 ./deploy", "hunter2"],
  ["curl -s -u ann:hunter2 https://www.example.com/", "hunter2"],
  ["redis-cli -h cache.example.com -a hunter2 ping", "hunter2"],
  ["ls; sshpass -p hunter2 ssh web.example.com", "hunter2"],
  ["ldapsearch -x -D cn=admin -w hunter2 -b dc=example", "hunter2"],
  [": 1700000000:0;mysqldump -phunter2 shop", "hunter2"],
  ["- cmd: docker login --password hunter2", "hunter2"],
  ["ALTER ROLE shop PASSWORD 'hunter2';", "hunter2"],
  ["CREATE USER shop@'%' IDENTIFIED BY 'hunter2';", "hunter2"],
  ["CONFIG SET requirepass hunter2", "hunter2"],
  ["git clone https://ann:hunter2@git.example.com/shop", "hunter2"],
])("finds what was typed in: %s", (line, value) => {
  expect(values(line)).toEqual([value]);
});

test.each([
  "mysql -u root -p shop",
  "curl -u ann https://www.example.com/",
  "curl https://www.example.com/",
  "redis-cli -h cache.example.com ping",
  "PGPASSWORD=$PASSWORD psql",
  "#1700000000",
  "passwd ann",
  "ssh -p 2222 web.example.com",
  "cat /etc/shadow | grep PASSWORD",
  "export PATH=/usr/bin",
])("finds nothing in: %s", (line) => {
  expect(values(line)).toEqual([]);
});

test.each([
  ["/etc/cron.d/backup", "5 2 * * * root mysqldump -phunter2 shop > /srv/dump", "hunter2"],
  ["/var/spool/cron/crontabs/ann", "@daily curl -u ann:hunter2 https://www.example.com/", "hunter2"],
  ["/etc/cron.daily/backup", "#!/bin/sh\nPGPASSWORD=hunter2 pg_dump shop", "hunter2"],
  ["/etc/redis/redis.conf", 'bind 127.0.0.1\nrequirepass "hunter2"', "hunter2"],
  ["/etc/ppp/chap-secrets", "# client server secret\nshop * hunter2 *", "hunter2"],
  ["/etc/postfix/sasl_passwd", "[mail.example.com]:587 shop:hunter2", "hunter2"],
  ["/etc/fstab", "//nas.example.com/shop /srv/nas cifs user=shop,password=hunter2,ro 0 0", "hunter2"],
  ["/root/.vault-token", "hvs.hunter2hunter2\n", "hvs.hunter2hunter2"],
])("finds the secret in %s", (path, content, value) => {
  expect(secretsOfFile(path, content).map((it) => it.value)).toEqual([value]);
});

test.each([
  ["/etc/fstab", "# password=old\nUUID=1 / ext4 errors=remount-ro 0 1"],
  [
    "/etc/cron.d/e2scrub_all",
    "30 3 * * 0 root test -e /run/systemd/system || SERVICE_MODE=1 /usr/lib/e2scrub_all_cron",
  ],
  ["/etc/redis/redis.conf", "# requirepass foobared\nport 6379"],
])("finds nothing in %s as it is delivered", (path, content) => {
  expect(secretsOfFile(path, content)).toEqual([]);
});

test("parts words as a shell does", () => {
  expect(shellWords(`a "b c" 'd e' f\\ g h"i j"k`)).toEqual(["a", "b c", "d e", "f\\ g", "hi jk"]);
});

test("whatever somebody typed, nothing throws, and nothing takes more than linear time", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => void secretsOfHistory(text)));
  for (const text of ["'".repeat(200_000), "a=".repeat(100_000), '"\\'.repeat(100_000), "PASSWORD ".repeat(20_000)])
    expect(secretsOfHistory(text).length).toBeLessThan(10);
});

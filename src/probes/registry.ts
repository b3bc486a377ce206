import composeFile from "./compose-file/probe.ts";
import container from "./container/probe.ts";
import credentials from "./credentials/probe.ts";
import crossOrigin from "./cross-origin/probe.ts";
import dockerfile from "./dockerfile/probe.ts";
import gateway from "./gateway/probe.ts";
import host from "./host/probe.ts";
import http from "./http/probe.ts";
import image from "./image/probe.ts";
import ldap from "./ldap/probe.ts";
import malware from "./malware/probe.ts";
import mariadb from "./mariadb/probe.ts";
import mongodb from "./mongodb/probe.ts";
import neighbourhood from "./neighbourhood/probe.ts";
import postgresql from "./postgresql/probe.ts";
import type { Probe } from "./probe.ts";
import rabbitmq from "./rabbitmq/probe.ts";
import redis from "./redis/probe.ts";
import remains from "./remains/probe.ts";
import roster from "./roster/probe.ts";
import service from "./service/probe.ts";
import sshCanary from "./ssh-canary/probe.ts";
import tls from "./tls/probe.ts";
import webConfiguration from "./web-configuration/probe.ts";

/** Every probe; a test compares it with the folders. */
export const probes: readonly Probe[] = [
  composeFile,
  container,
  credentials,
  crossOrigin,
  dockerfile,
  gateway,
  host,
  http,
  image,
  ldap,
  malware,
  mariadb,
  mongodb,
  neighbourhood,
  postgresql,
  rabbitmq,
  redis,
  remains,
  roster,
  service,
  sshCanary,
  tls,
  webConfiguration,
];

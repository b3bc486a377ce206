import { type ContentProof, type Format, isHtml, plainWith } from "./content-proof.ts";
import { jsonStart } from "./json-start.ts";

const proof = (id: string, path: string, prove: Format): ContentProof => ({
  id,
  kind: "configuration-file",
  path,
  prove,
});

/** Markdown that starts with a heading and is told neither as a page nor as anything else. */
const instructions: Format = ({ text, type }) =>
  !isHtml(text) &&
  /^(?:|text\/(?:plain|markdown)|application\/octet-stream)$/.test(type) &&
  /^\ufeff?(?:---\n[\s\S]*?\n---\s*)?#{1,3} \S/.test(text)
    ? "instructions: Markdown with a heading"
    : undefined;

/** Descriptions of build pipelines and instructions for coding agents. */
export const pipelineFiles: readonly ContentProof[] = [
  proof(
    "pipeline-gitlab",
    "/.gitlab-ci.yml",
    plainWith("GitLab pipeline: jobs with scripts", /^[\w .-]+:\s*$/m, /^\s+(?:script|stage):|^(?:stages|include):/m),
  ),
  proof(
    "pipeline-travis",
    "/.travis.yml",
    plainWith(
      "Travis pipeline: language or script",
      /^(?:language|os|dist):\s*\S/m,
      /^(?:script|install|before_install|deploy|jobs|matrix|env|after_success|node_js|php|python):/m,
    ),
  ),
  proof(
    "pipeline-circle",
    "/.circleci/config.yml",
    plainWith("CircleCI pipeline: version and jobs", /^version:\s*["']?2/m, /^jobs:\s*$/m),
  ),
  proof(
    "pipeline-azure",
    "/azure-pipelines.yml",
    plainWith(
      "Azure pipeline: pool or trigger with steps",
      /^(?:trigger|pool|pr|variables):/m,
      /^\s*(?:-\s+(?:script|task|job|stage)|steps|stages|jobs):/m,
    ),
  ),
  proof(
    "pipeline-bitbucket",
    "/bitbucket-pipelines.yml",
    plainWith("Bitbucket pipeline: pipelines with steps", /^pipelines:\s*$/m, /-\s+step:/),
  ),
  proof(
    "pipeline-jenkins",
    "/Jenkinsfile",
    plainWith("Jenkins pipeline: stages or node", /\b(?:pipeline|node)\b[^{\n]*\{/, /\bstage\s*\(|\bstages\s*\{/),
  ),
  proof("agent-instructions", "/AGENTS.md", instructions),
  proof("agent-instructions-claude", "/CLAUDE.md", instructions),
  proof("agent-rules", "/.cursorrules", ({ text, type }) =>
    !isHtml(text) &&
    /^(?:|text\/plain|application\/octet-stream)$/.test(type) &&
    /^\ufeff?(?:#{1,3} \S|You are |[-*] \S|---\n)/.test(text)
      ? "instructions: rules in plain text"
      : undefined,
  ),
  proof("agent-servers", "/.mcp.json", ({ text }) =>
    jsonStart(text)?.get("mcpServers")?.kind === "object" ? "tool servers of an agent: mcpServers" : undefined,
  ),
];

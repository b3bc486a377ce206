import { atPaths, bothIn, type ContentProof, isHtml } from "./content-proof.ts";
import { jsonStart } from "./json-start.ts";

const kind = "status-page";

/** A description by the Swagger 2 or OpenAPI 3 specification, as JSON or YAML. */
function description(text: string): string | undefined {
  const members = jsonStart(text);
  const swagger = members?.get("swagger")?.value;
  const openapi = members?.get("openapi")?.value;
  if (swagger === "2.0") return "API description: Swagger 2.0";
  if (openapi !== undefined && /^3\.\d+\.\d+/.test(openapi)) return "API description: OpenAPI 3";
  const yaml =
    !isHtml(text) &&
    /^(?:swagger:\s*["']?2\.0|openapi:\s*["']?3\.\d)/m.test(text) &&
    /^(?:info|paths):\s*$/m.test(text);
  return yaml ? "API description: YAML with info and paths" : undefined;
}
const browser = bothIn(
  /id=["']?swagger-ui\b|SwaggerUIBundle\s*\(/,
  /swagger-ui(?:-bundle)?[\w.-]*\.(?:js|css)|swagger-initializer\.js|SwaggerUIBundle\s*\(/,
  "Swagger UI: its element and its script",
);

/** Descriptions of programming interfaces, and the pages that show them. */
export const apiDescriptions: readonly ContentProof[] = [
  ...atPaths("api-description", ["/v3/api-docs"], { kind, underBase: true, prove: ({ text }) => description(text) }),
  ...atPaths(
    "api-description-swagger",
    [
      "/swagger.json",
      "/v2/api-docs",
      "/openapi.json",
      "/openapi.yaml",
      "/swagger/v1/swagger.json",
      "/api/swagger.json",
    ],
    { kind, prove: ({ text }) => description(text) },
  ),
  ...atPaths("api-browser", ["/swagger-ui/index.html"], { kind, underBase: true, prove: browser }),
  ...atPaths("api-browser-short", ["/swagger-ui.html", "/swagger/index.html", "/docs"], { kind, prove: browser }),
  {
    id: "api-graphiql",
    kind,
    path: "/graphiql",
    prove: bothIn(
      /<title>[^<]*GraphiQL|id=["']?graphiql\b/i,
      /graphiql(?:\.min)?\.(?:js|css)|GraphiQL\.create|React\.createElement\(\s*GraphiQL/i,
      "GraphiQL: its title and its script",
    ),
  },
];

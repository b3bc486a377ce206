/** Fields that exist to tell what runs behind, by lower-cased name. */
export const tellingHeaders: ReadonlySet<string> = new Set([
  ...["x-powered-by", "powered-by", "x-powered-cms", "x-cf-powered-by", "x-server-powered-by", "x-turbo-charged-by"],
  ...["x-aspnet-version", "x-aspnetmvc-version", "x-owa-version", "microsoftsharepointteamservices"],
  ...["x-generator", "x-drupal-cache", "x-drupal-dynamic-cache", "x-pingback", "x-redirect-by", "liferay-portal"],
  ...["x-jenkins", "x-hudson", "x-jenkins-session", "x-confluence-request-time", "x-gitlab-meta", "x-shopify-stage"],
  ...[
    "x-mod-pagespeed",
    "x-page-speed",
    "x-litespeed-cache",
    "x-varnish",
    "x-rack-cache",
    "x-runtime",
    "x-php-version",
  ],
  ...["x-application-context", "x-backend-server", "x-server", "x-server-name", "x-host", "x-framework", "x-version"],
  ...["x-node", "x-debug-token", "x-debug-token-link", "x-envoy-upstream-service-time", "x-kong-upstream-latency"],
]);

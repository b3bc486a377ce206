/** Cookie names that a product or framework gives by itself, and what they tell. */
const tellingNames: readonly (readonly [RegExp, string])[] = [
  [/^JSESSIONID/i, "a Java servlet container"],
  [/^PHPSESSID/i, "PHP"],
  [/^ASP\.NET_SessionId$|^\.ASPX|^\.AspNetCore\./i, "ASP.NET"],
  [/^ASPSESSIONID/i, "classic ASP"],
  [/^CF(?:ID|TOKEN|GLOBALS)$/i, "ColdFusion"],
  [/^laravel_session$/i, "Laravel"],
  [/^ci_session/i, "CodeIgniter"],
  [/^CAKEPHP$/i, "CakePHP"],
  [/^symfony$|^sf_redirect$/i, "Symfony"],
  [/^YII_CSRF_TOKEN$/i, "Yii"],
  [/^connect\.sid$|^express:sess|^koa[.:]sess/i, "Node.js"],
  [/^rack\.session$|^_rails/i, "Ruby"],
  [/^csrftoken$|^django/i, "Django"],
  [/^PLAY_SESSION$/i, "the Play framework"],
  [/^mojolicious$/i, "Mojolicious"],
  [/^wordpress_|^wp-/i, "WordPress"],
  [/^S?SESS[0-9a-f]{32}$/, "Drupal"],
  [/^fe_typo_user|^be_typo_user/i, "TYPO3"],
  [/^PrestaShop-/i, "PrestaShop"],
  [/^MoodleSession/i, "Moodle"],
  [/^grafana_session$/i, "Grafana"],
  [/^JSESSIONID\.|^JENKINS/i, "Jenkins"],
  [/^BIGipServer|^F5_|^TS[0-9a-f]{6,}$/, "an F5 BIG-IP"],
  [/^citrix_ns_id|^NSC_/i, "a Citrix NetScaler"],
  [/^ARRAffinity/i, "Microsoft Azure or IIS"],
  [/^AWS(?:ALB|ELB)/, "an Amazon load balancer"],
];

/** What a cookie's name gives away; `undefined` for a name that says nothing. */
export function technologyOf(name: string): string | undefined {
  const bare = name.replace(/^__(?:host|secure)-/i, "");
  return tellingNames.find(([pattern]) => pattern.test(bare))?.[1];
}

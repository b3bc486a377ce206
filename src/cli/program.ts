import { Command, Option } from "commander";
import { version } from "./version.ts";

/** Takes the exit code of the command that ran. */
type Ended = (code: number) => void;

/**
 * The command line. It knows the words only: what a command does is loaded when it is called, so that help and
 * completion come at once.
 */
export function createProgram(ended: Ended): Command {
  const program = new Command("holdfast")
    .description("Shows, requirement by requirement and with evidence, whether production is operated securely.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(holdfast --help lists the commands)")
    .configureHelp({ sortSubcommands: false })
    .addHelpText("after", generalHelp);

  reporting(program.command("check"))
    .description("assess an estate, single targets, or this machine")
    .argument("[estate-or-target...]", "an estate file or folder, or targets such as https://shop.example.com/")
    .option("--only <id...>", "limit to requirements, sections or controls, such as HAR-10 or HAR")
    .option("--system <name...>", "limit to systems of the estate")
    .option("--record <file>", "write what was observed, for `holdfast judge`")
    .option("-q, --quiet", "no progress on standard error")
    .addHelpText("after", checkHelp)
    .action(async (targets: string[], options) => {
      ended(await (await import("./commands/check.ts")).check(targets, options));
    });

  reporting(program.command("judge"))
    .description("conclude again from recorded observations, touching nothing")
    .requiredOption("--observations <file>", "what `holdfast check --record` wrote")
    .addHelpText("after", judgeHelp)
    .action(async (options) => {
      ended(await (await import("./commands/judge.ts")).judgeAgain(options));
    });

  program
    .command("revocations")
    .description("tell between which recorded looks the access of people who left went")
    .argument("<recordings...>", "what `holdfast check --record` wrote, of one estate")
    .option("--json", "as JSON")
    .action(async (files: string[], options) => {
      ended(await (await import("./commands/revocations.ts")).revocations(files, options));
    });

  program
    .command("init")
    .description("find what is on this machine and in this folder, and write a commented estate file")
    .argument("[folder]", "where to look for Dockerfiles and compose files", ".")
    .option("--output <file>", "file to write; - for standard output", "holdfast.yaml")
    .option("--no-input", "ask nothing")
    .option("--force", "replace the file if it is there")
    .action(async (folder: string, options) => {
      ended(await (await import("./commands/init.ts")).init(folder, options));
    });

  program
    .command("standard")
    .description("list the requirements, or show one")
    .argument("[id]", "a requirement or a section, such as HAR-10 or HAR")
    .option("--json", "as JSON")
    .option("--oscal", "the whole catalog as OSCAL")
    .action(async (id: string | undefined, options) => {
      ended(await (await import("./commands/standard.ts")).standard(id, options));
    });

  program
    .command("explain")
    .description("explain a requirement or a control: what is looked at, why, and how to mend it")
    .argument("<id>", "a requirement or a control, such as HAR-10 or trace-refused")
    .option("--json", "as JSON")
    .action(async (id: string, options) => {
      ended(await (await import("./commands/explain.ts")).explain(id, options));
    });

  program
    .command("grants")
    .description("print what makes the account as which Holdfast looks into a database, with the least rights")
    .argument("<product>", "such as postgresql")
    .action(async (product: string) => {
      ended(await (await import("./commands/grants.ts")).grants(product));
    });

  const estate = program.command("estate").description("work with the estate file");
  estate
    .command("schema")
    .description("print the JSON Schema of the estate file, for editors")
    .action(async () => {
      ended(await (await import("./commands/estate.ts")).schema());
    });
  estate
    .command("validate")
    .description("read an estate file and tell every mistake in it")
    .argument("[path]", "an estate file or folder", "holdfast.yaml")
    .action(async (path: string) => {
      ended(await (await import("./commands/estate.ts")).validate(path));
    });

  program
    .command("host-script")
    .description("print the script that hosts run, and the rule that lets sudo run just this one as root")
    .argument("[estate]", "an estate file or folder, for what it declares of the host")
    .argument("[host]", "a host of the estate")
    .option("--sudoers", "print only the rule")
    .addHelpText("after", hostScriptHelp)
    .action(async (path: string | undefined, host: string | undefined, options) => {
      ended(await (await import("./commands/host-script.ts")).hostScript(path, host, options));
    });

  program
    .command("complete", { hidden: false })
    .description("print shell completion: holdfast complete bash|zsh|fish|powershell")
    .argument("[shell]")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async () => {
      ended(await (await import("./commands/complete.ts")).complete());
    });
  return program;
}

/** Options of every command that ends in a report. */
function reporting(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "form of the report").choices([
        ...["terminal", "html", "json", "sarif", "junit", "markdown", "csv", "oscal"],
      ]),
    )
    .option("--json", "same as --format json")
    .option("--output <file...>", "write the report to files; the ending gives the form unless --format does")
    .addOption(
      new Option("--fail-on <what>", "what ends with a failure")
        .choices(["violated", "unverified", "never"])
        .default("unverified"),
    )
    .option("-v, --verbose", "show everything, folding nothing");
}

const generalHelp = `
Examples:
  holdfast check                              this machine, with no set-up
  holdfast init                               write an estate file for it
  holdfast check holdfast.yaml                assess the estate
  holdfast check https://shop.example.com/    assess one endpoint
  holdfast explain HAR-10                     what a requirement asks, and how to mend it`;

const checkHelp = `
Without an estate file and without ./holdfast.yaml it assesses what \`holdfast init\` would find here.

Examples:
  holdfast check
  holdfast check holdfast.yaml --only HAR SCN-3 --output report.html
  holdfast check https://localhost:8443/ --format json
  holdfast check --record observations.json --fail-on violated

Exit codes:
  0  nothing violated, and nothing unverified among the MUSTs
  1  something violated
  2  usage, or a mistake in the estate file
  3  nothing violated, but a MUST unverified (0 with --fail-on violated)
  4  a bug in Holdfast`;

const judgeHelp = `
The same recording and the same version of Holdfast give the same report, byte for byte.

Example:
  holdfast judge --observations observations.json --format html --output report.html`;

const hostScriptHelp = `
Examples:
  holdfast host-script > host-script
  holdfast host-script holdfast.yaml web1 --sudoers`;

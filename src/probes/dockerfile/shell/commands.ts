import type { Lookup } from "../expand.ts";
import { Lexer, ShellFlaw, type Token } from "./lexer.ts";
import { programOf, wrapped } from "./wrapped.ts";

/** A simple command, with the place in the script where it begins. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** `NAME=value`, for this command only. */
  readonly environment: readonly string[];
  pipeline: number;
  readonly at: number;
}

export interface Script {
  readonly commands: readonly SimpleCommand[];
  /** What the shell would refuse, or what is too much to look at. */
  readonly unparsed?: string;
}

const deepest = 12;
const mostCommands = 2000;
const mostTokens = 60_000;
const assignment = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/;
const closers = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}"]);

/** All simple commands of a shell script, wherever they stand: in lists, pipes, groups, conditions, substitutions, `sh -c`. */
export function shellCommands(text: string, lookup: Lookup): Script {
  const state: State = { commands: [], pipelines: 0, tokens: 0, shell: new Map(), lookup };
  try {
    new ShellReader(text, state, 0, 0).script();
    return { commands: state.commands };
  } catch (error) {
    if (error instanceof ShellFlaw) return { commands: state.commands, unparsed: error.message };
    throw error;
  }
}

/** The programs of each pipeline, by its number. */
export function programsByPipeline(commands: readonly SimpleCommand[]): ReadonlyMap<number, readonly string[]> {
  const programs = new Map<number, string[]>();
  for (const { words, pipeline } of commands) {
    const known = programs.get(pipeline) ?? [];
    known.push(programOf(words));
    programs.set(pipeline, known);
  }
  return programs;
}

interface State {
  readonly commands: SimpleCommand[];
  pipelines: number;
  tokens: number;
  /** Variables that the script sets; nothing for one that it sets to different values. */
  readonly shell: Map<string, string | undefined>;
  readonly lookup: Lookup;
}

class ShellReader {
  readonly #lexer: Lexer;
  readonly #state: State;
  readonly #depth: number;
  readonly #base: number;
  #token: Token;

  constructor(text: string, state: State, depth: number, base: number) {
    if (depth > deepest) throw new ShellFlaw("scripts are nested too deeply");
    this.#state = state;
    this.#depth = depth;
    this.#base = base;
    this.#lexer = new Lexer(text, (name) => (state.shell.has(name) ? state.shell.get(name) : state.lookup(name)));
    this.#token = this.#lexer.next();
  }

  script(): void {
    this.#list(0);
    if (this.#token.kind !== "end") throw new ShellFlaw(`\`${this.#shown()}\` stands where no command can end`);
  }

  #shown(): string {
    const token = this.#token;
    return token.kind === "end" ? "the end" : token.kind === "word" ? token.raw.slice(0, 20) : token.text;
  }
  #advance(): void {
    this.#state.tokens += 1;
    if (this.#state.tokens > mostTokens) throw new ShellFlaw("the script is too long");
    this.#token = this.#lexer.next();
  }
  #isOperator(...texts: readonly string[]): boolean {
    return this.#token.kind === "operator" && texts.includes(this.#token.text);
  }
  #isWord(...raws: readonly string[]): boolean {
    return this.#token.kind === "word" && raws.includes(this.#token.raw);
  }
  #expect(raw: string): void {
    if (!(this.#isWord(raw) || this.#isOperator(raw))) {
      throw new ShellFlaw(`\`${raw}\` is missing before \`${this.#shown()}\``);
    }
    this.#advance();
  }

  #list(depth: number): void {
    if (depth > 60) throw new ShellFlaw("commands are nested too deeply");
    for (;;) {
      while (this.#isOperator(";", "&", "\n")) this.#advance();
      if (this.#token.kind === "end" || this.#isOperator(")", ";;", ";&", ";;&")) return;
      if (this.#token.kind === "word" && closers.has(this.#token.raw)) return;
      this.#pipeline(depth);
      while (this.#isOperator("&&", "||")) {
        this.#advance();
        this.#newlines();
        this.#pipeline(depth);
      }
      if (this.#isOperator(";", "&", "\n")) continue;
      return;
    }
  }

  #newlines(): void {
    while (this.#isOperator("\n")) this.#advance();
  }

  #pipeline(depth: number): void {
    while (this.#isWord("!", "time")) this.#advance();
    const first = this.#state.commands.length;
    const pipeline = this.#state.pipelines++;
    this.#command(depth, pipeline);
    let piped = false;
    while (this.#isOperator("|", "|&")) {
      piped = true;
      this.#advance();
      this.#newlines();
      this.#command(depth, pipeline);
    }
    if (piped) for (const it of this.#state.commands.slice(first)) it.pipeline = pipeline;
  }

  #command(depth: number, pipeline: number): void {
    if (this.#isOperator("(")) {
      this.#advance();
      this.#list(depth + 1);
      this.#expect(")");
    } else if (this.#isWord("{")) this.#block("}", depth);
    else if (this.#isWord("if")) this.#conditional(depth);
    else if (this.#isWord("while", "until")) {
      this.#advance();
      this.#list(depth + 1);
      this.#expect("do");
      this.#list(depth + 1);
      this.#expect("done");
    } else if (this.#isWord("for", "select")) this.#loop(depth);
    else if (this.#isWord("case")) this.#cases(depth);
    else if (this.#isWord("function")) this.#function(depth, pipeline);
    else this.#simple(depth, pipeline);
    this.#redirections(pipeline);
  }

  #block(end: string, depth: number): void {
    this.#advance();
    this.#list(depth + 1);
    this.#expect(end);
  }

  #conditional(depth: number): void {
    this.#advance();
    this.#list(depth + 1);
    this.#expect("then");
    this.#list(depth + 1);
    while (this.#isWord("elif")) {
      this.#advance();
      this.#list(depth + 1);
      this.#expect("then");
      this.#list(depth + 1);
    }
    if (this.#isWord("else")) this.#block("fi", depth);
    else this.#expect("fi");
  }

  #loop(depth: number): void {
    this.#advance();
    if (this.#token.kind === "word") this.#state.shell.set(this.#token.raw, undefined);
    while (this.#token.kind !== "end" && !this.#isOperator(";", "\n") && !this.#isWord("do")) this.#advance();
    while (this.#isOperator(";", "\n")) this.#advance();
    this.#expect("do");
    this.#list(depth + 1);
    this.#expect("done");
  }

  #cases(depth: number): void {
    this.#advance();
    this.#advance();
    this.#newlines();
    this.#expect("in");
    for (;;) {
      this.#newlines();
      if (this.#isWord("esac")) break;
      while (this.#token.kind !== "end" && !this.#isOperator(")")) this.#advance();
      this.#expect(")");
      this.#list(depth + 1);
      if (this.#isOperator(";;", ";&", ";;&")) this.#advance();
      else this.#newlines();
    }
    this.#expect("esac");
  }

  #redirections(pipeline: number): void {
    while (this.#redirection()) this.#substitutions(pipeline);
  }

  /** Passes one redirection, if there is one. */
  #redirection(): boolean {
    if (!this.#isOperator("<", ">", ">>", "<<", "<<-", "<<<", "<&", ">&", "<>", ">|", "&>", "&>>")) return false;
    const operator = this.#token.kind === "operator" ? this.#token.text : "";
    this.#advance();
    if (this.#token.kind !== "word") throw new ShellFlaw(`nothing follows \`${operator}\``);
    if (operator === "<<" || operator === "<<-") {
      this.#lexer.expectHeredoc(this.#token.fields.join(" "), operator === "<<-");
    }
    this.#advance();
    return true;
  }

  #simple(depth: number, pipeline: number): void {
    const environment: string[] = [];
    const words: string[] = [];
    const at = this.#token.at + this.#base;
    let began = false;
    for (;;) {
      if (this.#redirection()) began = true;
      else if (this.#token.kind === "word") {
        const { fields, raw } = this.#token;
        if (words.length === 0 && assignment.test(raw)) environment.push(fields.join(" "));
        else words.push(...fields);
        began = true;
        this.#advance();
        // Arrays: `NAME=(…)`.
        if (this.#isOperator("(") && /=$/.test(raw)) this.#skipParentheses();
        else if (this.#isOperator("(") && words.length === 1) {
          this.#definition(depth, pipeline);
          return;
        }
        if (words[0] === "[[") this.#test();
      } else break;
      this.#substitutions(pipeline);
    }
    if (!began) {
      // A body of a function or an arithmetic command has its parentheses here.
      throw new ShellFlaw(`\`${this.#shown()}\` stands where a command should`);
    }
    if (words.length === 0) {
      for (const it of environment) this.#assign(it);
      return;
    }
    if (["export", "local", "declare", "readonly", "typeset"].includes(words[0] ?? "")) {
      for (const it of words) if (assignment.test(it)) this.#assign(it);
    }
    this.#emit({ words, environment, pipeline, at });
  }

  /** @param fronts how many commands stand in front of it, each of which runs the next: `sudo env sudo …` */
  #emit(command: SimpleCommand, fronts = 0): void {
    if (fronts > deepest) throw new ShellFlaw("too many commands run one another");
    if (this.#state.commands.length >= mostCommands) throw new ShellFlaw(`more than ${mostCommands} commands`);
    this.#state.commands.push(command);
    const bodies = this.#isOperator("\n") || this.#token.kind === "end" ? this.#lexer.takeBodies() : [];
    for (const it of wrapped(command.words, bodies)) {
      if ("script" in it) this.#inside(it.script, command.at);
      else this.#emit({ ...it, pipeline: command.pipeline, at: command.at }, fronts + 1);
    }
  }

  #inside(script: string, at: number): void {
    // Places inside a script that was quoted can't be told; those of its own stand for them.
    new ShellReader(script, this.#state, this.#depth + 1, at).script();
  }

  #substitutions(pipeline: number): void {
    for (const { text, at } of this.#lexer.takeInner()) {
      const first = this.#state.commands.length;
      new ShellReader(text, this.#state, this.#depth + 1, at + this.#base).script();
      for (const it of this.#state.commands.slice(first)) it.pipeline = pipeline;
    }
  }

  #assign(text: string): void {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals).replace(/(?:\[.*\])?\+?$/, "");
    const value = text.slice(equals + 1);
    const known = this.#state.shell.has(name) && this.#state.shell.get(name) !== value;
    const told = !known && !text.slice(0, equals).endsWith("+") && !/[$`]/.test(value);
    this.#state.shell.set(name, told ? value : undefined);
  }

  #definition(depth: number, pipeline: number): void {
    this.#advance();
    this.#expect(")");
    this.#newlines();
    this.#command(depth + 1, pipeline);
  }

  #function(depth: number, pipeline: number): void {
    this.#advance();
    this.#advance();
    if (this.#isOperator("(")) {
      this.#definition(depth, pipeline);
      return;
    }
    this.#newlines();
    this.#command(depth + 1, pipeline);
  }

  #skipParentheses(): void {
    let open = 0;
    do {
      if (this.#token.kind === "end") throw new ShellFlaw("a parenthesis is not closed");
      if (this.#isOperator("(")) open += 1;
      if (this.#isOperator(")")) open -= 1;
      this.#advance();
    } while (open > 0);
  }

  /** Inside `[[ … ]]` operators mean something else. */
  #test(): void {
    while (!this.#isWord("]]")) {
      if (this.#token.kind === "end") throw new ShellFlaw("`]]` is missing");
      this.#advance();
    }
    this.#advance();
  }
}

/** Connects the route `POST /infill` to VS Code: inline completions, the API key, the status bar. */
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { buildRequest, complete, InfillError, InfillRequest, Piece, pieceAround, withoutRepeats } from "./infill";
import { RecentSuggestions, surroundings } from "./recent";

/** Origins of documents that are completed and sent as context. The old side of a comparison has another one. */
const SCHEMES = ["file", "untitled", "vscode-remote"];
const MAX_PIECES = 16;
/** Completions that an explicit request offers beside the likeliest one. Each is less likely than the server's default allows. */
const ALTERNATIVES = [1, 2];
const KEY_NAME = "apiKey";
const KEY_COMMAND = "charrnn.setApiKey";
const SETTINGS_COMMAND = { title: "Settings", command: "workbench.action.openSettings", arguments: ["charrnn"] };

export function activate({ secrets, subscriptions }: vscode.ExtensionContext): void {
  const views = new RecentViews(subscriptions);
  const provider = new Completions(views, new Status(subscriptions), secrets, subscriptions);
  subscriptions.push(
    vscode.commands.registerCommand(KEY_COMMAND, () => setApiKey(secrets)),
    vscode.languages.registerInlineCompletionItemProvider(SCHEMES.map((scheme) => ({ scheme })), provider),
  );
}

async function setApiKey(secrets: vscode.SecretStorage): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: "charrnn: API key",
    prompt: "The key that the server was started with. Empty: no key is sent.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[!-~]*$/.test(text.trim()) ? undefined : "A key consists of printable ASCII characters."),
  });
  if (key !== undefined) {
    await (key.trim() ? secrets.store(KEY_NAME, key.trim()) : secrets.delete(KEY_NAME));
  }
}

function settingsOf(document: vscode.TextDocument): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("charrnn", document);
}

function isCompleted(document: vscode.TextDocument): boolean {
  return settingsOf(document).get<string[]>("languages", []).includes(document.languageId);
}

class Completions implements vscode.InlineCompletionItemProvider {
  private readonly recent = new RecentSuggestions();
  private deletion: vscode.TextDocument | undefined; // the document that changed last, if the change was a deletion or an undo
  private reading = false;

  constructor(
    private readonly views: RecentViews,
    private readonly status: Status,
    private readonly secrets: vscode.SecretStorage,
    subscriptions: vscode.Disposable[],
  ) {
    subscriptions.push(
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.readAhead(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        if (contentChanges.length > 0) {
          this.deletion = reason || contentChanges.every(({ text }) => text === "") ? document : undefined;
        }
      }),
    );
    void this.readAhead(vscode.window.activeTextEditor);
  }

  /** Lets the server read the text of an editor, so that it answers the next request sooner. */
  private async readAhead(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor || this.reading) {
      return;
    }
    const { document, selection } = editor;
    const enabled = vscode.workspace.getConfiguration("editor", document).get("inlineSuggest.enabled", true);
    if (!enabled || !SCHEMES.includes(document.uri.scheme) || !isCompleted(document)) {
      return;
    }
    const cursor = new vscode.Range(selection.active, selection.active);
    const request = buildRequest(document, cursor, "", this.views.pieces(document), 0);
    this.reading = true;
    try {
      await this.status.follow(this.send(document, request, new AbortController().signal));
    } catch (error) {
      if (!(error instanceof InfillError)) {
        throw error; // The status bar shows the others.
      }
    } finally {
      this.reading = false;
    }
  }

  private async send(document: vscode.TextDocument, request: InfillRequest, cancelled: AbortSignal): Promise<string> {
    const key = await this.secrets.get(KEY_NAME);
    return complete(settingsOf(document).get("url", ""), key, request, cancelled);
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const settings = settingsOf(document);
    if (!isCompleted(document) || token.isCancellationRequested) {
      return [];
    }
    const automatic = context.triggerKind === vscode.InlineCompletionTriggerKind.Automatic;
    // While the suggestion list is open, VS Code shows a completion only if it continues the selected item.
    const { range, text } = context.selectedCompletionInfo ?? { range: new vscode.Range(position, position), text: "" };
    const name = document.uri.toString();
    const cursor = { start: range.start, end: range.end, typed: text };
    const rest = automatic ? this.recent.rest(name, document, cursor) : undefined;
    if (rest) {
      return [new vscode.InlineCompletionItem(text + rest, range)];
    }
    if (automatic && this.deletion === document) {
      return [];
    }
    const place = surroundings(document, cursor);
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    try {
      if (automatic && rest === undefined) { // no pause after an accepted suggestion
        await delay(settings.get("debounceMs", 0), undefined, { signal: abort.signal });
      }
      const request = buildRequest(document, range, text, this.views.pieces(document), settings.get("maxChars", 0));
      const confidence = settings.get<number | null>("minConfidence", null);
      const likeliest = this.send(document, { ...request, ...(confidence !== null && { min_confidence: confidence }) }, abort.signal);
      const unsure = (alternative: number) =>
        this.send(document, { ...request, alternative, min_confidence: 0 }, abort.signal).catch(() => ""); // loses this one only
      const answers = automatic
        ? [likeliest]
        : [likeliest.then((content) => content || unsure(0)), ...ALTERNATIVES.map(unsure)];
      const contents = await this.status.follow(Promise.all(answers));
      const distinct = new Set(contents.map((content) => withoutRepeats(content, request.input_suffix)));
      distinct.delete("");
      [...distinct].reverse().forEach((content) => this.recent.add(name, place, content));
      return [...distinct].map((content) => new vscode.InlineCompletionItem(text + content, range));
    } catch (error) {
      if (error instanceof InfillError || abort.signal.aborted) {
        return []; // The status bar shows the error.
      }
      throw error;
    } finally {
      cancellation.dispose();
    }
  }
}

/** The item in the status bar: whether a request runs, and the outcome of the last one that was not cancelled. */
class Status {
  private readonly item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right);
  private latest: Promise<unknown> | undefined;
  private problem: InfillError | undefined;

  constructor(subscriptions: vscode.Disposable[]) {
    subscriptions.push(this.item);
    this.item.name = "charrnn";
    this.draw();
    this.item.show();
  }

  /** Shows the course of a request and returns its answer. */
  async follow<T>(answer: Promise<T>): Promise<T> {
    this.latest = answer;
    this.item.text = "$(circle-filled) charrnn";
    try {
      const content = await answer;
      this.problem = undefined;
      return content;
    } catch (error) {
      this.problem = error instanceof InfillError ? error : this.problem;
      throw error;
    } finally {
      if (this.latest === answer) {
        this.draw();
      }
    }
  }

  private draw(): void {
    this.item.text = this.problem ? "$(warning) charrnn" : "$(circle-outline) charrnn";
    this.item.tooltip = `charrnn: ${this.problem?.message ?? "ready"}`;
    this.item.command = this.problem?.status === 401 ? KEY_COMMAND : SETTINGS_COMMAND;
  }
}

/** The open documents that have been visible, and where; the most recent one is the last. */
class RecentViews {
  private readonly views = new Map<vscode.TextDocument, { readonly line: number; readonly time: number }>();

  constructor(subscriptions: vscode.Disposable[]) {
    vscode.window.visibleTextEditors.forEach((editor) => this.record(editor));
    subscriptions.push(
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.record(editor))),
      vscode.window.onDidChangeTextEditorVisibleRanges((change) => this.record(change.textEditor)),
      vscode.workspace.onDidCloseTextDocument((document) => this.views.delete(document)),
    );
  }

  private record({ document, visibleRanges, selection }: vscode.TextEditor): void {
    if (SCHEMES.includes(document.uri.scheme)) {
      const { start, end } = visibleRanges[0] ?? selection;
      this.views.delete(document);
      this.views.set(document, { line: Math.floor((start.line + end.line) / 2), time: Date.now() });
    }
  }

  /** Parts of other documents of the same language. */
  pieces(current: vscode.TextDocument): Piece[] {
    return [...this.views]
      .filter(([document]) => document !== current && document.languageId === current.languageId)
      .slice(-MAX_PIECES)
      .map(([document, { line, time }]) => pieceAround(document, line, vscode.workspace.asRelativePath(document.uri), time));
  }
}

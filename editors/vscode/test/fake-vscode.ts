/** A fake of the parts of the module `vscode` that the extension uses. Another part, a pop-up for example, is undefined. */
import { EventEmitter } from "node:events";
import Module = require("node:module");
import type * as vscode from "vscode";
import manifest = require("../package.json");

class Range {
  constructor(readonly start: unknown, readonly end: unknown) {}
}

class InlineCompletionItem {
  constructor(readonly insertText: string, readonly range: Range) {}
}

const events = new EventEmitter();

function event(name: string) {
  return (listener: (value: any) => void) => {
    events.on(name, listener);
    return { dispose: () => events.off(name, listener) };
  };
}

/** State of the fake editor, which tests set and read. */
export const editor = {
  settings: {} as Record<string, unknown>,
  secrets: new Map<string, string>(),
  input: undefined as string | undefined,
  inputOptions: undefined as vscode.InputBoxOptions | undefined,
  visibleTextEditors: [] as unknown[],
  activeTextEditor: undefined as unknown,
  commands: new Map<string, () => Promise<void>>(),
  provider: undefined as vscode.InlineCompletionItemProvider | undefined,
  selector: undefined as unknown,
  status: { text: "", tooltip: "", command: undefined as unknown, shown: false },
  subscriptions: [] as { dispose(): void }[],
  fire: (name: string, value: unknown) => events.emit(name, value),
  listeners: () => events.eventNames().length,
};

const api = {
  Range,
  InlineCompletionItem,
  InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 },
  StatusBarAlignment: { Left: 1, Right: 2 },
  commands: {
    registerCommand(name: string, run: () => Promise<void>) {
      editor.commands.set(name, run);
      return { dispose: () => editor.commands.delete(name) };
    },
  },
  languages: {
    registerInlineCompletionItemProvider(selector: unknown, provider: vscode.InlineCompletionItemProvider) {
      Object.assign(editor, { selector, provider });
      return { dispose: () => (editor.provider = undefined) };
    },
  },
  window: {
    get visibleTextEditors() {
      return editor.visibleTextEditors;
    },
    get activeTextEditor() {
      return editor.activeTextEditor;
    },
    onDidChangeActiveTextEditor: event("activeEditor"),
    onDidChangeVisibleTextEditors: event("visibleEditors"),
    onDidChangeTextEditorVisibleRanges: event("visibleRanges"),
    createStatusBarItem: () =>
      Object.assign(editor.status, {
        show: () => (editor.status.shown = true),
        dispose: () => (editor.status.shown = false),
      }),
    async showInputBox(options: vscode.InputBoxOptions) {
      editor.inputOptions = options;
      return editor.input;
    },
  },
  workspace: {
    /** Has the defaults of package.json. */
    getConfiguration: (section: string) => ({
      get(key: string, otherwise: unknown) {
        const name = `${section}.${key}`;
        const properties: Record<string, { default: unknown }> = manifest.contributes.configuration.properties;
        return editor.settings[name] ?? properties[name]?.default ?? otherwise;
      },
    }),
    asRelativePath: ({ path }: { path: string }) => path.replace("/project/", ""),
    onDidChangeTextDocument: event("change"),
    onDidCloseTextDocument: event("close"),
  },
};

const loader = Module as unknown as { _load: (this: unknown, name: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = function (name, ...rest) {
  return name === "vscode" ? api : load.call(this, name, ...rest);
};

package charrnn.tools.lsp;

import charrnn.cli.base.BuildInfo;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.tools.complete.Completer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.io.input.ProxyInputStream;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.jspecify.annotations.Nullable;

/** A language server for one editor, with inline completions only. A request cancels an earlier one for the same document. */
final class LspServer {
    private static final int MAX_BYTES = 1 << 26; // of a message
    static final int MAX_HEADER_BYTES = 1 << 13; // of its headers

    /** The exit code of the process, once the client has ended; 0 if it ended the session first. */
    final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** The folders of the editor, once the session has begun. */
    final CompletableFuture<List<Path>> folders = new CompletableFuture<>();

    private final CompletableFuture<Completer> completer = new CompletableFuture<>();
    private final Executor completions =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("completions", true));
    private final Map<String, Document> documents = new HashMap<>(); // by URI, as the next one
    private final Map<String, CompletableFuture<?>> newest = new HashMap<>(); // answers under way or sent
    private final InputStream in;
    private final StreamMessageConsumer out;
    private final MessageJsonHandler json;
    private final RemoteEndpoint endpoint;
    private volatile Completer.@Nullable Request last; // the newest one that was begun
    private int headerBytes; // read since the last message; negative within a message
    private volatile boolean isShutDown;

    LspServer(InputStream in, OutputStream out) {
        this.in = new ProxyInputStream(in) {
            @Override
            protected void afterRead(int count) {
                headerBytes += count;
                if (headerBytes > MAX_HEADER_BYTES) {
                    throw wrongHeader("more than " + Count.of(MAX_HEADER_BYTES, "byte"));
                }
            }
        };
        json = new MessageJsonHandler(ServiceEndpoints.getSupportedMethods(LspServer.class));
        this.out = new StreamMessageConsumer(out, json);
        endpoint = new RemoteEndpoint(this.out, ServiceEndpoints.toEndpoint(this), LspServer::error) {
            @Override
            protected void handleRequest(RequestMessage request) {
                if (isShutDown) {
                    refuse(request, ResponseErrorCode.InvalidRequest, "the session has been shut down");
                } else {
                    super.handleRequest(request);
                }
            }

            @Override
            protected void handleRequestIssues(RequestMessage request, List<MessageIssue> issues) {
                refuse(request, ResponseErrorCode.InvalidParams, issues.get(0).getText());
            }

            private void refuse(RequestMessage request, ResponseErrorCode code, String fault) {
                LspServer.this.out.consume(createErrorResponseMessage(request, new ResponseError(code, fault, null)));
            }
        };
    }

    /** The answer to a request that failed: a missing parameter is null, and faults of a completion come in another exception. */
    private static ResponseError error(Throwable fault) {
        return fault instanceof NullPointerException
                ? new ResponseError(ResponseErrorCode.InvalidParams, "a parameter is missing", null)
                : RemoteEndpoint.DEFAULT_EXCEPTION_HANDLER.apply(fault);
    }

    /**
     * Reads and answers messages until the client ends.
     *
     * @throws UserError after a wrong header, since the next message cannot be found
     */
    void listen() {
        new MessageReader().listen(endpoint);
        exit();
    }

    private static UserError wrongHeader(@Nullable String fault) {
        return new UserError("the client sent a wrong header (" + fault + "): a message of the"
                + " Language Server Protocol has a Content-Length, of at most " + Count.of(MAX_BYTES, "byte"));
    }

    private final class MessageReader extends StreamMessageProducer {
        MessageReader() {
            super(in, json, endpoint);
        }

        @Override
        protected boolean handleMessage(InputStream same, Headers headers) {
            if (headers.contentLength > MAX_BYTES) {
                throw wrongHeader("Content-Length: " + headers.contentLength);
            }
            try { // the parser would leave the rest of a message that it refuses
                headerBytes = -headers.contentLength;
                byte[] message = in.readNBytes(headers.contentLength);
                return super.handleMessage(new ByteArrayInputStream(message), headers);
            } catch (IOException e) {
                throw wrongHeader(e.getMessage());
            }
        }

        @Override
        protected void fireError(Throwable fault) {
            if (headerBytes > 0) {
                throw wrongHeader(fault.getMessage());
            }
            ResponseMessage refusal = new ResponseMessage();
            refusal.setError(new ResponseError(ResponseErrorCode.ParseError, String.valueOf(fault.getMessage()), null));
            out.consume(refusal);
        }
    }

    /** Replaces the completer. Requests wait for the first one; each later completer reads the newest text before it is used. */
    void use(Completer next) {
        if (completer.isDone() && last != null) {
            next.complete(last.withMaxChars(0), () -> false);
        }
        completer.obtrudeValue(next); // complete() would keep the first one
    }

    /** Shows a message in the editor if the session has begun. */
    void show(MessageType type, String text) {
        if (folders.isDone()) {
            endpoint.notify("window/showMessage", new MessageParams(type, "charrnn: " + text));
        }
    }

    @JsonRequest
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        folders.complete(Stream.ofNullable(params.getWorkspaceFolders())
                .flatMap(List::stream)
                .flatMap(LspServer::path)
                .toList());
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setPositionEncoding(PositionEncodingKind.UTF16);
        capabilities.setTextDocumentSync(TextDocumentSyncKind.Incremental);
        capabilities.setInlineCompletionProvider(true);
        ServerInfo info = new ServerInfo("charrnn", new BuildInfo().version());
        return CompletableFuture.completedFuture(new InitializeResult(capabilities, info));
    }

    private static Stream<Path> path(WorkspaceFolder folder) {
        try {
            return Stream.of(Path.of(URI.create(folder.getUri())));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Stream.empty(); // not of this machine
        }
    }

    @JsonRequest
    public CompletableFuture<Object> shutdown() {
        isShutDown = true;
        return CompletableFuture.completedFuture(null);
    }

    @JsonNotification
    public void exit() {
        exitCode.complete(isShutDown ? 0 : 1);
    }

    @JsonNotification("textDocument/didOpen")
    public void open(DidOpenTextDocumentParams params) {
        TextDocumentItem opened = params.getTextDocument();
        documents.put(opened.getUri(), new Document(opened.getText()));
    }

    @JsonNotification("textDocument/didChange")
    public void change(DidChangeTextDocumentParams params) {
        Document document = documents.get(params.getTextDocument().getUri());
        if (document != null) {
            for (TextDocumentContentChangeEvent change : params.getContentChanges()) {
                document = document.after(change);
            }
            documents.put(params.getTextDocument().getUri(), document);
        }
    }

    @JsonNotification("textDocument/didClose")
    public void close(DidCloseTextDocumentParams params) {
        documents.remove(params.getTextDocument().getUri());
        newest.remove(params.getTextDocument().getUri());
    }

    @JsonRequest("textDocument/inlineCompletion")
    public CompletableFuture<List<InlineCompletionItem>> complete(InlineCompletionParams params) {
        String uri = params.getTextDocument().getUri();
        Document document = documents.get(uri);
        if (document == null) {
            throw new ResponseErrorException(
                    new ResponseError(ResponseErrorCode.InvalidParams, uri + " is not open", null));
        }
        Position position = Objects.requireNonNull(params.getPosition());
        InlineCompletionTriggerKind trigger = params.getContext().getTriggerKind();
        CompletableFuture<List<InlineCompletionItem>> answer =
                CompletableFutures.computeAsync(completions, cancelled -> {
                    Completer.Request request = document.request(position, trigger);
                    last = request;
                    InlineCompletionItem item = new InlineCompletionItem();
                    item.setInsertText(completer
                            .join()
                            .complete(request, cancelled::isCanceled)
                            .suggestion()
                            .text());
                    item.setRange(new Range(position, position));
                    return item.getInsertText().getLeft().isEmpty() ? List.of() : List.of(item);
                });
        CompletableFuture<?> older = newest.put(uri, answer);
        if (older != null) {
            older.cancel(true);
        }
        return answer;
    }
}

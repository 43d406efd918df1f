package charrnn.cli;

import charrnn.config.TerminalText;
import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints failures: the user's mistakes as one line each, with exit code 2, and others with exit code 1. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final int FAILED = 1;
    static final int USER_MISTAKE = 2;

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        PrintWriter err = mistake.getCommandLine().getErr();
        err.println(TerminalText.line(UsageMessage.of(mistake)));
        err.println("see: " + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return USER_MISTAKE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return print(failure, command);
    }

    /** Prints a failure and returns the exit code. */
    static int print(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof UserError mistake) {
            mistake.messages().forEach(err::println);
        } else {
            err.println(describe(failure));
        }
        if (command.getCommand() instanceof CliCommand base && base.isVerbose()) {
            failure.printStackTrace(err);
        } else if (!(failure instanceof UserError)) {
            err.println("(--verbose prints the stack trace)");
        }
        return failure instanceof UserError ? USER_MISTAKE : FAILED;
    }

    /** The cause that has no cause itself. */
    static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String describe(Exception failure) {
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return describe(unchecked.getCause());
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + Reason.of(file);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }
}

package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.processor.CairnProcessor;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A project in a temporary folder, in which tests run commands. */
final class CommandProject {
    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    boolean isTerminal;
    int columnCount = 80;

    /** The answer to each further question; null if further questions are not answered. */
    @Nullable
    String defaultAnswer;

    /** The answers to the first questions, one after the other. */
    final Deque<String> firstAnswers = new ArrayDeque<>();

    private String sourceFolder = "src";
    private String out = "";
    private String err = "";

    CommandProject(Path folder) {
        this.folder = folder;
    }

    Path sources() {
        return folder.resolve(sourceFolder);
    }

    CommandProject withSources(String relative) {
        sourceFolder = relative;
        return this;
    }

    Path classes() {
        return folder.resolve("classes");
    }

    CommandProject write(String file, String text) {
        try {
            Path sourceFile = sources().resolve(file);
            Files.createDirectories(sourceFile.getParent());
            Files.writeString(sourceFile, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String read(String file) {
        try {
            return Files.readString(sources().resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes a schema of one table. */
    CommandProject writeShop(String components) {
        write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """);
        return write("shop/Account.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Account(%s) {}
            """.formatted(components));
    }

    CommandProject record(String message) {
        return record(message, "");
    }

    CommandProject record(String message, String schema) {
        assertThat(cairn(
                        "record",
                        message,
                        "--schema=" + schema,
                        "--sources",
                        sources().toString()))
                .as(() -> err)
                .isZero();
        return this;
    }

    /** Compiles with the processor, as a build tool does, but without reuse of earlier results. */
    CommandProject compile() {
        try (Stream<Path> files = Files.walk(sources())) {
            return compileFiles(
                    files.filter(file -> file.toString().endsWith(".java")).toList(),
                    System.getProperty("java.class.path"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Compiles only some files against the classes of an earlier compilation, as a live reload does. */
    CommandProject compileOnly(String... fileNames) {
        return compileFiles(
                Stream.of(fileNames)
                        .map(fileName -> sources().resolve(fileName))
                        .toList(),
                classes() + File.pathSeparator + System.getProperty("java.class.path"));
    }

    private CommandProject compileFiles(List<Path> javaFiles, String classPath) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
            Files.createDirectories(classes());
            List<String> options = List.of("-d", classes().toString(), "-cp", classPath, "-Xlint:none");
            CompilationTask task = javac.getTask(
                    null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(javaFiles));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call())
                    .as(() -> diagnostics.getDiagnostics().toString())
                    .isTrue();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int cairn(String... arguments) {
        StringWriter outputWriter = new StringWriter();
        StringWriter errorWriter = new StringWriter();
        CommandEnvironment commandEnvironment = new CommandEnvironment(
                environment, isTerminal, () -> columnCount, question -> takeAnswer(), question -> takeAnswer());
        int exitCode = Cairn.run(
                new PrintWriter(outputWriter, true), new PrintWriter(errorWriter, true), commandEnvironment, arguments);
        out = outputWriter.toString();
        err = errorWriter.toString();
        if (List.of(arguments).contains("--json")) {
            assertThat(JsonOutputSchema.findErrors(arguments[0], out)).isEmpty();
        }
        return exitCode;
    }

    private @Nullable String takeAnswer() {
        return firstAnswers.isEmpty() ? defaultAnswer : firstAnswers.remove();
    }

    /** Runs a command with the option for the folder of the classes, and returns its exit code. */
    int cairnWithClasses(String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of(arguments));
        allArguments.add("--classes=" + classes());
        return cairn(allArguments.toArray(String[]::new));
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }
}
